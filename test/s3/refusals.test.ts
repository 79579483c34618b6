import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ErrorCode } from '../../src/core/registryError'
import type { ObjectStore } from '../../src/store/objectStore'
import type { S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import { freePort } from '../host/freePort'
import { rejects } from '../refuses'
import { aFile, bytes } from '../store/objectStore.contract'
import { anywhere, ownServer, somewhere } from './server'

/** Everything that may be asked of a store is refused with the same code. */
async function refusesAll(store: ObjectStore, code: ErrorCode): Promise<string> {
  const { path, sha256 } = aFile('a')
  const asked = [
    () => store.check(),
    () => store.get('log/1'),
    () => store.sizeOf('log/1'),
    () => store.putNew('log/1', bytes('a')),
    () => store.putFile('blobs/1', path, sha256),
    () => store.hashOf('blobs/1'),
  ]
  const refusals = await Promise.all(asked.map((ask) => rejects(ask(), code)))
  for (const { message, hint } of refusals) assert.ok(message.endsWith('.') && hint.endsWith('.'), message)
  return refusals[0]!.message
}

describe('what a store refuses', () => {
  beforeEach(function () {
    if (!ownServer()) this.skip()
  })

  const wrong: [string, (settings: S3Settings) => Partial<S3Settings>, ErrorCode, RegExp][] = [
    [
      'an unknown key',
      () => ({ credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }),
      'wrong-credentials',
      /not accepted/,
    ],
    [
      'a wrong secret',
      ({ credentials }) => ({ credentials: { ...credentials!, secretAccessKey: 'x' } }),
      'wrong-credentials',
      /not accepted/,
    ],
    ['a key without rights', () => ({ credentials: ownServer()!.stranger }), 'no-permission', /s3:ListBucket/],
    [
      'an endpoint of another protocol',
      ({ endpoint }) => ({ endpoint: endpoint!.replace('http:', 'https:') }),
      'not-s3',
      /https:/,
    ],
  ]
  for (const [what, change, code, says] of wrong)
    it(`S14 ${what}`, async () => {
      const settings = await somewhere()
      assert.match(await refusesAll(s3Store({ ...settings, ...change(settings) }), code), says)
      assert.equal(await s3Store(settings).get('log/1'), undefined)
    })
  it('S14 a bucket that is not there', async () => {
    const store = s3Store(anywhere({ url: `s3://pedigree-${randomUUID()}/registry` }))
    await rejects(store.check(), 'bucket-missing')
    await rejects(store.get('log/1'), 'bucket-missing')
    await rejects(store.putNew('log/1', bytes('a')), 'bucket-missing')
  })
  it('S14 a port where nobody listens', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`
    assert.match(await refusesAll(s3Store(anywhere({ endpoint })), 'store-unreachable'), /cannot be reached/)
  })
})

// What our own server never says.
describe('what some stores refuse', () => {
  const xml = (code: string, more = '') =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message>${more}</Error>`

  async function saying(answer: RequestListener, work: (endpoint: string) => Promise<void>): Promise<void> {
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () => answer(request, response))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' }
  const at = (endpoint: string) => s3Store({ url: 's3://bucket/x', endpoint, region: 'us-east-1', credentials: keys })

  const told: [string, number, string, Record<string, string>, ErrorCode, RegExp][] = [
    ['expired credentials', 400, xml('ExpiredToken'), {}, 'wrong-credentials', /expired/],
    [
      'a bucket in another region',
      301,
      xml('PermanentRedirect'),
      { 'x-amz-bucket-region': 'eu-west-1' },
      'wrong-region',
      /eu-west-1/,
    ],
    [
      'a signature for another region',
      400,
      xml('AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>'),
      { 'x-amz-bucket-region': 'eu-west-1' },
      'wrong-region',
      /eu-west-1/,
    ],
    ['a store that is full', 403, xml('QuotaExceeded'), {}, 'registry-full', /room/],
    [
      'a file in cold storage',
      403,
      xml('InvalidObjectState', '<StorageClass>DEEP_ARCHIVE</StorageClass>'),
      {},
      'files-cold',
      /DEEP_ARCHIVE/,
    ],
    ['a web page', 200, '<!doctype html><html><body>hello<br></body></html>', {}, 'not-s3', /127\.0\.0\.1/],
    ['a page that is not found', 404, '<html><body>no such page<br></body></html>', {}, 'not-s3', /127\.0\.0\.1/],
    ['a page that is forbidden', 403, '<html>no</html>', {}, 'no-permission', /s3:ListBucket/],
  ]
  for (const [what, status, body, headers, code, says] of told)
    it(`S14 ${what}`, () =>
      saying(
        (_, response) => response.writeHead(status, headers).end(body),
        async (endpoint) => assert.match((await rejects(at(endpoint).check(), code)).message, says),
      ))

  it('S15 a busy store is asked again, and what it may have done is read back', async () => {
    const said: string[] = []
    await saying(
      (request, response) => {
        said.push(`${request.method} ${request.headers['if-none-match'] ?? ''}`)
        const put = said.filter((line) => line.startsWith('PUT')).length
        if (request.method === 'GET') return response.end('a')
        if (put === 1) return response.writeHead(503).end(xml('SlowDown'))
        if (put === 2) return response.writeHead(409).end(xml('ConditionalRequestConflict'))
        return response.writeHead(412).end(xml('PreconditionFailed'))
      },
      async (endpoint) => {
        assert.equal(await at(endpoint).putNew('log/1', bytes('a')), 'created')
        assert.deepEqual(said, ['PUT *', 'PUT *', 'PUT *', 'GET '])
        assert.equal(await at(endpoint).putNew('log/1', bytes('b')), 'exists')
      },
    )
  })
  it('S15 a store that stays busy leaves the fate of a create open', () =>
    saying(
      (_, response) => response.writeHead(503).end(xml('SlowDown')),
      async (endpoint) => void (await rejects(at(endpoint).putNew('log/1', bytes('a')), 'store-unreachable')),
    ))
  it('S15 a no after a busy answer leaves it open, too', async () => {
    let puts = 0
    await saying(
      (_, response) => (puts++ ? response.writeHead(403).end(xml('AccessDenied')) : response.writeHead(500).end('')),
      async (endpoint) => void (await rejects(at(endpoint).putNew('log/1', bytes('a')), 'store-unreachable')),
    )
  })
  for (const [createOnly, header] of [
    ['goog-generation', 'x-goog-if-generation-match'],
    ['oss-forbid-overwrite', 'x-oss-forbid-overwrite'],
    ['cos-forbid-overwrite', 'x-cos-forbid-overwrite'],
  ] as const)
    it(`S4 creates with ${header} where that is what the store knows`, async () => {
      const sent: unknown[] = []
      await saying(
        (request, response) => {
          sent.push(request.headers[header], request.headers['if-none-match'])
          assert.match(request.headers.authorization!, new RegExp(header))
          response.end()
        },
        async (endpoint) => {
          const store = s3Store({ url: 's3://bucket', endpoint, region: 'auto', credentials: keys, createOnly })
          assert.equal(await store.putNew('log/1', bytes('a')), 'created')
        },
      )
      assert.deepEqual([typeof sent[0], sent[1]], ['string', undefined])
    })
})

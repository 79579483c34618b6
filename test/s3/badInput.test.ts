import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'
import type { S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import { Scratch } from '../cli/pedigree'
import { freePort } from '../host/freePort'
import { bytes, keysOf } from '../store/objectStore.contract'
import { newBucket } from './buckets'
import { anywhere, environment, ownServer } from './server'

// What the person at the command line meets, with the program as it is built.

/** A bucket with a registry, and a workspace on it. */
interface Made {
  settings: S3Settings
  scratch: Scratch
}

/** Asserts that the command line refuses: one sentence, code and hint, to programs and to people alike. */
async function refuses(scratch: Scratch, args: string[], code: string, says: RegExp): Promise<void> {
  const before = config(scratch)
  const asked = await scratch.run(...args, '--json')
  assert.equal(asked.json?.error?.code, code, `${args.join(' ')}: ${asked.stdout}${asked.stderr}`)
  const { message, hint } = asked.json.error
  assert.match(message, /^[^\n]+\.$/)
  assert.match(hint, /^[^\n]+\.$/)
  assert.match(`${message} ${hint}`, says)
  assert.equal(asked.code, 1)
  assert.equal(config(scratch), before)
  if (args[0] !== 'models') return
  const read = await scratch.run(...args)
  assert.deepEqual([read.code, read.stdout, read.stderr], [1, '', `${message} ${hint}\n`])
}

function config(scratch: Scratch): string | undefined {
  try {
    return readFileSync(scratch.path('pedigree.yaml'), 'utf8')
  } catch {
    return undefined
  }
}

async function make(settings: S3Settings): Promise<Made> {
  const scratch = new Scratch()
  Object.assign(scratch.env, environment(settings))
  await scratch.ok('init', '--registry', settings.url)
  await scratch.ok('register', 'churn', scratch.model())
  await scratch.ok('promote', 'churn@1', 'production')
  return { settings, scratch }
}

/** The same workspace, on another machine: a person's state and index of their own. */
function elsewhere({ settings, scratch }: Made): Scratch {
  const copy = new Scratch()
  for (const [name, value] of Object.entries(scratch.env)) if (name.startsWith('AWS_')) copy.env[name] = value
  copy.write('pedigree.yaml', config(scratch)!)
  copy.model()
  copy.env['PEDIGREE_TRUST'] = settings.url
  return copy
}

const contentsOf = async (settings: S3Settings) => {
  const store = s3Store(settings)
  const keys = await keysOf(store, '')
  return Promise.all(keys.map(async (key) => [key, sha256Hex((await store.get(key))!)]))
}

const reads: string[][] = [['models'], ['doctor']]
const writes: string[][] = [['register', 'churn', 'model']]

describe('bad input, in a bucket', function () {
  this.timeout(120_000)
  let made: Made
  before(async function () {
    if (!ownServer()) return this.skip()
    made = await make(await newBucket({ allows: { who: 'stranger', actions: ['s3:ListBucket', 's3:GetObject'] } }))
    return undefined
  })
  after(() => made?.scratch.remove())

  const keys: [string, (env: NodeJS.ProcessEnv) => void, string, RegExp][] = [
    ['a wrong key', (env) => (env['AWS_ACCESS_KEY_ID'] = 'NOBODY'), 'wrong-credentials', /not accepted/],
    ['a wrong secret', (env) => (env['AWS_SECRET_ACCESS_KEY'] = 'x'), 'wrong-credentials', /not accepted/],
    [
      'no key at all',
      (env) => {
        for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete env[name]
        env['HOME'] = '/nonexistent'
      },
      'no-credentials',
      /aws sso login/,
    ],
    [
      'a profile that is not there',
      (env) => {
        for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete env[name]
        env['AWS_PROFILE'] = 'research'
      },
      'no-credentials',
      /research/,
    ],
    [
      'an endpoint of another protocol',
      (env) => (env['AWS_ENDPOINT_URL'] = env['AWS_ENDPOINT_URL']!.replace('http:', 'https:')),
      'not-s3',
      /is not S3/,
    ],
  ]
  for (const [what, change, code, says] of keys)
    it(`B11 ${what}`, async () => {
      const before = await contentsOf(made.settings)
      const scratch = elsewhere(made)
      change(scratch.env)
      for (const args of [...reads, ...writes]) await refuses(scratch, args, code, says)
      const free = new Scratch()
      Object.assign(free.env, scratch.env)
      await refuses(free, ['init', '--registry', made.settings.url], code, says)
      assert.deepEqual(await contentsOf(made.settings), before)
      free.remove()
      scratch.remove()
    })

  it('B6 nobody listens at the endpoint', async () => {
    const scratch = elsewhere(made)
    scratch.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${await freePort()}`
    for (const args of reads) await refuses(scratch, args, 'store-unreachable', /cannot be reached/)
    scratch.remove()
  })
  it('B6 a bucket that is not there', async () => {
    const scratch = elsewhere(made)
    const url = `s3://pedigree-${randomUUID()}/registry`
    scratch.write('pedigree.yaml', `registry: ${url}\n`)
    scratch.env['PEDIGREE_TRUST'] = url
    for (const args of [...reads, ...writes]) await refuses(scratch, args, 'bucket-missing', /There is no bucket/)
    scratch.remove()
  })
  it('B11 a key that may not write: reading works, writing is refused, and nothing is pending', async () => {
    const before = await contentsOf(made.settings)
    const scratch = elsewhere(made)
    Object.assign(scratch.env, environment({ ...made.settings, credentials: ownServer()!.stranger }))
    assert.equal((await scratch.ok('models')).length, 1)
    assert.equal((await scratch.ok('resolve', 'churn@production')).version, 1)
    for (const args of writes) await refuses(scratch, args, 'no-permission', /do not permit s3:PutObject/)
    await refuses(scratch, ['doctor'], 'no-permission', /do not permit s3:PutObject/)
    assert.deepEqual(await scratch.ok('pending'), [])
    assert.deepEqual(await contentsOf(made.settings), before)
    scratch.remove()
  })
  it('B11 a key that may not list', async () => {
    const settings = await newBucket({ allows: { who: 'stranger', actions: ['s3:GetObject', 's3:PutObject'] } })
    const other = await make(settings)
    const before = await contentsOf(settings)
    const scratch = elsewhere(other)
    Object.assign(scratch.env, environment({ ...settings, credentials: ownServer()!.stranger }))
    for (const args of [...reads, ...writes]) await refuses(scratch, args, 'no-permission', /s3:ListBucket\./)
    assert.deepEqual(await contentsOf(settings), before)
    scratch.remove()
    other.scratch.remove()
  })
  it('B7 a bucket that holds something else', async () => {
    const settings = anywhere()
    await s3Store(settings).putNew('reports/2026.csv', bytes('a,b'))
    const before = await contentsOf(settings)
    const scratch = new Scratch()
    Object.assign(scratch.env, environment(settings))
    await refuses(scratch, ['init', '--registry', settings.url], 'not-a-registry', /holds reports\/2026\.csv/)
    await refuses(scratch, ['models', '--registry', settings.url], 'not-a-registry', /no first commit/)
    const proven = await scratch.ok('doctor', '--registry', settings.url)
    const contents = proven.probes.find(({ probe }: { probe: string }) => probe === 'contents')
    assert.deepEqual([contents.result, contents.found], ['warn', 'something else: reports/2026.csv'])
    assert.deepEqual(await contentsOf(settings), before)
    scratch.remove()
  })
  it('B11 a bucket with nothing in it', async () => {
    const settings = anywhere()
    const scratch = new Scratch()
    Object.assign(scratch.env, environment(settings))
    await refuses(scratch, ['models', '--registry', settings.url], 'registry-missing', /is not there/)
    assert.deepEqual(await contentsOf(settings), [])
    scratch.remove()
  })
  it('B11 a registry of a newer version is read with a warning, and neither written nor resolved', async () => {
    const { settings, scratch } = await make(anywhere())
    const store = s3Store(settings)
    const log = await keysOf(store, 'log/')
    const last = (await store.get(log.at(-1)!))!
    const commit = JSON.parse(Buffer.from(last).toString())
    const newer = {
      ...commit,
      seq: log.length,
      prev: sha256Hex(last),
      id: randomUUID(),
      at: new Date(Date.parse(commit.at) + 1).toISOString(),
      events: [{ type: 'stage.locked', model: 'churn', stage: 'production' }],
      requires: ['locks'],
    }
    await store.putNew(logKey(log.length), canonicalBytes(newer))
    const before = await contentsOf(settings)
    const models = await scratch.run('models', '--json')
    assert.deepEqual([models.code, models.json.length], [0, 1])
    assert.match(models.stderr, /locks/)
    for (const args of [
      ['promote', 'churn@1', 'staging'],
      ['resolve', 'churn@production'],
    ])
      await refusesWarned(scratch, args)
    assert.deepEqual(await contentsOf(settings), before)
    scratch.remove()

    async function refusesWarned(where: Scratch, args: string[]) {
      const asked = await where.run(...args, '--json')
      assert.deepEqual([asked.code, asked.json.error.code], [1, 'newer-registry'])
      assert.match(asked.json.error.message, /locks/)
    }
  })
  it("B11 another registry's index is noticed, and made again", async () => {
    const other = await make(anywhere())
    await other.scratch.ok('register', 'fraud', 'model')
    const scratch = elsewhere(made)
    await scratch.ok('models')
    cpSync(other.scratch.path('.pedigree/index.db'), scratch.path('.pedigree/index.db'))
    assert.deepEqual(
      (await scratch.ok('models')).map(({ model }: { model: string }) => model),
      ['churn'],
    )
    assert.equal((await scratch.ok('resolve', 'churn@production', '--no-sync')).uri, made.settings.url)
    other.scratch.remove()
    scratch.remove()
  })
})

// What our own server never says, as AWS says it.
describe('what AWS refuses', function () {
  this.timeout(60_000)
  const ids = '<RequestId>7NPH50PXZS0GEMJ7</RequestId><HostId>rX8pKuJh5Xd0nmVRsM=</HostId>'
  const xml = (code: string, message: string, more = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}${ids}</Error>`
  const later = () => new Date(Date.now() + 3_600_000).toISOString()

  const told: [string, number, string, Record<string, string>, string, RegExp][] = [
    [
      'an expired token',
      400,
      xml('ExpiredToken', 'The provided token has expired.', '<Token-0>IQoJb3JpZ2luX2VjEJz</Token-0>'),
      {},
      'wrong-credentials',
      /have expired.*Sign in again/,
    ],
    [
      'an unknown token',
      400,
      xml('InvalidToken', 'The provided token is malformed or otherwise invalid.', '<Token-0>a</Token-0>'),
      {},
      'wrong-credentials',
      /not accepted/,
    ],
    [
      'an unknown key',
      403,
      xml('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'),
      {},
      'wrong-credentials',
      /not accepted/,
    ],
    [
      'a bucket in another region',
      301,
      xml(
        'PermanentRedirect',
        'The bucket you are attempting to access must be addressed using the specified endpoint.',
        '<Endpoint>team-models.s3.eu-west-1.amazonaws.com</Endpoint><Bucket>team-models</Bucket>',
      ),
      { 'x-amz-bucket-region': 'eu-west-1' },
      'wrong-region',
      /another region: eu-west-1.*s3\.region to eu-west-1/,
    ],
    [
      'a signature for another region',
      400,
      xml(
        'AuthorizationHeaderMalformed',
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
        '<Region>eu-west-1</Region>',
      ),
      {},
      'wrong-region',
      /eu-west-1/,
    ],
    [
      'a clock that is an hour off',
      403,
      xml(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        `<RequestTime>20260101T000000Z</RequestTime><ServerTime>later</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>`,
      ),
      {},
      'clock-skew',
      /60 minutes/,
    ],
    ['a denied request', 403, xml('AccessDenied', 'Access Denied'), {}, 'no-permission', /s3:ListBucket/],
    [
      'a missing bucket',
      404,
      xml('NoSuchBucket', 'The specified bucket does not exist', '<BucketName>team-models</BucketName>'),
      {},
      'bucket-missing',
      /"team-models"/,
    ],
    [
      'a store that stays busy',
      503,
      xml('SlowDown', 'Please reduce your request rate.'),
      {},
      'store-unreachable',
      /later/,
    ],
    ['a web server', 200, '<!doctype html><html><body>hello<br></body></html>', {}, 'not-s3', /is not S3/],
    ['a page that is not found', 404, '<html><body>no such page</body></html>', {}, 'not-s3', /is not S3/],
  ]
  for (const [what, status, body, headers, code, says] of told)
    it(`B11 ${what}`, async () => {
      const server = createServer((request, response) => {
        request.resume()
        request.on('end', () => response.writeHead(status, headers).end(body.replace('later', later())))
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const scratch = new Scratch()
      try {
        const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
        const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret' }
        const settings = { url: 's3://team-models/registry', endpoint, region: 'us-east-1', credentials }
        Object.assign(scratch.env, environment(settings))
        for (const args of [['models'], ['init'], ['doctor']])
          await refuses(scratch, [...args, '--registry', settings.url], code, says)
        assert.equal(config(scratch), undefined)
      } finally {
        server.closeAllConnections()
        server.close()
        scratch.remove()
      }
    })
  it('B10 a directory bucket', async () => {
    const scratch = new Scratch()
    const url = 's3://models--use1-az4--x-s3/registry'
    for (const args of [['models'], ['init'], ['doctor']])
      await refuses(scratch, [...args, '--registry', url], 'store-unsupported', /directory bucket/)
    scratch.remove()
  })
})

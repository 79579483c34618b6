import assert from 'node:assert/strict'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ErrorCode } from '../../src/core/registryError'
import { postWebhook, type PostWebhook, waitIn } from '../../src/operations/webhook'
import { addressOfWebhook, isPublic } from '../../src/operations/webhookAddress'
import { freePort } from '../host/freePort'
import { rejects } from '../refuses'
import { certificate, key } from './selfSigned'

const secret = '/services/T0/B0/very-secret?token=also-secret'
/** Lets this machine be called, as which everybody answers here. */
const here: PostWebhook = { ca: certificate, isAllowed: (address) => ['127.0.0.1', '::1'].includes(address) }
const named: PostWebhook = { ...here, resolve: async () => ['127.0.0.1'] }

/** A server that gives one answer after the other, the last for ever; with what it was asked. */
async function serving<T>(
  answers: ((response: ServerResponse, request: IncomingMessage) => void)[],
  work: (port: number, heard: { method?: string; body: string; host?: string }[]) => Promise<T>,
): Promise<T> {
  const heard: { method: string; body: string; host: string }[] = []
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      heard.push({ method: request.method!, body, host: request.headers.host! })
      answers[Math.min(heard.length, answers.length) - 1]!(response, request)
    })
  }
  const server = createServer({ key, cert: certificate }, listener)
  server.on('tlsClientError', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return await work((server.address() as AddressInfo).port, heard)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
const says =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end('ok')
const hangs = () => {}

/** Refused with a sentence that keeps the secret, as does all that hangs on it. */
async function refusedAt(work: Promise<unknown>, code: ErrorCode, says: RegExp): Promise<void> {
  const refusal = await rejects(work, code)
  assert.match(refusal.message, says)
  const all = [refusal.message, refusal.hint, refusal.stack, refusal.cause, JSON.stringify(refusal.details)].join(' ')
  assert.doesNotMatch(all, /secret|services/)
}

describe('a webhook', () => {
  it('W1 gets the message as JSON, once', () =>
    serving([says(200)], async (port, heard) => {
      await postWebhook(`https://localhost:${port}${secret}`, { text: 'v3 → production' }, here)
      assert.deepEqual(heard, [{ method: 'POST', body: '{"text":"v3 → production"}', host: `localhost:${port}` }])
    }))

  for (const [what, address] of [
    ['http', 'http://hooks.example.test/very-secret'],
    ['another protocol', 'file:///etc/very-secret'],
    ['what is no address', 'very-secret'],
  ])
    it(`W2 is called by https only, not by ${what}`, () =>
      refusedAt(postWebhook(address!, {}, here), 'webhook-refused', /https:/))
  it('W2 is called only if its certificate is trusted', () =>
    serving([says(200)], async (port, heard) => {
      const untrusted = { isAllowed: here.isAllowed!, tries: 1 }
      const posted = postWebhook(`https://localhost:${port}${secret}`, {}, untrusted)
      await refusedAt(posted, 'webhook-unreachable', /localhost could not be reached: DEPTH_ZERO_SELF_SIGNED_CERT/)
      const otherName = postWebhook(`https://other.example.test:${port}${secret}`, {}, { ...named, tries: 1 })
      await refusedAt(otherName, 'webhook-unreachable', /ERR_TLS_CERT_ALTNAME_INVALID/)
      assert.deepEqual(heard, [])
    }))

  for (const status of [301, 302, 303, 307, 308, 304])
    it(`W3 leads nowhere else, not with ${status}`, () =>
      serving([says(status, { location: `https://localhost:1${secret}` })], async (port, heard) => {
        const posted = postWebhook(`https://localhost:${port}${secret}`, {}, here)
        await refusedAt(posted, 'webhook-refused', new RegExp(`localhost answers with another address \\(${status}\\)`))
        assert.equal(heard.length, 1)
      }))

  for (const host of [
    'localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0',
    '0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::127.0.0.1]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '169.254.169.254',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '１２７.0.0.1',
  ])
    it(`W4 is not called at ${host}`, () =>
      serving([says(200)], async (port, heard) => {
        const posted = postWebhook(`https://${host}:${port}${secret}`, {}, { ca: certificate })
        await refusedAt(posted, 'webhook-refused', /no address of the public internet/)
        assert.deepEqual(heard, [])
      }))
  it('W4 is not called if one of its addresses is private, nor if it has none', () =>
    serving([says(200)], async (port, heard) => {
      for (const addresses of [['127.0.0.1', '10.0.0.1'], ['10.0.0.1', '127.0.0.1'], [], ['nonsense']]) {
        const posted = postWebhook(
          `https://hooks.example.test:${port}`,
          {},
          { ...here, resolve: async () => addresses },
        )
        await refusedAt(posted, 'webhook-refused', /hooks\.example\.test/)
      }
      assert.deepEqual(heard, [])
    }))
  it('W4 is called at the address that was looked at, whatever its name means a moment later', () =>
    serving([says(503), says(200)], async (port, heard) => {
      let asked = 0
      const resolve = async () => (asked++ ? ['10.0.0.1'] : ['127.0.0.1'])
      const posted = postWebhook(`https://hooks.example.test:${port}${secret}`, {}, { ...here, resolve })
      // The second try asks again, and is told of another.
      await refusedAt(posted, 'webhook-refused', /no address of the public internet/)
      assert.deepEqual([asked, heard.length, heard[0]!.host], [2, 1, `hooks.example.test:${port}`])
    }))

  const addresses: [string, boolean][] = [
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['0.1.2.3', false],
    ['10.0.0.1', false],
    ['100.127.255.254', false],
    ['100.128.0.1', true],
    ['127.255.255.254', false],
    ['169.254.1.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.0.0.1', false],
    ['192.0.2.1', false],
    ['198.19.0.1', false],
    ['198.51.100.1', false],
    ['203.0.113.1', false],
    ['224.0.0.1', false],
    ['240.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::8.8.8.8', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::8.8.8.8', false],
    ['100::1', false],
    ['2001::1', false],
    ['2001:db8::1', false],
    ['2002:7f00:1::', false],
    ['3fff::1', false],
    ['4000::1', false],
    ['fc00::1', false],
    ['fe80::1%eth0', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['', false],
    ['localhost', false],
    ['1.2.3', false],
  ]
  for (const [address, expected] of addresses)
    it(`W4 ${address || 'nothing'} is ${expected ? 'public' : 'not public'}`, () =>
      assert.equal(isPublic(address), expected))

  it('W5 that hangs is given up, also in the midst of an answer that said no', () =>
    serving([hangs, hangs, (response) => response.writeHead(500).write('a')], async (port, heard) => {
      const posted = postWebhook(`https://localhost:${port}${secret}`, {}, { ...here, timeout: 300, tries: 2 })
      await refusedAt(posted, 'webhook-unreachable', /localhost could not be reached: it does not answer in time/)
      assert.equal(heard.length, 2)
      const halfway = postWebhook(`https://localhost:${port}${secret}`, {}, { ...here, timeout: 300, tries: 1 })
      await refusedAt(halfway, 'webhook-unreachable', /it answers 500/)
    }))
  it('W5 whose name is never resolved is given up', () => {
    const options = { ...here, timeout: 100, tries: 1, resolve: () => new Promise<string[]>(() => {}) }
    return refusedAt(postWebhook('https://hooks.example.test/', {}, options), 'webhook-unreachable', /in time/)
  })
  for (const status of [500, 502, 503, 408, 429])
    it(`W5 that answers ${status} is called again`, () =>
      serving([says(status), says(200)], async (port, heard) => {
        await postWebhook(`https://localhost:${port}${secret}`, { n: 1 }, here)
        assert.deepEqual(
          heard.map(({ body }) => body),
          ['{"n":1}', '{"n":1}'],
        )
      }))
  it('W5 that breaks the line is called again', () =>
    serving([(response) => response.destroy(), says(204)], async (port, heard) => {
      await postWebhook(`https://localhost:${port}${secret}`, {}, here)
      assert.equal(heard.length, 2)
    }))
  for (const [asked, wait] of [
    [undefined, 0],
    ['2', 2000],
    ['0', 0],
    ['3600', 10_000],
    ['soon', 0],
    ['Thu, 01 Jan 1970 00:00:04 GMT', 3000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Fri, 02 Jan 1970 00:00:00 GMT', 10_000],
  ] as const)
    it(`W5 that asks for time by ${asked} gets ${wait} ms`, () => assert.equal(waitIn(asked, 1000), wait))
  it('W5 that stays so is given up after three tries', () =>
    serving([says(500)], async (port, heard) => {
      const posted = postWebhook(`https://localhost:${port}${secret}`, {}, here)
      await refusedAt(posted, 'webhook-unreachable', /it answers 500/)
      assert.equal(heard.length, 3)
    }))
  it('W5 that nobody answers for is unreachable', async () => {
    const posted = postWebhook(`https://localhost:${await freePort()}${secret}`, {}, { ...here, tries: 2 })
    await refusedAt(posted, 'webhook-unreachable', /ECONNREFUSED/)
  })
  for (const status of [400, 401, 403, 404, 410, 413])
    it(`W5 that answers ${status} is not called again`, () =>
      serving([says(status)], async (port, heard) => {
        const posted = postWebhook(`https://localhost:${port}${secret}`, {}, here)
        await refusedAt(posted, 'webhook-refused', new RegExp(`does not take the message \\(${status}\\)`))
        assert.equal(heard.length, 1)
      }))

  it('W6 that answers without end is not listened to for ever', () => {
    let written = 0
    const chunk = Buffer.alloc(16 * 1024, 'a')
    const endless = (response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        if (!response.destroyed) response.once('drain', more)
      }
      response.writeHead(200)
      more()
    }
    return serving([endless], async (port, heard) => {
      await postWebhook(`https://localhost:${port}${secret}`, {}, here)
      assert.equal(heard.length, 1)
      // What is not read stays in the buffers of the two machines.
      assert.ok(written < 32 * 1024 * 1024, `${written} bytes were sent`)
    })
  })
  it('W6 that has taken the message may be slow to say the rest', () =>
    serving([(response) => response.writeHead(200).write('o')], async (port, heard) => {
      await postWebhook(`https://localhost:${port}${secret}`, {}, { ...here, timeout: 500 })
      assert.equal(heard.length, 1)
    }))
  it('W6 is left alone by whoever is told to stop', () =>
    serving([hangs], async (port) => {
      const stop = new AbortController()
      const posted = postWebhook(`https://localhost:${port}${secret}`, {}, { ...here, signal: stop.signal })
      setTimeout(() => stop.abort(), 100)
      await rejects(posted, 'cancelled')
      await rejects(postWebhook(`https://localhost:${port}`, {}, { ...here, signal: stop.signal }), 'cancelled')
    }))
})

describe('the address of a webhook', () => {
  afterEach(() => delete process.env['PEDIGREE_TEST_HOOK'])
  const hook = `https://hooks.example.test${secret}`

  it('W7 comes from the environment, else from what is kept secret', async () => {
    assert.equal((await addressOfWebhook('env:PEDIGREE_TEST_HOOK', async () => hook)).href, hook)
    process.env['PEDIGREE_TEST_HOOK'] = ` ${hook}\n`
    assert.equal((await addressOfWebhook('env:PEDIGREE_TEST_HOOK', async () => 'https://other')).href, hook)
    assert.equal((await addressOfWebhook('env:PEDIGREE_TEST_HOOK')).href, hook)
  })
  for (const [what, setting, says] of [
    ['an address', hook, /not named by its address/],
    ['an address after env:', `env:${hook}`, /not named by its address/],
    ['nothing', '', /not named by its address/],
    ['a variable of another program', 'env:AWS_SECRET_ACCESS_KEY', /begin with PEDIGREE_/],
    ['a variable without a name', 'env:PEDIGREE_', /begin with PEDIGREE_/],
    ['a variable in small letters', 'env:pedigree_hook', /begin with PEDIGREE_/],
    ['two lines', 'env:PEDIGREE_TEST_HOOK\n', /not named by its address/],
    ['a variable that is not set', 'env:PEDIGREE_TEST_HOOK', /PEDIGREE_TEST_HOOK is not set/],
  ] as const)
    it(`W7 is not ${what}`, () => refusedAt(addressOfWebhook(setting), 'webhook-refused', says))
  for (const value of ['http://hooks.example.test/secret', 'secret', 'ftp://secret', 'https://'])
    it(`W7 is one of https, not ${value}`, () => {
      const found = addressOfWebhook('env:PEDIGREE_TEST_HOOK', async () => value)
      return refusedAt(found, 'webhook-refused', /PEDIGREE_TEST_HOOK holds is not the address/)
    })
})

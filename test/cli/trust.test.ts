import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Scratch } from './pedigree'

describe('a pedigree.yaml that came from somewhere', () => {
  let scratch: Scratch
  let server: Server
  let endpoint: string
  let visits = 0

  beforeEach(async () => {
    visits = 0
    server = createServer((_, response) => {
      visits++
      response.writeHead(404).end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    scratch = new Scratch()
    Object.assign(scratch.env, { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' })
    delete scratch.env['PEDIGREE_TRUST']
    names(`s3: { endpoint: "${endpoint}" }`)
  })
  afterEach(() => {
    server.close()
    scratch.remove()
  })
  const names = (settings: string) => scratch.write('pedigree.yaml', `registry: s3://team/models\n${settings}\n`)

  for (const words of [['models'], ['register', 'churn', 'model'], ['status'], ['pull', 'churn@1', 'out']])
    it(`U1 gets nothing from ${words[0]}`, async () => {
      scratch.model()
      const { code, json } = await scratch.run(...words, '--json')
      assert.equal(code, 1)
      assert.equal(json.error.code, 'registry-untrusted')
      assert.match(json.error.message, /s3:\/\/team\/models endpoint=http/)
      assert.deepEqual([json.url, json.endpoint, json.profile], ['s3://team/models', endpoint, null])
      assert.equal(visits, 0)
    })

  it('U2 is asked again when any part of it changes, and when it was taken back', async () => {
    assert.equal((await scratch.ok('trust', '--yes')).trusted, true)
    assert.notEqual((await scratch.run('models', '--json')).json.error.code, 'registry-untrusted')
    assert.ok(visits > 0)
    for (const changed of [
      `s3: { endpoint: "${endpoint}", profile: other }`,
      '',
      's3: { endpoint: "http://[::1]:1" }',
    ]) {
      names(changed)
      assert.equal((await scratch.run('models', '--json')).json.error.code, 'registry-untrusted')
    }
    names(`s3: { endpoint: "${endpoint}" }`)
    assert.equal((await scratch.ok('trust', '--revoke')).trusted, false)
    assert.equal((await scratch.run('models', '--json')).json.error.code, 'registry-untrusted')
  })

  it('U2 is not confirmed where there is nobody to ask', async () => {
    const { code, json } = await scratch.run('trust', '--json')
    assert.equal(code, 2)
    assert.match(json.error.hint, /--yes/)
    assert.equal((await scratch.run('models', '--json')).json.error.code, 'registry-untrusted')
  })

  it('U3 is confirmed by an address that is typed', async () => {
    scratch.env['AWS_ENDPOINT_URL'] = endpoint
    assert.notEqual(
      (await scratch.run('models', '--registry', 's3://team/models', '--json')).json.error.code,
      'registry-untrusted',
    )
    assert.ok(visits > 0)
  })

  for (const [told, passes] of [
    [(at: string) => `s3://team/models endpoint=${at}`, true],
    [(at: string) => `s3://other/models; s3://team/models endpoint=${at}`, true],
    [() => 's3://team/models', false],
    [(at: string) => `s3://team/models endpoint=${at} profile=ci`, false],
  ] as const)
    it(`U4 is ${passes ? '' : 'not '}confirmed by PEDIGREE_TRUST="${told('http://…')}"`, async () => {
      scratch.env['PEDIGREE_TRUST'] = told(endpoint)
      const { json } = await scratch.run('models', '--json')
      assert.equal(json.error.code !== 'registry-untrusted', passes)
      assert.equal(visits > 0, passes)
    })
})

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { run, Scratch, cli } from '../cli/pedigree'
import { type FaultyProxy, faultyProxy } from './faultyProxy'
import { anywhere, environment } from './server'

/** Two people with one bucket: Ada's line can be cut, Bo's not. */
describe('two workspaces on one bucket', () => {
  let proxy: FaultyProxy
  let ada: Scratch
  let bo: Scratch

  beforeEach(async function () {
    this.timeout(60_000)
    const direct = anywhere()
    if (!direct.endpoint?.startsWith('http:')) return this.skip()
    proxy = await faultyProxy(direct.endpoint)
    ada = new Scratch()
    bo = new Scratch()
    for (const [who, endpoint] of [
      [ada, proxy.endpoint],
      [bo, direct.endpoint],
    ] as const) {
      const { AWS_ENDPOINT_URL: _, ...credentials } = environment(direct)
      Object.assign(who.env, credentials, { CI: '' })
      await who.ok(
        'init',
        '--registry',
        direct.url,
        '--endpoint-url',
        endpoint,
        '--region',
        direct.region ?? 'us-east-1',
      )
    }
    bo.env['PEDIGREE_ACTOR'] = 'Bo <bo@example.com>'
    ada.model()
    await ada.ok('register', 'churn', 'model', '--stage', 'production')
  })
  afterEach(async () => {
    for (const who of [ada, bo]) who?.remove()
    await proxy?.close()
  })

  const offline = (...words: string[]) => ada.run(...words, '--allow-pending', '--json')
  const numbers = async (who: Scratch) =>
    // oxlint-disable-next-line typescript/no-explicit-any -- what a program would parse
    (await who.ok('versions', 'churn')).map(({ version, stage }: any) => `${version} ${stage}`)

  it('O4 what was registered and promoted without a connection lands, with its files, though the originals are gone', async () => {
    proxy.cut = true
    ada.model('second', 'two')
    const registered = await offline('register', 'churn', 'second', '--label', 'late')
    assert.deepEqual([registered.code, registered.json.version, registered.json.pending], [3, null, true])
    const { id } = registered.json
    const promoted = await offline('promote', `churn@${id.slice(0, 12)}`, 'production', '--reason', 'on the train')
    assert.deepEqual(
      [promoted.code, promoted.json.version, promoted.json.stage, promoted.json.pending],
      [3, null, 'none', true],
    )
    rmSync(ada.path('second'), { recursive: true })

    const waiting = await offline('pending')
    assert.deepEqual(
      waiting.json.map(({ operation, version, target, state }: Record<string, string>) => [
        operation,
        version,
        target,
        state,
      ]),
      [
        ['register', id, 'late', 'open'],
        ['promote', id, 'production', 'open'],
      ],
    )
    assert.equal((await offline('status')).json.pending, 2)
    const rows = (await offline('versions', 'churn')).json
    assert.deepEqual(
      rows.map(({ version, stage, pending }: Record<string, unknown>) => [version, stage, pending]),
      [
        [null, 'none', true],
        [1, 'production', false],
      ],
    )
    const shown = (await offline('show', 'churn@late')).json
    assert.deepEqual([shown.version, shown.stage, shown.pending.length], [null, 'none', 2])
    // O6: nobody is told that it is there.
    assert.equal((await offline('resolve', 'churn@production')).json.version, 1)
    assert.equal((await offline('resolve', 'churn@late')).json.error.code, 'no-such-version')
    assert.deepEqual(await numbers(bo), ['1 production'])

    proxy.cut = false
    const synced = await ada.ok('sync')
    assert.deepEqual([synced.settled, synced.pending, synced.conflicts], [2, 0, 0])
    assert.deepEqual(await numbers(bo), ['2 production', '1 archived'])
    await bo.ok('pull', 'churn@late', 'out')
    assert.deepEqual((await bo.ok('verify', '--files')).problems ?? [], [])
  }).timeout(120_000)

  it('O2 is refused where CI is set, or nobody looks', async () => {
    proxy.cut = true
    ada.model('second', 'two')
    for (const words of [['register', 'churn', 'second'], ['promote', 'churn@1', 'staging'], ['models']]) {
      const { code, json } = await ada.run(...words, '--json')
      assert.deepEqual([code, json.error.code], [1, 'store-unreachable'])
      assert.match(json.error.hint, /--allow-pending/)
    }
    assert.deepEqual((await ada.run('pending', '--no-sync', '--json')).json, [])
    assert.equal((await ada.run('resolve', 'churn@production', '--no-sync', '--json')).json.version, 1)
  }).timeout(120_000)

  for (const on of ['a terminal', 'a terminal, with CI set'])
    it(`O2 on ${on}, changes ${on.includes('CI') ? 'do not wait' : 'wait'}`, async function () {
      const script = await run('script', ['--version'])
      if (script.code !== 0) return this.skip()
      proxy.cut = true
      const env = { ...ada.env, ...(on.includes('CI') ? { CI: 'true' } : {}) }
      const line = `${process.execPath} ${cli} promote churn@1 staging --leave-empty`
      const { code, stdout } = await run('script', ['-qec', line, '/dev/null'], { cwd: ada.workspace, env })
      assert.equal(code, on.includes('CI') ? 1 : 3, stdout)
      assert.match(stdout, on.includes('CI') ? /cannot be reached/ : /pending/)
    }).timeout(120_000)

  it('O7 what somebody else made impossible is a conflict with its reason, and is tried again or dropped', async () => {
    ada.model('second', 'two')
    bo.model('third', 'three')
    await ada.ok('register', 'churn', 'second')
    proxy.cut = true
    assert.equal((await offline('promote', 'churn@2', 'production')).code, 3)
    await bo.ok('register', 'churn', 'third', '--stage', 'production')
    proxy.cut = false

    const synced = await ada.ok('sync')
    assert.deepEqual([synced.settled, synced.pending, synced.conflicts], [0, 0, 1])
    const [conflict] = await ada.ok('pending')
    assert.equal(conflict.refusal.code, 'holder-changed')
    assert.match(conflict.refusal.message, /churn@3 holds it now, put there by Bo/)
    assert.deepEqual(await numbers(bo), ['3 production', '2 none', '1 archived'])

    // Now that it is known who holds it, it may be wanted all the same.
    assert.equal((await ada.ok('pending', 'retry', conflict.id)).state, 'landed')
    assert.deepEqual(await ada.ok('pending'), [])
    assert.deepEqual(await numbers(bo), ['3 archived', '2 production', '1 archived'])

    proxy.cut = true
    assert.equal((await offline('promote', 'churn@1', 'production')).code, 3)
    await bo.ok('promote', 'churn@3', 'production')
    proxy.cut = false
    assert.equal((await ada.ok('sync')).conflicts, 1)
    const [second] = await ada.ok('pending')
    assert.deepEqual(await ada.ok('pending', 'drop', second.id.slice(0, 13)), { state: 'dropped' })
    assert.deepEqual(await ada.ok('pending'), [])
    assert.deepEqual(await numbers(bo), ['3 production', '2 archived', '1 archived'])
  }).timeout(120_000)

  it('A6 a commit that landed without an answer is there once, after a kill and a new start', async () => {
    proxy.fault = { request: /^PUT .*\/log\//, how: 'silence', times: 1 }
    const killed = run(process.execPath, [cli, 'promote', 'churn@1', 'staging', '--leave-empty'], {
      cwd: ada.workspace,
      env: ada.env,
      timeout: 4000,
      killSignal: 'SIGKILL',
    })
    assert.equal((await killed).signal, 'SIGKILL')
    proxy.fault = undefined
    const log = await ada.ok('log', 'churn')
    const moves = log.filter(({ type, to }: Record<string, unknown>) => type === 'stage.entered' && to === 'staging')
    assert.equal(moves.length, 1, JSON.stringify(log))
    assert.deepEqual(await ada.ok('pending'), [])
    assert.deepEqual(await numbers(bo), ['1 staging'])
  }).timeout(120_000)
})

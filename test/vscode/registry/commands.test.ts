import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, env, workspace } from 'vscode'
import { call } from '../call'

/** Everything with values and without a question: what tests, key bindings and other extensions use. */
describe('commands with values', () => {
  const folder = () => workspace.workspaceFolders![0]!.uri.fsPath
  const confirmed = true

  before(() => {
    mkdirSync(join(folder(), 'model'), { recursive: true })
    writeFileSync(join(folder(), 'model', 'weights.bin'), 'weights')
  })

  const register = (more: Record<string, unknown> = {}) =>
    call<{ version: number; files: { path: string }[]; record: { metrics: unknown[] } }>('registerVersion', {
      model: 'churn',
      paths: [join(folder(), 'model')],
      ...more,
    })

  it('registers, with all that the operation takes', async () => {
    const metrics = [{ name: 'f1', value: 0.9 }]
    const first = await register({ label: 'first', description: 'the first', metrics, params: { depth: 3 } })
    assert.equal(first.version, 1)
    assert.deepEqual(
      first.files.map(({ path }) => path),
      ['weights.bin'],
    )
    assert.deepEqual(first.record.metrics, metrics)
    assert.equal((await register({ stage: 'staging' })).version, 2)
  })

  it('promotes, rolls back and archives', async () => {
    const promote = (reference: string) => call('promote', { reference, stage: 'production', confirmed })
    assert.equal((await promote('churn@1'))['stage'], 'production')
    assert.equal((await promote('churn@first'))['displaced'], null)
    assert.equal((await promote('churn@latest'))['displaced'], 1)
    const values = { model: 'churn', to: 'churn@1', code: 'latency', reason: 'p99 over 80 ms', confirmed }
    assert.equal((await call('rollback', values))['version'], 1)
    const archived = await call('archive', { reference: 'churn@1', reason: 'the end', confirmed })
    assert.equal(archived['stage'], 'archived')
  })

  it('sets and removes an alias', async () => {
    assert.deepEqual((await call('setAlias', { reference: 'churn@2', alias: 'pinned' }))['aliases'], ['pinned'])
    assert.deepEqual((await call('removeAlias', { model: 'churn', alias: 'pinned' }))['aliases'], {})
  })

  it('pulls, verifies and copies', async () => {
    const dir = join(folder(), 'pulled')
    assert.equal((await call('pull', { reference: 'churn@1', dir }))['bytes'], 7)
    assert.equal(readFileSync(join(dir, 'weights.bin'), 'utf8'), 'weights')
    assert.equal((await call('verify', { files: true }))['ok'], true)
    assert.equal(await call<string>('copyReference', { reference: 'churn@2' }), 'churn@2')
    assert.equal(await env.clipboard.readText(), 'churn@2')
  })

  it('answers undefined, and throws nothing raw, when it is refused', async () => {
    assert.equal(await call('promote', { reference: 'churn@9', stage: 'staging' }), undefined)
    assert.equal(await call('promote', { reference: 'churn', stage: 'staging' }), undefined)
    assert.equal(await call('promote', { reference: 'churn@2', stage: 'stagin' }), undefined)
    assert.equal(await call('setAlias', { reference: 'churn@2', alias: 'champion' }), undefined)
    assert.equal(await call('registerVersion', { model: 'a/b', paths: ['/nowhere'] }), undefined)
    assert.equal(await call('init', { folder: folder() }), undefined)
  })

  it('syncs, and says of what waits that there is nothing', async () => {
    const [status] = await call<{ pending: number; conflicts: number }[]>('syncNow', {})
    assert.deepEqual([status?.pending, status?.conflicts], [0, 0])
    assert.equal(await call('retryPending', { id: 'x' }), undefined)
    assert.equal(await call('dropPending', { id: 'x', confirmed }), undefined)
    assert.equal(await call('trustRegistry', { folder: folder() }), undefined)
    assert.equal(await call('connect', {}), undefined)
    assert.equal(await call<string>('showVersion', { reference: 'churn@2' }), 'churn@2')
  })

  it('keeps out of the way of what it pulls over', async () => {
    const dir = join(folder(), 'taken')
    mkdirSync(dir)
    writeFileSync(join(dir, 'weights.bin'), 'something else')
    assert.equal(await call('pull', { reference: 'churn@1', dir }), undefined)
    assert.equal(readFileSync(join(dir, 'weights.bin'), 'utf8'), 'something else')
    assert.ok(!existsSync(join(dir, 'other')))
  })

  it('has every command of the manifest', async () => {
    const known = await commands.getCommands(true)
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as {
      contributes: { commands: { command: string }[] }
    }
    for (const { command } of manifest.contributes.commands) assert.ok(known.includes(command), command)
  })
})

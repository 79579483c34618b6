import assert from 'node:assert/strict'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storeUnreachable } from '../../src/core/errors'
import { commitLimit } from '../../src/core/commit'
import type { Context } from '../../src/operations/context'
import { labelVersion } from '../../src/operations/describe'
import { listVersions } from '../../src/operations/listVersions'
import { evaluateVersion } from '../../src/operations/evaluateVersion'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { pushModels } from '../../src/operations/pushModels'
import { registerVersion } from '../../src/operations/registerVersion'
import { verifyRegistry } from '../../src/operations/verifyRegistry'
import { rejects } from '../refuses'
import { Registries } from './registries'

describe('models that are pushed into a registry in use', () => {
  let all: Registries
  let ctx: Context
  let into: Context
  beforeEach(async () => {
    all = new Registries()
    ctx = await all.make('source')
    into = await all.make('target')
    await register(into, 'theirs')
    for (const word of ['one', 'two', 'three']) await register(ctx, word)
    await promoteVersion(ctx, { reference: 'churn@2', stage: 'production' })
  })
  afterEach(() => all.close())

  const register = async (there: Context, word: string, params = {}) => {
    writeFileSync(join(there.cwd, 'weights.bin'), word)
    return registerVersion(there, { model: 'churn', paths: ['weights.bin'], params, label: `rc-${word}` })
  }
  const ids = async (there: Context) => (await listVersions(there, { model: 'churn' })).map(({ id }) => id)

  it('G7 get new numbers and keep their ids and files', async () => {
    await evaluateVersion(ctx, { reference: 'churn@1', metrics: [{ name: 'f1', value: 0.9 }] })
    const pushed = await pushModels(ctx, into, ['churn', 'churn'])
    assert.deepEqual(
      pushed.versions.map(({ version, from, sent }) => [from, version, sent]),
      [
        [1, 2, true],
        [2, 3, true],
        [3, 4, true],
      ],
    )
    assert.deepEqual([pushed.evaluations, pushed.blobs.sent, pushed.labels], [1, 3, []])
    assert.deepEqual(pushed.leftBehind, { stages: 1, aliases: 1 })
    assert.deepEqual((await ids(into)).slice(0, 3), await ids(ctx))
    assert.deepEqual((await verifyRegistry(into, { files: true })).problems, [])
    const again = await pushModels(ctx, into, ['churn'])
    assert.deepEqual(
      again.versions.map(({ sent }) => sent),
      [false, false, false],
    )
    assert.deepEqual([again.evaluations, again.blobs.sent], [0, 0])
  })
  it('G7 come once when two people push them at once', async () => {
    const other = await all.use({ cwd: all.path('target') })
    const pushed = await Promise.all([into, other].map((there) => pushModels(ctx, there, ['churn'])))
    assert.deepEqual(
      pushed[0]!.versions.map(({ version }) => version),
      [2, 3, 4],
    )
    assert.deepEqual(
      pushed[1]!.versions.map(({ version }) => version),
      [2, 3, 4],
    )
    assert.equal((await ids(into)).length, 4)
  })
  it('G7 come in as many commits as they need, and go on where they were', async () => {
    for (let turn = 0; turn < 4; turn++) await register(ctx, `big-${turn}`, { long: 'x'.repeat(commitLimit / 2) })
    const before = into.index.head()!.seq
    let appends = 0
    const log: Context['log'] = {
      ...into.log,
      append: (intent) => (++appends > 2 ? Promise.reject(storeUnreachable('the test')) : into.log.append(intent)),
    }
    await rejects(pushModels(ctx, { ...into, log }, ['churn']), 'store-unreachable')
    const half = (await ids(into)).length
    assert.ok(half > 1 && half < 8)
    const { versions } = await pushModels(ctx, into, ['churn'])
    assert.equal(versions.filter(({ sent }) => sent).length, 8 - half)
    assert.deepEqual(
      versions.map(({ version }) => version),
      [2, 3, 4, 5, 6, 7, 8],
    )
    assert.ok(into.index.head()!.seq - before >= 4)
    assert.equal((await verifyRegistry(into)).ok, true)
  })
  it('G8 say which labels stay behind', async () => {
    await labelVersion(into, 'churn@1', 'rc-two')
    const { labels } = await pushModels(ctx, into, ['churn'])
    assert.deepEqual(
      labels.map(({ model, version, label, code }) => [model, version, label, code]),
      [['churn', 3, 'rc-two', 'label-taken']],
    )
  })
  it('G9 are not registered when a stored file is damaged, which is named', async () => {
    const root = join(ctx.store.address, 'blobs/sha256')
    const path = join(root, readdirSync(root)[0]!)
    const file = join(path, readdirSync(path)[0]!)
    chmodSync(file, 0o644)
    writeFileSync(file, '')
    const { message } = await rejects(pushModels(ctx, into, ['churn']), 'blob-damaged')
    assert.match(message, /weights\.bin of churn@\d/)
    assert.equal((await ids(into)).length, 1)
  })

  it('G8 are refused when the registry does not have them', async () => {
    const { hint } = await rejects(pushModels(ctx, into, ['chrun']), 'no-such-model')
    assert.match(hint, /churn/)
    await rejects(pushModels(ctx, into, ['a@b']), 'bad-model-name')
    assert.equal((await ids(into)).length, 1)
  })
  it('G8 are refused by a copy of the same registry', async () => {
    await rejects(pushModels(ctx, ctx, ['churn']), 'bad-usage')
  })
  it('G9 stop when they are told to', async () => {
    const stop = new AbortController()
    stop.abort()
    await rejects(pushModels({ ...ctx, signal: stop.signal }, into, ['churn']), 'cancelled')
    assert.equal((await ids(into)).length, 1)
  })
})

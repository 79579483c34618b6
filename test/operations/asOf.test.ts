import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { headAt } from '../../src/index/history'
import { openIndex } from '../../src/index/openIndex'
import { browseModels } from '../../src/operations/browseModels'
import { browseVersion } from '../../src/operations/browseVersion'
import type { Context } from '../../src/operations/context'
import { listVersions } from '../../src/operations/listVersions'
import { aCommit, an, bytesOf, entriesOf, start } from '../samples'
import { rejects } from '../refuses'
import { noon, writeNovember } from './november'
import { Registries } from './registries'

describe('what the editor shows of a day in the past', () => {
  const registries = new Registries()
  let ctx: Context
  before(async () => {
    const cwd = registries.path('november')
    mkdirSync(cwd)
    writeNovember(cwd)
    ctx = await registries.use({ cwd })
  })
  after(() => registries.close())

  it('I10 models stand under the policy of then', async () => {
    const policyOn = async (day: number) => (await browseModels(ctx, { at: noon(day) })).map(({ policy }) => policy)
    assert.deepEqual(
      (await policyOn(3)).map(({ gates }) => Object.keys(gates)),
      [[]],
    )
    assert.deepEqual(
      (await policyOn(14)).map(({ gates }) => Object.keys(gates)),
      [['production']],
    )
    assert.deepEqual(
      (await policyOn(20)).map(({ signers }) => Object.keys(signers)),
      [['production']],
    )
    assert.deepEqual(await policyOn(1), [])
    assert.deepEqual(await browseModels(ctx, { at: '2020-01-01T00:00:00Z' }), [])
  })
  it('I10 they come in pages, as they do now', async () => {
    assert.deepEqual(
      (await browseModels(ctx, { at: noon(21), limit: 1, offset: 1 })).map(({ model, versions }) => [model, versions]),
      [['later', 0]],
    )
    const now = await browseModels(ctx)
    assert.deepEqual(await browseModels(ctx, { at: noon(30) }), now)
    assert.deepEqual(await listVersions(ctx, { at: noon(30) }), await listVersions(ctx))
  })
  it('I10 versions are listed as they were, of a model and of all', async () => {
    const stages = async (args: { model?: string; limit?: number }) =>
      (await listVersions(ctx, { ...args, at: noon(14) })).map(({ version, stage }) => [version, stage])
    const both = [
      [2, 'none'],
      [1, 'production'],
    ]
    assert.deepEqual([await stages({}), await stages({ model: 'churn' })], [both, both])
    assert.deepEqual(await stages({ limit: 1 }), both.slice(0, 1))
    assert.deepEqual(await listVersions(ctx, { at: '2020-01-01T00:00:00Z' }), [])
    await rejects(listVersions(ctx, { at: '2020-01-01T00:00:00Z', model: 'churn' }), 'before-registry')
  })
  it('I11 a version is opened as it was', async () => {
    const { version, params } = await browseVersion(ctx, { reference: 'churn@champion', files: 1, at: noon(14) })
    assert.deepEqual([version.version, version.stage, version.label, params], [1, 'production', null, { depth: 4 }])
    const now = await browseVersion(ctx, { reference: 'churn@1', files: 1 })
    assert.deepEqual([now.version.stage, now.version.label], ['archived', 'old'])
    await rejects(browseVersion(ctx, { reference: 'churn@2', files: 1, at: noon(8) }), 'no-such-version')
  })
  it('I13 a date that is none is refused', async () => {
    await rejects(browseModels(ctx, { at: 'yesterday' }), 'bad-date')
  })

  it('I10 a commit of a forged time hides nothing before it', () => {
    const times = [0, 10, 500, 20, 30]
    const commits = times.map((seconds, seq) =>
      aCommit(seq, [an('model.created')], { at: new Date(start + seconds * 1000).toISOString() }),
    )
    const index = openIndex(':memory:')
    index.apply(entriesOf(bytesOf(commits)))
    const seqAt = (seconds: number) => headAt(index.db, new Date(start + seconds * 1000).toISOString())?.seq
    assert.deepEqual([-1, 0, 10, 15, 25, 600].map(seqAt), [undefined, 0, 1, 1, 3, 4])
    index.close()
  })
})

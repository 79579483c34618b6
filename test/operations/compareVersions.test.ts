import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import type { ErrorCode } from '../../src/core/registryError'
import type { Metric } from '../../src/core/metric'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { compareVersions } from '../../src/operations/compareVersions'
import type { Context } from '../../src/operations/context'
import { diffVersions } from '../../src/operations/diffVersions'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion, type RegisterVersion } from '../../src/operations/registerVersion'
import { putDocument } from '../../src/operations/blobs'
import { canonicalBytes } from '../../src/log/canonical'
import { syncRegistry } from '../../src/operations/syncRegistry'
import { appendCommit } from '../host/appendCommit'
import { rejects } from '../refuses'
import { an, aRecord, hex, uuid } from '../samples'
import { Registries } from './registries'

describe('comparing', () => {
  let registries: Registries
  let ctx: Context
  let folder: string

  beforeEach(async () => {
    registries = new Registries()
    ctx = await registries.make('here')
    folder = registries.path('here')
    mkdirSync(join(folder, 'model'))
  })
  afterEach(() => registries.close())

  let count = 0
  const register = (more: Partial<RegisterVersion> = {}) => {
    writeFileSync(join(folder, 'model', 'weights.bin'), `weights ${count++}`)
    return registerVersion(ctx, { model: 'churn', paths: ['model'], ...more })
  }
  const f1 = (value: number): Metric[] => [{ name: 'f1', value }]
  const names = async (columns: string[], baseline?: string) => {
    const compared = await compareVersions(ctx, { columns, baseline })
    return [compared.columns.map(({ name, isExtra }) => (isExtra ? `(${name})` : name)), compared.baseline]
  }
  const record = async (...events: Event[]) => {
    appendCommit(folder, events)
    await syncRegistry(ctx)
  }

  it('CO8 the baseline is the holder of the last stage, beside the columns or one of them', async () => {
    for (let i = 0; i < 4; i++) await register({ metrics: f1(i) })
    await promoteVersion(ctx, { reference: 'churn@2', stage: 'production' })
    assert.deepEqual(await names(['churn@3', 'churn@4']), [['(churn@2)', 'churn@3', 'churn@4'], 0])
    assert.deepEqual(await names(['churn@3', 'churn@2']), [['churn@3', 'churn@2'], 1])
    assert.deepEqual(await names(['churn@4']), [['(churn@2)', 'churn@4'], 0])
    assert.deepEqual(await names(['churn@3', 'churn@4'], 'churn@4'), [['churn@3', 'churn@4'], 1])
    assert.deepEqual(await names(['churn@3', 'churn@4'], 'churn@1'), [['(churn@1)', 'churn@3', 'churn@4'], 0])
    assert.deepEqual(await names(['churn@4', 'churn@latest', 'churn@3']), [['(churn@2)', 'churn@4', 'churn@3'], 0])
  })
  it('CO8 else the first parent, else the first column', async () => {
    await register()
    await register({ parents: [{ reference: 'churn@1', relation: 'retrained-from' }] })
    await register()
    assert.deepEqual(await names(['churn@2', 'churn@3']), [['(churn@1)', 'churn@2', 'churn@3'], 0])
    assert.deepEqual(await names(['churn@3', 'churn@2']), [['churn@3', 'churn@2'], 0])
    assert.deepEqual(await names(['churn@3']), [['churn@3'], 0])
    await promoteVersion(ctx, { reference: 'churn@2', stage: 'production' })
    assert.deepEqual(await names(['churn@2']), [['(churn@1)', 'churn@2'], 0])
  })
  it('CO8 a parent that is nowhere is none', async () => {
    await register({ parents: [] })
    const { record: told, id } = await register()
    const lost = { ...told, parents: [{ version: hex('gone'), model: 'churn', relation: 'fine-tuned-from' as const }] }
    await record(
      an('version.registered', {
        model: 'churn',
        version: hex('orphan'),
        number: 3,
        record: { ...lost, uuid: told.uuid },
      }),
    )
    assert.deepEqual(await names(['churn@3', 'churn@2']), [['churn@3', 'churn@2'], 0])
    assert.ok(id)
  })
  it('CO12 a run is compared as a version is', async () => {
    await register({ metrics: f1(0.8), params: { depth: 4 } })
    await record(an('run.recorded', { run: 'night-1', name: 'nightly', params: { depth: 5 }, metrics: f1(0.9) }))
    const compared = await compareVersions(ctx, { columns: ['churn@1', 'run:night-1'] })
    assert.deepEqual(
      compared.columns.map(({ name, kind }) => [name, kind]),
      [
        ['churn@1', 'version'],
        ['nightly', 'run'],
      ],
    )
    assert.deepEqual(compared.params, [{ name: 'depth', values: ['4', '5'], same: false }])
    assert.equal(compared.metrics[0]!.changes[1]!.verdict, 'better')
    const refused = (column: string, code: ErrorCode) =>
      rejects(compareVersions(ctx, { columns: ['churn@1', column] }), code)
    assert.match((await refused('run:night-2', 'no-such-run')).hint, /Did you mean "run:night-1"/)
    await refused('churn@9', 'no-such-version')
    await refused('run:', 'bad-reference')
  })
  it('CO13 curves are those of the runs, one metric at a time', async () => {
    await register({ run: 'night-1' })
    await register({ run: 'night-2' })
    await register({ run: 'unheard-of' })
    const history = (metrics: object) => putDocument(ctx, Buffer.from(JSON.stringify({ v: 1, metrics })))
    const long = Array.from({ length: 30_000 }, (_, step) => [step, Math.sin(step)])
    const [first, second] = [
      await history({
        loss: [
          [0, 1],
          [1, 'NaN'],
        ],
        acc: long,
      }),
      await history({ loss: [[0, 2]] }),
    ]
    await record(
      an('run.recorded', { run: 'night-1', history: first }),
      an('run.recorded', { run: 'night-2', history: second }),
    )
    const columns = ['churn@1', 'churn@2', 'churn@3']
    const { curves } = await compareVersions(ctx, { columns })
    assert.deepEqual(curves, {
      metrics: ['loss', 'acc'],
      metric: 'loss',
      curves: [
        { steps: [0, 1], values: [1, null], count: 2, best: 1 },
        { steps: [0], values: [2], count: 1, best: 2 },
        null,
      ],
      problems: [],
    })
    const { curves: other } = await compareVersions(ctx, { columns, curve: 'acc' })
    assert.deepEqual(
      [other.metric, other.curves[0]!.count, other.curves[0]!.steps.length, other.curves[1]],
      ['acc', 30_000, 10_000, null],
    )
    assert.equal((await compareVersions(ctx, { columns, curve: 'no such' })).curves.metric, 'loss')
  })
  it('CO13 the best of a curve is that of all its steps, in the direction that the policy says', async () => {
    await register({ run: 'night-1' })
    const points = Array.from({ length: 30_000 }, (_, step) => [step, step === 17_001 ? -0.001 : step % 2])
    const metrics = { score: points, loss: points }
    const history = await putDocument(ctx, Buffer.from(JSON.stringify({ v: 1, metrics })))
    await record(an('run.recorded', { run: 'night-1', history }))
    const best = async (curve: string) =>
      (await compareVersions(ctx, { columns: ['churn@1'], curve })).curves.curves[0]!.best
    assert.deepEqual([await best('score'), await best('loss')], [1, -0.001])
    writeFileSync(join(folder, 'pedigree.yaml'), 'models: { churn: { metrics: { score: lower, loss: higher } } }\n')
    await applyPolicy(ctx)
    assert.deepEqual([await best('score'), await best('loss')], [-0.001, 1])
  })
  it('CO14 a history that is missing or damaged keeps nothing else from being shown', async () => {
    await register({ run: 'gone', metrics: f1(1) })
    await register({ run: 'odd', metrics: f1(2) })
    const odd = await putDocument(ctx, Buffer.from('{"v":1,"metrics":{"loss":[["a","b"]]}}'))
    await record(
      an('run.recorded', { run: 'gone', history: hex('gone') }),
      an('run.recorded', { run: 'odd', history: odd }),
    )
    const { curves, metrics } = await compareVersions(ctx, { columns: ['churn@1', 'churn@2'] })
    assert.equal(metrics.length, 1)
    assert.deepEqual(curves.metrics, [])
    assert.match(curves.problems.toSorted().join('\n'), /churn@1 cannot be read: .*\n.*churn@2 is not of the shape/)
  })
  it('CO14 nor does a long list of files', async () => {
    await register({ metrics: f1(1) })
    const { record: told } = await register()
    const { files: _, ...rest } = told
    const fileList = { sha256: hex('nowhere'), size: 1, count: 2000, bytes: 1 }
    await record(
      an('version.registered', { model: 'churn', version: hex('long'), number: 3, record: { ...rest, fileList } }),
    )
    const { metrics, files, problems } = await compareVersions(ctx, { columns: ['churn@1', 'churn@3'] })
    assert.deepEqual([metrics.length, files], [1, []])
    assert.match(problems.join(), /^The list of the files of churn@3 cannot be read: /)
  })
  it('CO15 tells the commits between, as far as the workspace has them, and only when git may be asked', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder })
    const commit = (message: string) =>
      git(
        '-c',
        'user.name=Ada',
        '-c',
        'user.email=ada@example.com',
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        message,
      )
    git('init', '--quiet', '--initial-branch=main')
    git('remote', 'add', 'origin', 'https://github.com/telco/churn.git')
    commit('Start')
    await register()
    commit('Deepen the trees')
    commit('Say "why"')
    await register()
    git('checkout', '--quiet', '-b', 'other', 'HEAD~1')
    commit('Go another way')
    await register()
    const columns = ['churn@1', 'churn@2', 'churn@3']
    const { commits } = await compareVersions(ctx, { columns, baseline: 'churn@2', mayAskGit: true })
    assert.deepEqual(
      commits.map((between) => between && [between.ahead, between.behind, between.first.map(({ subject }) => subject)]),
      [[0, 2, []], null, [1, 1, ['Go another way']]],
    )
    assert.match(commits[0]!.link!, /^https:\/\/github\.com\/telco\/churn\/compare\/[0-9a-f]{40}\.\.\.[0-9a-f]{40}$/)
    const { commits: unasked } = await compareVersions(ctx, { columns, baseline: 'churn@2' })
    assert.deepEqual([unasked[0]!.isKnown, unasked[0]!.link], [false, commits[0]!.link])
    // What lies between two commits stays so: git is not asked again.
    renameSync(join(folder, '.git'), join(folder, 'git'))
    const again = await compareVersions(ctx, { columns, baseline: 'churn@2', mayAskGit: true })
    assert.deepEqual(again.commits, commits)
    const other = await compareVersions(ctx, { columns, baseline: 'churn@1', mayAskGit: true })
    assert.equal(other.commits[1]!.isKnown, false)
  })
  it('CO16 diff and the page say the same', async () => {
    const metrics = [
      ...f1(0.5),
      { name: 'f1', value: 0.7, dataset: 'b' },
      { name: 'ms', value: 1 / 3, slice: 'region=EU' },
    ]
    await register({ metrics, params: { depth: 1 } })
    await register({ metrics: [...f1(0.75), { name: 'ms', value: 2 / 3, slice: 'region=EU' }], params: { depth: 2 } })
    const references = ['churn@1', 'churn@2']
    const [page, told] = [
      await compareVersions(ctx, { columns: references, baseline: 'churn@1' }),
      await diffVersions(ctx, references),
    ]
    assert.deepEqual(
      page.metrics.map(({ label, values, same }) => ({ name: label, values: values.map((one) => one?.value), same })),
      told.metrics,
    )
    assert.equal(page.summary, told.summary)
    assert.deepEqual(
      told.metrics.map(({ name }) => name),
      ['f1 on data without a name', 'f1 on b', 'ms/region=EU'],
    )
    assert.deepEqual(
      page.params.map(({ same }) => same),
      told.params.map(({ same }) => same),
    )
  })
  it('lists all files that differ, and of the others as many as there is room for', async () => {
    await register()
    const shards = Array.from({ length: 5200 }, (_, i) => ({ path: `shard-${i}`, size: 1, sha256: hex(i) }))
    for (const number of [2, 3]) {
      const weights = { path: 'weights.bin', size: 1, sha256: hex(`weights ${number}`) }
      const list = canonicalBytes([...shards, weights])
      const sha256 = await putDocument(ctx, list)
      const fileList = { sha256, size: list.length, count: 5201, bytes: 5201 }
      const { files: _, ...rest } = aRecord({ uuid: uuid(number) })
      await record(
        an('version.registered', { model: 'churn', number, version: hex(number), record: { ...rest, fileList } }),
      )
    }
    const { files, unlisted } = await compareVersions(ctx, { columns: ['churn@2', 'churn@3'] })
    assert.deepEqual(
      [files.length, unlisted, files.filter(({ same }) => !same).map(({ name }) => name)],
      [5000, 201, ['weights.bin']],
    )
  })
})

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import type { Event } from '../../src/core/event'
import { browseVersion } from '../../src/operations/browseVersion'
import type { Context } from '../../src/operations/context'
import { traceLineage, type TraceLineage } from '../../src/operations/traceLineage'
import { branches, childOf, madeOf, manyVersions, writeRegistry } from '../host/lineageRegistry'
import { rejects } from '../refuses'
import { an, hex, start, uuid } from '../samples'
import { Registries } from './registries'

describe('tracing a lineage', () => {
  const registries = new Registries()
  const open = async (name: string, commits: readonly (readonly Event[])[]): Promise<Context> => {
    const cwd = registries.path(name)
    mkdirSync(cwd)
    writeRegistry(cwd, commits)
    return registries.use({ cwd })
  }
  let ctx: Context
  before(async () => (ctx = await open('branches', branches)))
  after(() => registries.close())

  const labels = (ids: readonly { id: string; label: string; kind: string }[]) =>
    ids.map(({ kind, label }) => `${kind} ${label}`).toSorted()
  const trace = async (args: TraceLineage, from = ctx) => {
    const traced = await traceLineage(from, args)
    const label = new Map(traced.nodes.map(({ id, label }) => [id, label]))
    const edges = traced.edges.map(({ from, to, relation }) => `${label.get(from)} ${relation} ${label.get(to)}`)
    return { ...traced, labels: labels(traced.nodes), edges: edges.toSorted(), raw: traced.edges }
  }
  const bert = `bert@${hex('bert@9').slice(0, 8)}`
  const [one, two] = [1, 2].map((number) => hex(`commit ${number}`).slice(0, 8))

  it('LI1 tells what a version was made of, what was made of it, and where that is', async () => {
    const { labels, edges, focus, change } = await trace({ reference: 'churn@2', depth: 1 })
    assert.deepEqual(labels, [
      `code ${two}`,
      'dataset customers',
      'stage production',
      ...['version churn@1', 'version churn@2', 'version churn@4'],
    ])
    assert.deepEqual(
      edges,
      [
        `${two} built-from churn@2`,
        'churn@1 retrained-from churn@2',
        'churn@2 in production',
        'churn@2 merged-from churn@4',
        'churn@4 gets-traffic production',
        'customers trained-on churn@2',
      ].toSorted(),
    )
    assert.deepEqual([focus.version, focus.node, change], [2, `version:${hex('churn@2')}`, null])
  })
  it('LI2 follows ancestors and descendants to a depth, and leaves out who is related by the side', async () => {
    const near = await trace({ reference: 'churn@2' })
    assert.ok(!near.labels.includes('version churn@3'))
    for (const label of [`version ${bert}`, 'version tiny@1', `run sweep 7`, 'stage staging', 'deployment prod-eu'])
      assert.ok(near.labels.includes(label), label)
    const first = await trace({ reference: 'churn@1', depth: 1000 })
    assert.ok(first.labels.includes('version tiny@1') && first.labels.includes('version churn@3'))
  })
  it('LI3 counts who is not shown, and shows them when asked', async () => {
    const parent = `version:${hex('churn@1')}`
    const hidden = (traced: Awaited<ReturnType<typeof trace>>) => traced.nodes.find(({ id }) => id === parent)?.hidden
    const near = await trace({ reference: 'churn@2', depth: 1 })
    // Data, code, a run and a parent; another child, and an environment.
    assert.deepEqual(hidden(near), { before: 4, after: 2 })
    const more = await trace({ reference: 'churn@2', depth: 1, expanded: [{ id: parent, side: 'after' }] })
    assert.ok(more.labels.includes('version churn@3') && more.labels.includes('deployment prod-eu'))
    assert.deepEqual(hidden(more), { before: 1, after: 0 })
  })
  it('LI3 what went into thousands is told by number, and the newest first', async () => {
    const many = await open('many', manyVersions(120))
    const all = { id: 'dataset:md5:everything', side: 'after' as const }
    const count = async (...expanded: (typeof all)[]) => {
      const { nodes } = await traceLineage(many, { reference: 'ranker@60', depth: 1, expanded })
      return [
        nodes.filter(({ kind }) => kind === 'version').length,
        nodes.find(({ id }) => id === all.id)?.hidden.after,
      ]
    }
    const [few, rest] = await count()
    assert.equal(few! + rest!, 120)
    const [more, less] = await count(all)
    assert.deepEqual([more! - few!, rest! - less!], [24, 24])
    const [most] = await count(all, all)
    assert.equal(most! - few!, 48)
  })
  it('LI3 who is in a stage can be asked for', async () => {
    const stage = 'stage:churn@production'
    const { labels } = await trace({ reference: 'churn@4', depth: 1, expanded: [{ id: stage, side: 'before' }] })
    assert.ok(labels.includes('version churn@2'))
  })
  it('LI3 what is none, or is not there, expands nothing', async () => {
    const plain = await trace({ reference: 'churn@1', depth: 1 })
    const ids = ['nonsense', 'version:none', 'dataset:', 'stage:x', 'deployment:churn@prod-eu']
    const odd = await trace({ reference: 'churn@1', depth: 1, expanded: ids.map((id) => ({ id, side: 'before' })) })
    assert.deepEqual(odd.labels, plain.labels)
  })
  it('LI4 data is the same by its digest, and changes to code are told on the edge', async () => {
    const { nodes, raw } = await trace({ reference: 'churn@1', depth: 1000 })
    assert.equal(nodes.filter(({ kind, id }) => kind === 'dataset' && id === 'dataset:md5:2').length, 1)
    assert.deepEqual(
      raw
        .filter(({ relation }) => relation === 'built-from')
        .map(({ dirty }) => dirty ?? false)
        .toSorted(),
      [false, false, true],
    )
    assert.ok(nodes.some(({ id }) => id === `code:${hex('commit 1').slice(0, 40)}`) && one)
  })
  it('LI5 a parent that nobody registered says so, and so does a run that nobody recorded', async () => {
    const { nodes } = await trace({ reference: 'churn@1' })
    const missing = nodes.find(({ label }) => label === bert)
    assert.ok(missing?.kind === 'version' && missing.facts.isMissing && missing.facts.version === null)
    const lonely = await open('lonely', [
      [
        an('registry.created', { registry: uuid('lonely') }),
        an('model.created'),
        madeOf('churn', 1, { run: 'nobody knows' }),
      ],
    ])
    const run = (await trace({ reference: 'churn@1' }, lonely)).nodes.find(({ kind }) => kind === 'run')
    assert.ok(run?.kind === 'run' && !run.facts.isRecorded && run.label === 'nobody knows')
  })
  it('LI6 circles in damaged data end', async () => {
    const round = await open('round', [
      [an('registry.created', { registry: uuid('round') }), an('model.created')],
      ...[1, 2, 3].map((number) => [
        madeOf('churn', number, { parents: [childOf('churn', (number % 3) + 1), childOf('churn', number)] }),
      ]),
    ])
    const { labels, edges } = await trace({ reference: 'churn@1', depth: 1000 }, round)
    assert.deepEqual(labels, ['version churn@1', 'version churn@2', 'version churn@3'])
    assert.equal(edges.length, 3)
  })
  it('LI7 as of a date nothing later counts', async () => {
    const at = (seq: number) => new Date(start + seq * 1000 + 500).toISOString()
    const then = await trace({ reference: 'churn@1', depth: 1000, at: at(3) })
    assert.deepEqual(
      then.labels.filter((label) => !/^(dataset|code|run)/.test(label)),
      [`version ${bert}`, 'version churn@1', 'version churn@2'],
    )
    const later = await trace({ reference: 'churn@2', depth: 1, at: at(5) })
    assert.ok(!later.labels.includes('stage production') && later.labels.includes('version churn@4'))
    assert.deepEqual(
      (await trace({ reference: 'churn@2', depth: 1, at: at(60) })).labels,
      (await trace({ reference: 'churn@2', depth: 1 })).labels,
    )
    await rejects(traceLineage(ctx, { reference: 'churn@4', at: at(3) }), 'no-such-version')
    await rejects(traceLineage(ctx, { reference: 'churn@1', at: '2020-01-01T00:00:00Z' }), 'before-registry')
  })
  it('LI7 as of a date a run is what was recorded of it until then', async () => {
    const run = (status: string) => an('run.recorded', { run: 'run-1', name: 'sweep', status })
    const runs = await open('runs', [
      [an('registry.created', { registry: uuid('runs') }), an('model.created')],
      [run('running'), madeOf('churn', 1, { run: 'run-1' })],
      [run('finished')],
    ])
    const told = async (at?: string) => {
      const { nodes } = await traceLineage(runs, { reference: 'churn@1', at })
      return nodes.flatMap((node) => (node.kind === 'run' ? [node.label, node.facts.status] : []))
    }
    assert.deepEqual(await told(new Date(start + 1500).toISOString()), ['sweep', 'running'])
    assert.deepEqual(await told(), ['sweep', 'finished'])
  })
  it('LI8 there are so many nodes at most', async () => {
    const huge = await open('huge', manyVersions(4000))
    const { nodes, edges } = await traceLineage(huge, { reference: 'ranker@1', depth: 1000 })
    assert.equal(nodes.length, 5000)
    const ids = new Set(nodes.map(({ id }) => id))
    assert.equal(ids.size, 5000)
    for (const { from, to } of edges) assert.ok(ids.has(from) && ids.has(to))
  })
  it('LI8 the nearest are shown, on either side and of every kind', async () => {
    const long = await open('long', [
      [an('registry.created', { registry: uuid('long') }), an('model.created')],
      ...Array.from({ length: 12 }, (_, lot) =>
        Array.from({ length: 500 }, (_, i) => {
          const number = lot * 500 + i + 1
          const data = [{ name: 'day', digest: `md5:${number}` }]
          return madeOf('churn', number, { data, parents: number > 1 ? [childOf('churn', number - 1)] : [] })
        }),
      ),
    ])
    const { nodes } = await traceLineage(long, { reference: 'churn@5900', depth: 1000 })
    const ids = new Set(nodes.map(({ id }) => id))
    assert.equal(ids.size, 5000)
    for (const number of [5899, 5900, 5901, 6000]) {
      assert.ok(ids.has(`version:${hex(`churn@${number}`)}`), `churn@${number}`)
      assert.ok(ids.has(`dataset:md5:${number}`), `its data, ${number}`)
    }
  }).timeout(60_000)

  const along = async (from: string, to: string) => {
    const traced = await traceLineage(ctx, { reference: 'churn@1', depth: 1000, edge: { from, to } })
    return traced.change
  }
  it('LI11 tells what changed between versions', async () => {
    const change = await along(`version:${hex('churn@1')}`, `version:${hex('churn@2')}`)
    assert.ok(change?.kind === 'version')
    assert.deepEqual(change.parts.params, [{ name: 'depth', before: 4, after: 6 }])
    assert.deepEqual(
      change.metrics.map(({ name, verdict }) => [name, verdict]),
      [
        ['f1', 'better'],
        ['loss', 'unknown'],
      ],
    )
  })
  it('LI11 tells what else data went into, and that files differed from the commit', async () => {
    assert.deepEqual(await along('dataset:md5:2', `version:${hex('churn@2')}`), {
      ...{ kind: 'use', dirty: false, others: 1, versions: [{ model: 'churn', version: 3 }] },
    })
    const code = await along(`code:${hex('commit 2').slice(0, 40)}`, `version:${hex('churn@2')}`)
    assert.ok(code?.kind === 'use' && code.dirty)
  })
  it('LI11 tells how a version came where it is', async () => {
    const entered = await along(`version:${hex('churn@2')}`, 'stage:churn@production')
    assert.ok(entered?.kind === 'stage')
    assert.deepEqual([entered.by, entered.reason, entered.percent], ['Ada', 'better f1', null])
    const share = await along(`version:${hex('churn@4')}`, 'stage:churn@production')
    assert.ok(share?.kind === 'stage')
    assert.deepEqual([share.percent, share.previous], [5, { model: 'churn', version: 2 }])
    const runs = await along(`version:${hex('churn@1')}`, 'deployment:churn@prod-eu')
    assert.ok(runs?.kind === 'deployment')
    assert.deepEqual([runs.by, runs.expected], ['Ada', { model: 'churn', version: 2 }])
  })
  it('LI11 tells whether an environment runs what it should as its drift does', async () => {
    const of = (number: number) => ({ version: hex(`churn@${number}`) })
    const serving = await open('serving', [
      [an('registry.created', { registry: uuid('serving') }), an('model.created')],
      [madeOf('churn', 1), madeOf('churn', 2)],
      [an('stage.entered', { ...of(1), to: 'production', from: 'none' })],
      [an('rollout.set', { ...of(2), stage: 'production', percent: 5 })],
      [an('deployment.reported', { ...of(2), environment: 'canary' })],
      [an('stage.entered', { ...of(1), to: 'archived', from: 'production', kind: 'archive' })],
    ])
    const told = async (seq: number) => {
      const edge = { from: `version:${hex('churn@2')}`, to: 'deployment:churn@canary' }
      const at = new Date(start + seq * 1000 + 500).toISOString()
      const { change } = await traceLineage(serving, { reference: 'churn@2', at, edge })
      assert.ok(change?.kind === 'deployment')
      return [change.drifts, change.expected]
    }
    // The candidate of a rollout may run; where nothing is in the stage, and nothing is rolled out, nothing should.
    assert.deepEqual(await told(4), [false, null])
    assert.deepEqual(await told(5), [true, null])
  })
  it('LI11 of what there is not nothing is told', async () => {
    assert.equal(await along('version:a', 'version:b'), null)
    assert.equal(await along(`version:${hex('bert@9')}`, `version:${hex('churn@1')}`), null)
  })

  it('LI5 a version that is opened names its parents by their numbers, where there are any', async () => {
    const parents = async (reference: string) =>
      (await browseVersion(ctx, { reference, files: 0 })).parents.map(({ model, number }) => [model, number])
    assert.deepEqual([await parents('churn@2'), await parents('churn@1')], [[['churn', 1]], [['bert', null]]])
  })
})

import { join } from 'node:path'
import { RegistryError } from '../../src/core/registryError'
import type { Context } from '../../src/operations/context'
import { browseLog } from '../../src/operations/browseLog'
import { browseModels } from '../../src/operations/browseModels'
import { browseVersion } from '../../src/operations/browseVersion'
import { browseVersions } from '../../src/operations/browseVersions'
import { comparePolicy } from '../../src/operations/comparePolicy'
import { diffVersions } from '../../src/operations/diffVersions'
import { lastEntries } from '../../src/operations/lastEntries'
import { listLog } from '../../src/operations/listLog'
import { listModels } from '../../src/operations/listModels'
import { listVersions } from '../../src/operations/listVersions'
import { openContext } from '../../src/operations/openContext'
import { read } from '../../src/operations/read'
import { registryStatus } from '../../src/operations/registryStatus'
import { resolveReference } from '../../src/operations/resolveReference'
import { showModel } from '../../src/operations/showModel'
import { showVersion } from '../../src/operations/showVersion'
import { stateAt } from '../../src/operations/stateAt'
import { traceLineage } from '../../src/operations/traceLineage'
import { threadedHasher } from '../../src/operations/threadedHasher'
import { traceTimeline } from '../../src/operations/traceTimeline'
import { random } from '../demo/random'
import { projectRoot } from '../host/projectRoot'
import { benchWorkspace, bigSize } from './bigWorkspace'
import { type Measured, milliseconds, percentile, timed, worked } from './measured'
import { modelNameOf, timeOf, versionCounts, versionIdOf } from './sampleLog'

const budget = 20
const counts = versionCounts(bigSize)
const largest = modelNameOf(0)

/** What is behind the rows of the tree, the pages and `search`. */
export async function querying(): Promise<Measured[]> {
  const { folder, env } = await benchWorkspace(bigSize)
  Object.assign(process.env, env)
  const ctx = await openContext({
    cwd: folder,
    client: 'pedigree/bench',
    files: threadedHasher(join(projectRoot, 'dist', 'fileWorker.js'), 1),
    onWarning: (message) => console.error(message),
  })
  try {
    const rows: Measured[] = []
    for (const [what, query, turns] of queries(ctx)) rows.push(await measure(what, query, turns))
    return rows
  } finally {
    await ctx.close()
  }
}

async function measure(what: string, query: () => unknown, turns = 60): Promise<Measured> {
  const times: number[] = []
  const work: number[] = []
  for (let turn = 0; turn < turns; turn++) work.push(await worked(async () => times.push(await timed(query))))
  const p95 = percentile(times, 95)
  const measured = `p50 ${milliseconds(percentile(times, 50))}, p95 ${milliseconds(p95)} (CPU ${milliseconds(percentile(work, 95))})`
  return { what, measured, budget: `p95 ≤ ${budget} ms`, within: p95 <= budget }
}

type Query = [what: string, query: () => unknown, turns?: number]

function queries(ctx: Context): Query[] {
  const chance = random(11)
  const below = (end: number) => Math.floor(chance() * end)
  /** Not the few large ones. */
  const anyModel = () => 11 + below(bigSize.models - 11)
  const aVersion = (index = anyModel()) => [modelNameOf(index), 1 + below(counts[index]!)] as const
  const reference = () => aVersion().join('@')
  const resolve = (text: () => string) => () => read(ctx, (db) => resolveReference(db, text()))
  const search =
    (filter: () => string, page = {}) =>
    () =>
      listVersions(ctx, { filter: filter(), limit: 100, ...page })
  const champion = () => `metrics.f1 > ${(0.9 + chance() / 10).toFixed(3)} AND stage = 'production'`
  /** Most models and versions are there by half of the time; what is not is refused, which takes as long. */
  const past = (query: (at: string) => Promise<unknown>) => () =>
    query(timeOf(70_000 + below(70_000))).catch((error: unknown) => {
      if (!(error instanceof RegistryError)) throw error
    })
  return [
    ['tree: first 500 models', () => browseModels(ctx, { limit: 500 })],
    ['tree: versions of a model', () => browseVersions(ctx, { model: modelNameOf(anyModel()), limit: 100 })],
    ['tree: first 200 of 5,000 versions', () => browseVersions(ctx, { model: largest, limit: 200 })],
    ['tree: a version opened', () => browseVersion(ctx, { reference: reference(), files: 100 })],
    [
      'tree: an early version of the largest model opened',
      () => browseVersion(ctx, { reference: `${largest}@${1 + below(50)}`, files: 100 }),
    ],
    ['tree: days to go back to', () => lastEntries(ctx, { limit: 12 }), 30],
    ['tree: the policy of pedigree.yaml', () => comparePolicy(ctx)],
    ['a model before a promotion', () => showModel(ctx, { model: modelNameOf(anyModel()) })],
    ['the largest model before a promotion', () => showModel(ctx, { model: largest })],
    ['status of the registry', () => registryStatus(ctx)],
    ['100 models, anywhere', () => listModels(ctx, { limit: 100, offset: below(9900) })],
    ['models with a filter', () => listModels(ctx, { filter: champion(), limit: 100 })],
    ['newest 100 versions of all', () => listVersions(ctx, { limit: 100 })],
    ['search: metric and stage', search(champion)],
    ['search: a metric half of all pass', search(() => 'metrics.f1 > 0.75')],
    [
      'search: 4 filters, metrics and tags',
      search(() => `metrics.f1 > 0.8 AND metrics.latency_p99_ms < 50 AND tags.team = 'risk' AND params.depth >= 6`),
    ],
    ['search: tags and OR', search(() => `tags.framework = 'jax' AND (stage = 'production' OR stage = 'staging')`)],
    [
      'search: a slice, NOT, a date',
      search(() => `metrics."f1/region=EU" > 0.95 AND NOT stage = 'archived' AND at > '2025-01-01'`),
    ],
    [
      'search: names LIKE, an author',
      search(() => `model LIKE 'churn%' AND author = 'Ada' AND metrics.accuracy > 0.9`),
    ],
    ['search: nothing passes', search(() => 'metrics.f1 > 2')],
    [
      'search: within the largest model',
      () => listVersions(ctx, { model: largest, filter: 'metrics.f1 > 0.9', limit: 100 }),
    ],
    ['show', () => showVersion(ctx, reference())],
    ['show, of the largest model', () => showVersion(ctx, aVersion(0).join('@'))],
    ['lineage, 2 steps', () => traceLineage(ctx, { reference: reference() })],
    ['lineage in the largest model, 2 steps', () => traceLineage(ctx, { reference: aVersion(0).join('@') })],
    ['lineage at a date, 2 steps', past((at) => traceLineage(ctx, { reference: reference(), at }))],
    ['diff of two', () => diffVersions(ctx, [reference(), reference()])],
    ['reference by number', resolve(reference)],
    ['reference by stage', resolve(() => `${largest}@production`)],
    ['reference by alias', resolve(() => `${largest}@champion`)],
    ['reference by label', resolve(() => `${largest}@rc-${5 * (1 + below(900))}`)],
    ['reference by id', resolve(() => `${largest}@${versionIdOf(largest, 1 + below(5000)).slice(0, 12)}`)],
    ['reference mistyped', () => resolve(() => `chrun-${below(9)}@1`)().catch(() => {}), 30],
    ['state at a date, of one model', past((at) => stateAt(ctx, at, modelNameOf(anyModel())))],
    ['state at a date, of the largest', past((at) => stateAt(ctx, at, largest))],
    ['show at a date', past((at) => showVersion(ctx, reference(), at))],
    ['show at a date, production of the largest', past((at) => showVersion(ctx, `${largest}@production`, at))],
    ['show now, production of the largest', () => showVersion(ctx, `${largest}@production`)],
    ['tree at a date: 100 of 5,000 versions', past((at) => listVersions(ctx, { model: largest, at, limit: 100 }))],
    [
      'tree at a date: the last 100 of 5,000 versions',
      () => listVersions(ctx, { model: largest, at: timeOf(140_000), limit: 100, offset: 4900 }),
    ],
    ['tree at a date: 200 models, anywhere', past((at) => browseModels(ctx, { at, limit: 200, offset: below(9800) }))],
    ['tree at a date: the first 200 models', past((at) => browseModels(ctx, { at, limit: 200 }))],
    ['tree at a date: a version opened', past((at) => browseVersion(ctx, { reference: reference(), files: 100, at }))],
    ['newest 100 versions of all, at a date', past((at) => listVersions(ctx, { at, limit: 100 }))],
    ['activity: the newest 50 events', () => browseLog(ctx, { limit: 51 })],
    ['activity: the newest 800', () => browseLog(ctx, { limit: 801 }), 20],
    ['timeline of a model', () => traceTimeline(ctx, { model: modelNameOf(anyModel()) })],
    ['timeline of the largest model', () => traceTimeline(ctx, { model: largest })],
    ['log of a model', () => listLog(ctx, { model: modelNameOf(anyModel()) })],
    ['last 100 events of all', () => listLog(ctx, { last: 100 })],
  ]
}

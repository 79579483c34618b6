import { readSlice } from '../gate/slices'
import type { Metric } from '../metric'
import type { DatasetRef } from '../record'
import type { CardFacts } from './card'

interface Result {
  task: Record<string, unknown>
  dataset: Record<string, unknown>
  metrics: Record<string, unknown>[]
}

/**
 * The `model-index` of a front matter with the metrics of the record: one result for each dataset, and for each slice.
 * What was there before stays, but for values of metrics that the record has. A value that is no list stays alone.
 */
export function modelIndex(stated: unknown, task: unknown, facts: CardFacts): unknown {
  const ours = resultsOf(typeof task === 'string' && task ? task : 'other', facts)
  const isNone = stated === undefined || stated === null
  if (!ours.length || !(isNone || Array.isArray(stated))) return stated
  const [first, ...rest] = isNone ? [] : (stated as unknown[])
  const theirs = isRecord(first) ? first : {}
  const results = Array.isArray(theirs['results']) ? (theirs['results'] as unknown[]) : []
  return [{ name: facts.model, ...theirs, results: [...withoutOurs(results, ours), ...ours] }, ...rest]
}

function resultsOf(task: string, facts: CardFacts): Result[] {
  const known = new Map<string, DatasetRef>()
  for (const dataset of facts.data.toReversed())
    for (const key of [dataset.digest, dataset.name]) if (key) known.set(key, dataset)
  const groups = new Map<string, Result>()
  const overall = facts.metrics.filter(({ slice }) => slice === undefined)
  for (const metric of [...overall, ...facts.metrics.filter(({ slice }) => slice !== undefined)]) {
    const dataset = datasetOf(metric, known)
    const key = JSON.stringify([dataset, metric.slice])
    const result = groups.get(key) ?? { task: { type: task }, dataset, metrics: [] }
    groups.set(key, result)
    result.metrics.push(metricOf(metric))
  }
  return [...groups.values()]
}

function datasetOf({ dataset, slice }: Metric, all: ReadonlyMap<string, DatasetRef>): Record<string, unknown> {
  const known = dataset === undefined ? undefined : all.get(dataset)
  const name = known?.name ?? dataset ?? 'unspecified'
  return {
    name: slice === undefined ? name : `${name} (${slice})`,
    type: typeOf(name),
    ...(known?.digest ? { revision: known.digest } : {}),
    ...(slice === undefined ? {} : { args: argsOf(slice) }),
  }
}

function argsOf(slice: string): Record<string, string> {
  const { pairs } = readSlice(slice)
  return pairs.length && pairs.every(([key]) => key) ? Object.fromEntries(pairs) : { slice }
}

function metricOf({ name, value, interval, n }: Metric): Record<string, unknown> {
  const args = {
    ...(interval ? { confidence_interval: interval } : {}),
    ...(n === undefined ? {} : { sample_size: n }),
  }
  return { type: typeOf(name), value, name, ...(Object.keys(args).length ? { args } : {}) }
}

/** As the ids of the Hub are written. */
const typeOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\-./]+/gu, '_') || 'unspecified'

/** Results without metrics of which the record has a value; what is of no such shape stays. */
function withoutOurs(results: readonly unknown[], ours: readonly Result[]): unknown[] {
  const keys = new Set(
    ours.flatMap(({ task, dataset, metrics }) => metrics.map((metric) => keyOf(task, dataset, metric))),
  )
  return results.flatMap((result) => {
    if (!isRecord(result) || !Array.isArray(result['metrics'])) return [result]
    const before = result['metrics'] as unknown[]
    const metrics = before.filter((metric) => !keys.has(keyOf(result['task'], result['dataset'], metric)))
    if (metrics.length === before.length) return [result]
    return metrics.length ? [{ ...result, metrics }] : []
  })
}

function keyOf(task: unknown, dataset: unknown, metric: unknown): string {
  const of = (value: unknown, key: string) => (isRecord(value) ? (value[key] ?? null) : null)
  return JSON.stringify([
    of(task, 'type'),
    ...['name', 'type'].map((key) => of(dataset, key)),
    ...['config', 'split'].map((key) => of(dataset, key)),
    of(metric, 'type'),
    of(metric, 'name'),
  ])
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

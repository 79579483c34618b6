import { type Direction, directionFor } from '../gate/directions'
import { digestsOf, isDigest, shortened } from '../gate/measurements'
import { readSlice } from '../gate/slices'
import { type Metric, metricLabel } from '../metric'
import type { VersionRecord } from '../record'
import { type Change, changesIn, isBetter, type Measurement } from './change'

/** A column of a comparison, as far as metrics are concerned. */
export interface Measured {
  metrics: readonly Metric[]
  record: Pick<VersionRecord, 'data'>
}

/** One metric of one part of one dataset, in every column; null where a column lacks it. */
export interface MetricRow {
  name: string
  slice: string | null
  dataset: string | null
  /** The above in one line; the dataset is named where there are namesakes. */
  label: string
  /** Is there the same of another dataset? */
  hasNamesake: boolean
  direction: Direction
  /** Does neither the policy nor the name say which values are better? */
  isAssumed: boolean
  values: (Measurement | null)[]
  /** Against the baseline: null for itself, and where one of both lacks it. */
  changes: (Change | null)[]
  /** The columns with the best value; empty where all are alike, or were not measured on the same data. */
  best: number[]
  same: boolean
}

/** The metrics of all columns, in the order of their labels: values of all the data before those of its parts. */
export function metricRows(
  columns: readonly Measured[],
  baseline: number,
  directions: Readonly<Record<string, Direction>>,
): MetricRow[] {
  const found = new Map<string, Found>()
  const parts = new Map<string, string>()
  const partOf = (slice: string): string => {
    const part = parts.get(slice) ?? readSlice(slice).part
    parts.set(slice, part)
    return part
  }
  for (const [at, column] of columns.entries()) gather(found, column, { at, count: columns.length, partOf })
  const told = new Map<string, number>()
  for (const { metric } of found.values()) told.set(metricLabel(metric), (told.get(metricLabel(metric)) ?? 0) + 1)
  return [...found.values()]
    .map(({ metric, values }) => {
      const { name, slice, dataset } = metric
      const short = metricLabel(metric)
      const hasNamesake = told.get(short)! > 1
      const label = hasNamesake ? `${short} on ${datasetName(dataset)}` : short
      const { direction, isAssumed } = directionFor(directions, name)
      return {
        ...{ name, slice: slice ?? null, dataset: dataset ?? null, label, hasNamesake, direction, isAssumed, values },
        changes: changesIn(values, baseline, direction),
        best: isOneData(values) ? bestOf(values, direction) : [],
        same: values.every((value) => value?.value === values[0]?.value) && isOneData(values),
      }
    })
    .sort(inOrder)
}

const datasetName = (dataset: string | undefined): string =>
  dataset === undefined ? 'data without a name' : shortened(dataset)

interface Found {
  metric: Pick<Metric, 'name' | 'slice' | 'dataset'>
  values: (Measurement | null)[]
}

/** A dataset that one column tells by digest and another by name is one where a record says so. */
function gather(
  found: Map<string, Found>,
  { metrics, record }: Measured,
  { at, count, partOf }: { at: number; count: number; partOf: (slice: string) => string },
): void {
  const digests = digestsOf(record.data)
  const names = new Map([...digests].map(([name, digest]) => [digest, name]))
  for (const { name, slice, dataset: written, value, interval, n } of metrics) {
    const dataset = names.get(written ?? '') ?? written
    const key = JSON.stringify([name, partOf(slice ?? ''), dataset])
    const row = found.get(key) ?? {
      metric: { name, ...(slice ? { slice } : {}), ...(dataset === undefined ? {} : { dataset }) },
      values: Array.from({ length: count }, () => null),
    }
    found.set(key, row)
    const digest = dataset === undefined ? undefined : isDigest(dataset) ? dataset : digests.get(dataset)
    row.values[at] = {
      value,
      ...(interval ? { interval } : {}),
      ...(n === undefined ? {} : { n }),
      ...(digest === undefined ? {} : { digest }),
    }
  }
}

/** As far as it is known. */
const isOneData = (values: readonly (Measurement | null)[]): boolean =>
  new Set(values.flatMap((value) => value?.digest ?? [])).size < 2

function bestOf(values: readonly (Measurement | null)[], direction: Direction): number[] {
  const numbers = values.map((value) => (value ? Number(value.value) : Number.NaN))
  const known = numbers.filter((number) => !Number.isNaN(number))
  if (known.length < 2) return []
  const best = known.reduce((a, b) => (isBetter(b, a, direction) ? b : a))
  return known.every((number) => number === best) ? [] : numbers.flatMap((number, i) => (number === best ? [i] : []))
}

const inOrder = (a: MetricRow, b: MetricRow): number =>
  compare(a.name, b.name) || compare(a.slice ?? '', b.slice ?? '') || compare(a.dataset ?? '', b.dataset ?? '')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

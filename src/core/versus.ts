import { type MetricRow, metricRows } from './compare/metricRows'
import { diff } from './diff'
import type { Direction } from './gate/directions'
import type { Metric, MetricValue } from './metric'
import type { VersionRecord } from './record'

/** How a version does beside another one, in short: its main metrics, and how many other things differ. */
export interface Versus {
  /** Of all the data, those that a gate asks for first; at most `listed`. */
  metrics: VersusMetric[]
  /** How many more there are of all the data. */
  more: number
  /** Of all metrics. */
  whole: Tally
  /** Of all slices. */
  slices: Tally
  differing: VersusPart[]
}

export type Verdict = 'better' | 'worse' | 'same' | 'incomparable' | 'new' | 'gone'

export interface VersusMetric {
  name: string
  dataset: string | null
  value: MetricValue | null
  base: MetricValue | null
  direction: Direction
  /** Neither the policy nor its name says which values are better. */
  isAssumed: boolean
  verdict: Verdict
  /** Does the gate ask for it? */
  isAsked: boolean
}

export interface Tally {
  better: number
  worse: number
  same: number
  /** Not measured on both sides, or on other data. */
  other: number
}

export interface VersusPart {
  part: 'params' | 'data' | 'code' | 'environment' | 'signature' | 'files'
  /** null where they differ, and only the store knows in how many. */
  differ: number | null
  of: number | null
}

/** How many metrics are listed. */
const listed = 10

export interface Side {
  record: VersionRecord
  metrics: readonly Metric[]
}

export interface VersusTerms {
  directions: Readonly<Record<string, Direction>>
  /** The metrics that the gate asks for. */
  asked: readonly string[]
}

export function versus(candidate: Side, base: Side, { directions, asked }: VersusTerms): Versus {
  const compared = metricRows([candidate, base], 1, directions).map((row) => ({
    slice: row.slice,
    metric: versusMetric(row, asked),
  }))
  const whole = compared.filter(({ slice }) => slice === null).map(({ metric }) => metric)
  const sorted = whole.toSorted(
    (a, b) => Number(b.isAsked) - Number(a.isAsked) || Number(isOneSided(a)) - Number(isOneSided(b)),
  )
  const slices = compared.filter(({ slice }) => slice !== null).map(({ metric }) => metric)
  return {
    metrics: sorted.slice(0, listed),
    more: Math.max(0, sorted.length - listed),
    whole: tally(whole),
    slices: tally(slices),
    differing: differing(candidate.record, base.record),
  }
}

const isOneSided = ({ verdict }: VersusMetric) => verdict === 'new' || verdict === 'gone'

function versusMetric({ name, dataset, direction, isAssumed, ...row }: MetricRow, asked: readonly string[]) {
  const [mine, other] = row.values
  const verdict: Verdict = row.changes[0]?.verdict ?? (mine ? 'new' : 'gone')
  return {
    ...{ name, dataset, value: mine?.value ?? null, base: other?.value ?? null },
    ...{ direction, isAssumed, verdict, isAsked: asked.includes(name) },
  }
}

function tally(metrics: readonly VersusMetric[]): Tally {
  const count = { better: 0, worse: 0, same: 0, other: 0 }
  for (const { verdict } of metrics) {
    if (verdict === 'better' || verdict === 'worse' || verdict === 'same') count[verdict]++
    else count.other++
  }
  return count
}

function differing(ours: VersionRecord, theirs: VersionRecord): VersusPart[] {
  const table = diff(
    [ours, theirs].map((record) => ({ record, metrics: [] })),
    [],
  )
  const parts = (['params', 'data', 'code', 'environment', 'signature'] as const).map((part) => ({
    part,
    differ: table[part].filter(({ same }) => !same).length,
    of: table[part].length,
  }))
  // A long list of files is kept apart from the record.
  const isLong = Boolean(ours.fileList ?? theirs.fileList)
  const files = isLong
    ? { part: 'files' as const, differ: ours.digest === theirs.digest ? 0 : null, of: null }
    : { part: 'files' as const, differ: table.files.filter(({ same }) => !same).length, of: table.files.length }
  return [...parts, files]
}

import type { MetricValue } from '../metric'
import type { RuleOf } from '../policy/policyDocument'
import type { Direction } from './directions'
import { isAcross, isOfSlices, readSlice } from './slices'
import { rounded } from './words'

/** How what a rule looks at stood in versions, in their order. */
export interface RuleSeries {
  /** `worst` of several slices or datasets, `gap` between slices. */
  of: 'value' | 'worst' | 'gap'
  points: SeriesPoint[]
  /** What is asked for. */
  bounds: SeriesBound[]
}

export interface SeriesPoint {
  version: number
  /** null where it was not measured. */
  value: MetricValue | null
  /** Has it held the stage? */
  held: boolean
}

export interface SeriesBound {
  value: number
  is: 'min' | 'max'
  /** The version that it comes from; absent where the policy says it. */
  of?: number
}

/** One value of one metric of a version. */
export interface SeriesRow {
  version: number
  /** '' is all of the data. */
  slice: string
  /** A digest or a name; '' where it is not known. */
  dataset: string
  value: MetricValue
}

export interface SeriesVersion {
  version: number
  held: boolean
}

/** What a metric rule looks at: its worst value, where there are several. */
export function metricSeries(
  rule: RuleOf<'metric'>,
  direction: Direction,
  versions: readonly SeriesVersion[],
  rows: readonly SeriesRow[],
): RuleSeries {
  const pattern = readSlice(rule.slices ?? '')
  const groups = grouped(rows, (slice) => isOfSlices(slice, pattern))
  const { min, max } = rule
  return {
    of: [...groups.values()].some(({ length }) => length > 1) ? 'worst' : 'value',
    points: versions.map((version) => ({
      ...version,
      value: worstOf(numbers(groups.get(version.version)), direction),
    })),
    bounds: [
      ...(min === undefined ? [] : [{ value: min, is: 'min' as const }]),
      ...(max === undefined ? [] : [{ value: max, is: 'max' as const }]),
    ],
  }
}

/** How far the slices of a key were apart; of several datasets, where they were furthest. */
export function paritySeries(
  { across, maxGap }: RuleOf<'parity'>,
  versions: readonly SeriesVersion[],
  rows: readonly SeriesRow[],
): RuleSeries {
  const groups = grouped(rows, (slice) => isAcross(slice, across))
  const widest = (version: number) => {
    const measured = groups.get(version) ?? []
    const gaps = [...new Set(measured.map(({ dataset }) => dataset))].flatMap(
      (name) => gapOf(numbers(measured.filter(({ dataset }) => dataset === name))) ?? [],
    )
    return worstOf(gaps, 'lower')
  }
  return {
    of: 'gap',
    points: versions.map((version) => ({ ...version, value: widest(version.version) })),
    bounds: [{ value: maxGap, is: 'max' }],
  }
}

function grouped(
  rows: readonly SeriesRow[],
  isMeant: (slice: ReturnType<typeof readSlice>) => boolean,
): Map<number, SeriesRow[]> {
  // There are far fewer slices than rows.
  const meant = new Map<string, boolean>()
  const groups = new Map<number, SeriesRow[]>()
  for (const row of rows) {
    const { version, slice } = row
    let isOne = meant.get(slice)
    if (isOne === undefined) meant.set(slice, (isOne = isMeant(readSlice(slice))))
    if (!isOne) continue
    const group = groups.get(version)
    if (group) group.push(row)
    else groups.set(version, [row])
  }
  return groups
}

const numbers = (rows: readonly SeriesRow[] = []): number[] => rows.map(({ value }) => Number(value))

function worstOf(values: readonly number[], direction: Direction): MetricValue | null {
  if (!values.length) return null
  if (values.some((value) => Number.isNaN(value))) return 'NaN'
  return said(values.reduce((a, b) => (direction === 'higher' ? Math.min(a, b) : Math.max(a, b))))
}

function gapOf(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  return rounded(high - low)
}

/** JSON has no NaN and no infinities. */
function said(value: number): MetricValue {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity'
}

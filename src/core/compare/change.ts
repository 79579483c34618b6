import type { Direction } from '../gate/directions'
import { rounded } from '../gate/words'
import type { Metric } from '../metric'

/** What was found of a metric in one column. */
export interface Measurement extends Pick<Metric, 'value' | 'interval' | 'n'> {
  /** Of the dataset it was measured on, where the record knows it. */
  digest?: string
}

/** How a value does against the baseline's. */
export interface Change {
  verdict: 'better' | 'worse' | 'same' | 'incomparable'
  /** Value less baseline; null where one of them is not finite, or it would not be. */
  by: number | null
  /** The same as a share of the baseline's size; null where that is 0 as well. */
  share: number | null
  /** Is it no more than what both are uncertain by? */
  isUncertain: boolean
}

/** `value` against `base`; NaN is worse than any number, and what was measured on other data is not comparable. */
export function changeOf(value: Measurement, base: Measurement, direction: Direction): Change {
  const isOtherData = value.digest !== undefined && base.digest !== undefined && value.digest !== base.digest
  const by = finite(Number(value.value) - Number(base.value))
  const size = Math.abs(Number(base.value))
  const share = by === null || size === 0 ? null : finite(by / size)
  const verdict = isOtherData ? 'incomparable' : verdictOf(Number(value.value), Number(base.value), direction)
  const isUncertain = (verdict === 'better' || verdict === 'worse') && isWithinIntervals(value, base)
  return { verdict, by, share, isUncertain }
}

/** How each column does against one of them: null for that one itself, and where one of both lacks a value. */
export function changesIn(
  values: readonly (Measurement | null)[],
  baseline: number,
  direction: Direction,
): (Change | null)[] {
  const base = values[baseline] ?? null
  return values.map((value, i) => (i === baseline || !value || !base ? null : changeOf(value, base, direction)))
}

/** Is the first value better than the second? NaN never is. */
export const isBetter = (value: number, other: number, direction: Direction): boolean =>
  Number.isNaN(other) ? !Number.isNaN(value) : direction === 'higher' ? value > other : value < other

function verdictOf(value: number, base: number, direction: Direction): Change['verdict'] {
  if (isBetter(value, base, direction)) return 'better'
  return isBetter(base, value, direction) ? 'worse' : 'same'
}

/** Do the intervals of both meet; or, where only one has any, is the other value within it? */
function isWithinIntervals(value: Measurement, base: Measurement): boolean {
  if (!value.interval && !base.interval) return false
  const [a, b] = [value, base].map(
    ({ value: own, interval }) => interval ?? { lower: Number(own), upper: Number(own) },
  ) as [Bounds, Bounds]
  return a.lower <= b.upper && b.lower <= a.upper
}
type Bounds = { lower: number; upper: number }

const finite = (number: number): number | null => (Number.isFinite(number) ? rounded(number) : null)

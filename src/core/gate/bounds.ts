import type { RuleOf } from '../policy/policyDocument'
import type { Direction } from './directions'
import { rounded, shown } from './words'

/** The worst value that is still allowed where a baseline has `base`; exactly `base` without a tolerance. */
export function boundOf(base: number, tolerance: RuleOf<'metric'>['tolerance'], direction: Direction): number {
  const room =
    typeof tolerance === 'string' ? (Number(tolerance.slice(0, -1)) / 100) * Math.abs(base) : (tolerance ?? 0)
  return direction === 'higher' ? base - room : base + room
}

export const isWithin = (value: number, bound: number, direction: Direction): boolean =>
  direction === 'higher' ? value >= bound : value <= bound

/** Does it miss a bound only by what a subtraction adds to it? Without a tolerance nothing is subtracted. */
export const isForgiven = (value: number, base: number, bound: number, direction: Direction): boolean =>
  bound !== base && isWithin(value, rounded(bound), direction)

/** As boundOf, with what is forgiven: it is missed by exactly those values that fail. */
export function loosest(base: number, tolerance: RuleOf<'metric'>['tolerance'], direction: Direction): number {
  const bound = boundOf(base, tolerance, direction)
  if (bound === base) return bound
  return direction === 'higher' ? Math.min(bound, rounded(bound)) : Math.max(bound, rounded(bound))
}

/** `at most 0.01 less is allowed`, `more is not allowed`. */
export function allowance(bound: number, tolerance: RuleOf<'metric'>['tolerance'], direction: Direction): string {
  const worse = direction === 'higher' ? 'less' : 'more'
  if (hasNone(tolerance)) return `${worse} is not allowed`
  return typeof tolerance === 'string'
    ? `at most ${tolerance} ${worse}, ${shown(bound)}, is allowed`
    : `at most ${tolerance} ${worse} is allowed`
}

/** `not less than production (fraud@6) by more than 0.01`. */
export function asksFor(label: string, tolerance: RuleOf<'metric'>['tolerance'], direction: Direction): string {
  const worse = direction === 'higher' ? 'less' : 'more'
  return `not ${worse} than ${label}${hasNone(tolerance) ? '' : ` by more than ${tolerance}`}`
}

const hasNone = (tolerance: RuleOf<'metric'>['tolerance']): boolean => Number.parseFloat(String(tolerance ?? 0)) === 0

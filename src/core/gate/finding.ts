import type { RuleOf } from '../policy/policyDocument'
import { type Ask, type Compared, compare, type Rival, type Terms } from './comparison'
import type { Measured } from './measurements'
import type { RulePart } from './report'
import { shown } from './words'

/** What a metric rule found of one value, or of one that is missing. */
export interface Finding {
  part: RulePart
  /** `recall of region=EU is 0.87 in fraud@7`. */
  found: () => string
  /** What it was held to: all of it where it passed, what it misses where it failed. */
  asks: readonly Pick<Ask, 'clause'>[]
  shortfall: number
  /** NaN where there is none. */
  value: number
  label: string
}

/** Holds one value against all that is asked; `siblings` are all values of the candidate for its slice. */
export function findingOf(
  value: Measured,
  siblings: readonly Measured[],
  { min, max }: RuleOf<'metric'>,
  rivals: readonly Rival[],
  terms: Terms,
): Finding {
  const compared: Compared[] = []
  for (const rival of rivals) compared.push(...compare(value, siblings, rival, terms))
  const asks = Number.isFinite(value.value) ? boundAsks(value.value, min, max).concat(compared) : [notFinite]
  const missed = asks.filter(({ passed }) => !passed)
  const actual = shown(
    value.value,
    asks.map(({ number }) => number),
  )
  const baseline = compared.length ? compared.map(({ baseline }) => baseline).join(', ') : undefined
  return {
    part: partOf(value, !missed.length, actual, baseline),
    found: () => `${value.label} is ${actual} in ${terms.name}`,
    asks: missed.length ? missed : asks,
    shortfall: missed.reduce((most, { shortfall }) => Math.max(most, shortfall), 0),
    value: value.value,
    label: value.label,
  }
}

/** Slices that a rival has and the candidate has not, on any dataset. */
export function missingParts(rival: Rival, ours: ReadonlyMap<string, unknown>, name: string): Finding[] {
  return [...rival.parts]
    .filter(([part]) => !ours.has(part))
    .flatMap(([, bases]) => bases)
    .map((base) => {
      const baseline = shown(base.value)
      return {
        part: partOf(base, false, 'not measured', baseline),
        found: () => `${base.label} was not measured for ${name}`,
        asks: [{ clause: () => `${rival.label} has ${baseline} there` }],
        shortfall: Infinity,
        value: Number.NaN,
        label: base.label,
      }
    })
}

export const worstFirst = (a: Finding, b: Finding): number =>
  a.shortfall === b.shortfall ? 0 : a.shortfall < b.shortfall ? 1 : -1

export const clausesOf = ({ asks }: Finding): string => asks.map(({ clause }) => clause()).join(', and ')

/** Of many, the three that are worst. */
export function told(failing: readonly Finding[]): string[] {
  const rest = failing.length - 3
  return [
    ...failing.slice(0, 3).map((finding) => `${finding.found()}, but ${clausesOf(finding)}.`),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'fails' : 'fail'} as well.`] : []),
  ]
}

/** One of the parts of a result: there may be thousands. */
export function partOf({ written, dataset }: Measured, passed: boolean, actual: string, baseline?: string): RulePart {
  const part: RulePart = { passed, actual }
  if (written !== undefined) part.slice = written
  if (dataset !== undefined) part.dataset = dataset
  if (baseline !== undefined) part.baseline = baseline
  return part
}

const notFinite: Ask = {
  clause: () => 'a finite number is asked for',
  passed: false,
  shortfall: Infinity,
  number: Number.NaN,
}

function boundAsks(value: number, min: number | undefined, max: number | undefined): Ask[] {
  const ask = (words: string, bound: number, shortfall: number): Ask => ({
    clause: () => `${words} ${shown(bound, [value])} is asked for`,
    passed: shortfall <= 0,
    shortfall,
    number: bound,
  })
  const asks: Ask[] = []
  if (min !== undefined) asks.push(ask('at least', min, min - value))
  if (max !== undefined) asks.push(ask('at most', max, value - max))
  return asks
}

import type { RuleOf } from '../policy/policyDocument'
import { allowance, boundOf, isForgiven, isWithin } from './bounds'
import type { Direction } from './directions'
import { byPart, datasetText, isSameDataset, type Measured, selected } from './measurements'
import type { Opponents } from './opponents'
import type { Asked } from './outcome'
import { listed, shown } from './words'

/** A baseline, and what it has of what a rule looks at. */
export interface Rival {
  label: string
  /** As a person knows it: `fraud@6`. */
  name: string
  values: readonly Measured[]
  /** By slice. */
  parts: ReadonlyMap<string, readonly Measured[]>
}

export interface Terms extends Pick<RuleOf<'metric'>, 'tolerance' | 'anyDataset'> {
  direction: Direction
  /** The candidate. */
  name: string
}

/** What is asked of one value. */
export interface Ask {
  /** `production (fraud@6) has 0.912 there and at most 0.01 less is allowed`; a function, as few are ever told. */
  clause: () => string
  passed: boolean
  /** By how much it misses what is allowed; infinite where nothing can be compared. */
  shortfall: number
  /** The bound, from which the value has to be told apart. */
  number: number
}

/** How one value of the candidate does against one rival. */
export interface Compared extends Ask {
  /** What it was compared with: `0.912`. */
  baseline: string
}

export const rivalsOf = ({ measurements }: Asked, { others }: Opponents, rule: RuleOf<'metric'>): readonly Rival[] =>
  others.map(({ label, baseline }) => {
    const values = selected(measurements(baseline.version, rule.metric), rule)
    return { label, name: baseline.name, values, parts: byPart(values) }
  })

/**
 * Compares `value` with what a rival has of the same slice; `siblings` are all values of the candidate there.
 * Empty where the rival has not this slice, or has it on other datasets of the candidate only.
 */
export function compare(
  value: Measured,
  siblings: readonly Measured[],
  rival: Rival,
  terms: Terms,
): readonly Compared[] {
  const there = rival.parts.get(value.slice.part)
  if (!there) return []
  const same = there.filter((base) => isSameDataset(value, base))
  if (same.length) return same.map((base) => comparedWith(value, base, rival, terms))
  if (terms.anyDataset) return [comparedWith(value, bestOf(there, terms.direction), rival, terms)]
  return haveOneInCommon(siblings, there) ? [] : [incomparable(value, siblings, there, rival, terms)]
}

const haveOneInCommon = (ours: readonly Measured[], theirs: readonly Measured[]): boolean =>
  ours.some((value) => theirs.some((base) => isSameDataset(value, base)))

/** Those that `compare` has nothing to say about. */
export const uncompared = (
  ours: ReadonlyMap<string, readonly Measured[]>,
  { parts }: Rival,
  { anyDataset }: Terms,
): readonly Measured[] =>
  [...ours].flatMap(([part, values]) => {
    const there = parts.get(part)
    if (!there) return values
    if (anyDataset || !haveOneInCommon(values, there)) return []
    return values.filter((value) => !there.some((base) => isSameDataset(value, base)))
  })

function comparedWith(value: Measured, base: Measured, { label }: Rival, terms: Terms): Compared {
  const { tolerance, direction } = terms
  const baseline = shown(base.value, [value.value])
  const has = () => {
    const elsewhere = isSameDataset(value, base) ? '' : ` (its best, measured on ${datasetText(base)})`
    const there = value.slice.part === '' && value.dataset === undefined ? '' : ' there'
    return `${label} has ${baseline}${there}${elsewhere}`
  }
  if (!Number.isFinite(base.value))
    return {
      clause: () => `${has()}, with which nothing can be compared`,
      baseline,
      passed: false,
      shortfall: Infinity,
      number: Number.NaN,
    }
  const bound = boundOf(base.value, tolerance, direction)
  return {
    clause: () => `${has()} and ${allowance(bound, tolerance, direction)}`,
    baseline,
    passed: isWithin(value.value, bound, direction) || isForgiven(value.value, base.value, bound, direction),
    shortfall: Math.abs(bound - value.value),
    number: bound,
  }
}

function incomparable(
  value: Measured,
  siblings: readonly Measured[],
  there: readonly Measured[],
  { label }: Rival,
  { name }: Terms,
): Compared {
  const [ours, theirs] = [siblings, there].map((values) => listed([...new Set(values.map(datasetText))]))
  const where = value.slice.part === '' ? '' : ' there'
  return {
    clause: () =>
      `${label} was measured on ${theirs}${where} and ${name} on ${ours}, so they are not comparable; ` +
      'evaluate both on the same dataset, or write anyDataset: true into the rule',
    baseline: `${there.map((base) => shown(base.value)).join(', ')} on ${theirs}: not comparable`,
    passed: false,
    shortfall: Infinity,
    number: Number.NaN,
  }
}

/** Where datasets make no difference: the best of what a baseline has, so that it does not matter which came last. */
function bestOf(values: readonly Measured[], direction: Direction): Measured {
  const better = (a: Measured, b: Measured) => (isWithin(b.value, a.value, direction) ? b : a)
  const finite = values.filter(({ value }) => Number.isFinite(value))
  return (finite.length ? finite : values).reduce(better)
}

import type { RuleOf } from '../policy/policyDocument'
import { partOf } from './finding'
import { datasetText, isOnDataset, type Measured } from './measurements'
import { noMetric } from './noMetric'
import type { Asked, Outcome } from './outcome'
import type { RulePart } from './report'
import { isAcross } from './slices'
import { counted, rounded, shown } from './words'

interface Spread {
  passed: boolean
  /** `0.08`, or why there is none. */
  actual: string
  sentence: string
  parts: RulePart[]
}

/** How far the slices of one key are apart, on each dataset. */
export function parityRule(asked: Asked, rule: RuleOf<'parity'>): Outcome {
  const { parity: metric, across, dataset, maxGap } = rule
  const values = asked
    .measurements(asked.facts.candidate, metric)
    .filter((value) => isAcross(value.slice, across) && (dataset === undefined || isOnDataset(value, dataset)))
  const expected = `at most ${shown(maxGap)} between any two of ${across}=*`
  if (!values.length) {
    const message = noMetric(asked, metric, { slices: `${across}=*`, dataset })
    return { passed: false, expected, actual: 'not measured', message }
  }
  const spreads = [...byDataset(values).values()].map((group) => spreadOf(group, rule, asked.name))
  const failing = spreads.filter(({ passed }) => !passed)
  const said = failing.length ? failing : spreads
  return {
    passed: !failing.length,
    expected,
    actual: said.map(({ actual }) => actual).join('; '),
    message: said.map(({ sentence }) => sentence).join(' '),
    parts: spreads.flatMap(({ parts }) => parts),
  }
}

function spreadOf(values: readonly Measured[], { parity, across, maxGap }: RuleOf<'parity'>, name: string): Spread {
  const odd = values.find(({ value }) => !Number.isFinite(value))
  const slices = new Set(values.map(({ slice }) => slice.part))
  const lowest = values.reduce((a, b) => (b.value < a.value ? b : a))
  const highest = values.reduce((a, b) => (b.value > a.value ? b : a))
  const exact = highest.value - lowest.value
  const gap = Math.min(exact, rounded(exact))
  const isClose = gap <= maxGap
  const parts = (isFine: (value: Measured) => boolean) =>
    values.map((value) => partOf(value, isFine(value), shown(value.value)))
  if (odd)
    return {
      passed: false,
      actual: shown(odd.value),
      sentence: `${odd.label} is ${shown(odd.value)} in ${name}, but a finite number is asked for.`,
      parts: parts(({ value }) => Number.isFinite(value)),
    }
  if (slices.size < 2)
    return {
      passed: false,
      actual: `only ${counted(slices.size, 'slice')}`,
      sentence: `${name} has ${parity} for ${lowest.written} only${on(lowest)}, and there is nothing to compare it with; two slices of ${across} are needed.`,
      parts: parts(() => false),
    }
  return {
    passed: isClose,
    actual: shown(gap, [maxGap]),
    sentence:
      `${parity} of ${name} goes from ${shown(lowest.value, [highest.value])} (${lowest.written}) to ` +
      `${shown(highest.value, [lowest.value])} (${highest.written})${on(lowest)}, a gap of ${shown(gap, [maxGap])}` +
      `${isClose ? '; ' : ', but '}at most ${shown(maxGap, [gap])} is allowed.`,
    parts: parts((value) => isClose || (value !== lowest && value !== highest)),
  }
}

const on = (value: Measured): string => (value.dataset === undefined ? '' : ` on ${datasetText(value)}`)

function byDataset(values: readonly Measured[]): ReadonlyMap<string, readonly Measured[]> {
  const groups = new Map<string, Measured[]>()
  for (const value of values) {
    const key = value.digest ?? value.dataset ?? ''
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

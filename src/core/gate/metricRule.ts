import type { RuleOf } from '../policy/policyDocument'
import { asksFor } from './bounds'
import { type Rival, rivalsOf, type Terms, uncompared } from './comparison'
import { directionFor } from './directions'
import { byPart, type Measured, selected } from './measurements'
import { clausesOf, type Finding, findingOf, missingParts, told, worstFirst } from './finding'
import { noMetric } from './noMetric'
import { type Opponents, opponentsOf } from './opponents'
import type { Asked, Outcome } from './outcome'
import { counted, listed, shown, typed } from './words'

/** Bounds, and a comparison with baselines, over slices if it says so. */
export function metricRule(asked: Asked, rule: RuleOf<'metric'>): Outcome {
  const { facts, name } = asked
  const { direction, isAssumed } = directionFor(facts.directions, rule.metric)
  const opponents: Opponents = rule.against === undefined ? { others: [], notes: [] } : opponentsOf(asked, rule.against)
  const rivals = rivalsOf(asked, opponents, rule)
  const terms: Terms = { ...rule, direction, name }
  const asks = asksOf(rule, rivals, terms)
  const expected = `${asks}${rule.slices === undefined ? '' : ` for each of ${rule.slices}`}`
  const baseline = rivals.length ? { baseline: listed(rivals.map(({ label }) => label)) } : {}
  const values = selected(asked.measurements(facts.candidate, rule.metric), rule)
  if (!values.length)
    return { passed: false, expected, actual: 'not measured', ...baseline, message: noMetric(asked, rule.metric, rule) }

  const groups = byPart(values)
  const lacking = rivals.filter((rival) => !rival.values.length)
  const findings = [
    ...values.map((value) => findingOf(value, groups.get(value.slice.part)!, rule, rivals, terms)),
    ...rivals.flatMap((rival) => missingParts(rival, groups, name)),
  ]
  const failing = findings.filter(({ part }) => !part.passed).sort(worstFirst)
  const passed = !failing.length && !lacking.length
  const notes = [
    ...opponents.notes,
    ...rivals.flatMap((rival) => onlyHere(rival, groups, terms)),
    ...(rivals.length && isAssumed ? [`Higher ${rule.metric} is assumed to be better; the policy does not say.`] : []),
  ]
  const sentences = [...lacking.map((rival) => nothingThere(rival, rule)), ...told(failing)]
  return {
    passed,
    expected,
    actual: actualOf(findings, failing),
    ...(rivals.length ? { baseline: baselineOf(findings, rivals) } : {}),
    message: [...(passed ? [holds(findings, rule, asks, name)] : sentences), ...notes].join(' '),
    ...(rule.slices !== undefined || findings.length > 1 ? { parts: findings.map(({ part }) => part) } : {}),
  }
}

const nothingThere = ({ label, name }: Rival, { metric, slices, dataset }: RuleOf<'metric'>): string =>
  `${label} has no ${metric}${slices === undefined ? '' : ` for ${slices}`}${dataset === undefined ? '' : ` on ${dataset}`}, ` +
  `so it is not comparable; record it with: pedigree evaluate ${typed(name)} --metric ${typed(`${metric}${slices === undefined ? '' : '/…'}=…`)}.`

function onlyHere(rival: Rival, ours: ReadonlyMap<string, readonly Measured[]>, terms: Terms): string[] {
  const labels = uncompared(ours, rival, terms).map(({ label }) => label)
  if (!rival.values.length || !labels.length) return []
  return [
    `${rival.label} has no ${listed(labels.slice(0, 3), 'or')}${labels.length > 3 ? ' …' : ''}, so ${labels.length === 1 ? 'that is' : `these ${labels.length} are`} not compared.`,
  ]
}

function holds(findings: readonly Finding[], { metric, slices }: RuleOf<'metric'>, asks: string, name: string): string {
  const [first] = findings
  if (findings.length === 1)
    return `${first!.found()}${first!.asks.length ? `; ${clausesOf(first!)}` : ', which is all that is asked'}.`
  const [worst, best] = extremes(findings)
  const over = slices === undefined ? '' : ` of ${slices}`
  return (
    `${metric} of ${name} is ${asks} in all ${findings.length} measurements${over}: ` +
    `between ${shown(worst.value)} (${worst.label}) and ${shown(best.value)} (${best.label}).`
  )
}

function extremes(findings: readonly Finding[]): [lowest: Finding, highest: Finding] {
  return [
    findings.reduce((a, b) => (b.value < a.value ? b : a)),
    findings.reduce((a, b) => (b.value > a.value ? b : a)),
  ]
}

function asksOf({ min, max, tolerance }: RuleOf<'metric'>, rivals: readonly Rival[], { direction }: Terms): string {
  const asks = [
    ...(min === undefined ? [] : [`at least ${shown(min)}`]),
    ...(max === undefined ? [] : [`at most ${shown(max)}`]),
    ...rivals.map(({ label }) => asksFor(label, tolerance, direction)),
  ]
  return asks.length ? listed(asks) : 'a finite number'
}

function actualOf(findings: readonly Finding[], failing: readonly Finding[]): string {
  if (findings.length === 1) return findings[0]!.part.actual
  if (failing.length)
    return `${failing.length} of ${counted(findings.length, 'measurement')} fail; the worst: ${failing[0]!.label}, ${failing[0]!.part.actual}`
  const [worst, best] = extremes(findings)
  return `${shown(worst.value)} to ${shown(best.value)} in ${counted(findings.length, 'measurement')}`
}

const baselineOf = (findings: readonly Finding[], rivals: readonly Rival[]): string => {
  const labels = listed(rivals.map(({ label }) => label))
  const value = findings.length === 1 ? findings[0]!.part.baseline : undefined
  return value === undefined ? labels : `${labels}: ${value}`
}

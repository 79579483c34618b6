import { loosest } from '../core/gate/bounds'
import { type Direction, directionFor } from '../core/gate/directions'
import type { RulePart, RuleResult } from '../core/gate/report'
import { metricSeries, paritySeries, type RuleSeries, type SeriesVersion } from '../core/gate/ruleSeries'
import { own } from '../core/own'
import type { Policy } from '../core/policy/policy'
import { type Rule, type RuleKind, type RuleOf, ruleShapes } from '../core/policy/policyDocument'
import { byAlias, byStage, numberOf } from '../index/find'
import type { AskedGate } from '../index/gates'
import { type CheckRow, digestsCalled, valuesOf } from '../index/ruleHistory'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { BlobOf } from './gateCard'
import { gateReport } from './gateReport'
import { memo } from './memo'

/** What came of one rule, and how what it looks at stood before. */
export interface ReviewedRule extends Omit<RuleResult, 'parts'> {
  kind: RuleKind
  /** The metric, check, or stage that it is about; '' where its kind says all. */
  about: string
  /** Those that failed first; at most `listed`. */
  parts: RulePart[]
  /** How many there are. */
  measured: number
  /** Of metrics, over the last versions. */
  series: RuleSeries | null
  /** Of a check: what was reported of the last versions, newest first. */
  checks: CheckRow[]
  /** What the same rule said when it was asked before, newest first. */
  earlier: EarlierResult[]
}

export interface EarlierResult {
  at: string
  passed: boolean
  actual: string
  outcome: AskedGate['outcome']
}

/** How many measurements of one rule are told. */
const listed = 200
/** How many values are read at most, where slices make many. */
const readAtMost = 20_000

export interface RulesAsked {
  candidate: Pick<VersionRow, 'model' | 'id' | 'version'>
  stage: string
  policy: Policy
  rules: readonly RuleResult[]
  /** The last versions, in their order. */
  versions: readonly SeriesVersion[]
  checks: readonly CheckRow[]
  /** Earlier reports of this gate. */
  asked: readonly AskedGate[]
  blob: BlobOf
}

/** The rules of a gate, those that fail first. */
export function reviewedRules(db: Db, given: RulesAsked): ReviewedRule[] {
  const { policy, stage, rules, checks } = given
  const written = own(policy.gates, stage) ?? []
  const series = seriesOf(db, given, written)
  const earlier = earlierResults(db, given)
  const reviewed = rules.map(({ parts = [], ...result }, i): ReviewedRule => {
    const rule = written[i]!
    const failed = parts.filter(({ passed }) => !passed)
    return {
      ...result,
      kind: kindOf(rule),
      about: aboutOf(rule),
      parts: [...failed, ...parts.filter(({ passed }) => passed)].slice(0, listed),
      measured: parts.length,
      series: series[i] ?? null,
      checks: 'check' in rule ? checks.filter(({ check }) => check === rule.check) : [],
      earlier: earlier.flatMap(({ results, at, outcome }) => {
        const found = results.find(({ rule }) => rule === result.rule)
        return found ? [{ at, outcome, passed: found.passed, actual: found.actual }] : []
      }),
    }
  })
  return [...reviewed.filter(({ passed }) => !passed), ...reviewed.filter(({ passed }) => passed)]
}

const kindOf = (rule: Rule): RuleKind => (Object.keys(ruleShapes) as RuleKind[]).find((kind) => kind in rule)!

function aboutOf(rule: Rule): string {
  if ('metric' in rule) return rule.metric
  if ('parity' in rule) return rule.parity
  if ('check' in rule) return rule.check
  if ('after' in rule) return rule.after
  return 'recorded' in rule ? rule.recorded.join(', ') : ''
}

/** What the gate said when it was asked before: nobody has to fetch a report for it, as it only depends on the log. */
const earlierResults = (db: Db, { candidate: { model, id }, stage, asked, blob }: RulesAsked) =>
  asked.map(({ seq, n, at, outcome }) => {
    const key = `${stage} ${id} ${seq}.${n}`
    const found = saidBefore.get(db, key)
    let isWhole = true
    const noted: BlobOf = (sha256) => {
      const bytes = blob(sha256)
      isWhole &&= bytes !== undefined
      return bytes
    }
    const results =
      found ??
      (gateReport(db, { model, id, stage, at, before: { seq, n } }, noted)?.rules ?? []).map(
        ({ rule, passed, actual }) => ({ rule, passed, actual }),
      )
    // What could not be fetched now may be there later.
    if (isWhole) saidBefore.keep(db, key, results)
    return { at, outcome, results }
  })

const saidBefore = memo<Pick<RuleResult, 'rule' | 'passed' | 'actual'>[]>(100)

function seriesOf(db: Db, given: RulesAsked, written: readonly Rule[]): (RuleSeries | undefined)[] {
  const { candidate, policy, versions } = given
  const numbers = versions.map(({ version }) => version)
  const metrics = [...new Set(written.flatMap((rule) => metricOf(rule) ?? []))]
  if (!metrics.length) return []
  const baselines = new Map(written.map((rule) => [rule, baselineOf(db, candidate.model, rule, policy)]))
  const wanted = [...new Set([...numbers, ...[...baselines.values()].flatMap((number) => number ?? [])])]
  const rows = valuesOf(db, { model: candidate.model, numbers: wanted, metrics, limit: readAtMost })
  return written.map((rule) => {
    const metric = metricOf(rule)
    if (metric === undefined) return undefined
    const { dataset } = rule as RuleOf<'metric'>
    const accepted = dataset === undefined ? undefined : [dataset, ...digestsCalled(db, dataset)]
    const mine = rows.filter((row) => row.metric === metric && (accepted?.includes(row.dataset) ?? true))
    const of = (wanted: readonly number[]) => mine.filter(({ version }) => wanted.includes(version))
    if ('parity' in rule) return paritySeries(rule, versions, of(numbers))
    if (!('metric' in rule)) return undefined
    const { direction } = directionFor(policy.directions, metric)
    const series = metricSeries(rule, direction, versions, of(numbers))
    const number = baselines.get(rule)
    if (number === undefined || number === candidate.version) return series
    const other = metricSeries(rule, direction, [{ version: number, held: true }], of([number]))
    const base = other.points[0]?.value
    const isOne = series.of === 'value' && other.of === 'value' && rule.slices === undefined
    if (typeof base !== 'number' || !isOne) return series
    const value = loosest(base, rule.tolerance, direction)
    return { ...series, bounds: [...series.bounds, { value, is: sideOf(direction), of: number }] }
  })
}

const sideOf = (direction: Direction): 'min' | 'max' => (direction === 'higher' ? 'min' : 'max')

const metricOf = (rule: Rule): string | undefined =>
  'metric' in rule ? rule.metric : 'parity' in rule ? rule.parity : undefined

/** The version that a rule compares with, where it is one of this model. */
function baselineOf(db: Db, model: string, rule: Rule, { stages }: Policy): number | undefined {
  if (!('metric' in rule) || rule.against === undefined || rule.against === 'parent') return undefined
  const { against } = rule
  const id = stages.includes(against) ? byStage(db, model, against) : byAlias(db, model, against)
  return id === undefined ? undefined : numberOf(db, id)
}

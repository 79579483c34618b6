import assert from 'node:assert/strict'
import { evaluateGate } from '../../../src/core/gate/evaluateGate'
import type { Baseline, GateFacts } from '../../../src/core/gate/facts'
import type { RuleResult } from '../../../src/core/gate/report'
import { type Metric, metricKey, type MetricValue } from '../../../src/core/metric'
import type { Version } from '../../../src/core/model'
import { Rule } from '../../../src/core/policy/policyDocument'
import type { VersionRecord } from '../../../src/core/record'
import { ada, aRecord, hex } from '../../samples'

/** `f1`, `f1/region=EU`, `f1@holdout`, `f1/region=EU@holdout`, each with its value. */
export type Values = Readonly<Record<string, MetricValue>>

export function metricsOf(values: Values): Metric[] {
  return Object.entries(values).map(([key, value]) => {
    const [, name, slice, dataset] = /^([^/@]+)(?:\/([^@]+))?(?:@(.+))?$/.exec(key)!
    return { name: name!, value, ...(slice ? { slice } : {}), ...(dataset ? { dataset } : {}) }
  })
}

/** Version `number` of fraud, with nothing said about it but `fields`. */
export function aVersion(
  number: number,
  values: Values = {},
  { record, ...fields }: Partial<Omit<Version, 'record'>> & { record?: Partial<VersionRecord> } = {},
): Version {
  return {
    id: hex(number),
    number,
    at: '2026-11-01T00:00:00.000Z',
    by: ada,
    record: aRecord({ model: 'fraud', ...record }),
    stage: 'none',
    description: '',
    tags: {},
    metrics: Object.fromEntries(metricsOf(values).map((metric) => [metricKey(metric), metric])),
    stays: [],
    checks: {},
    approvals: {},
    ...fields,
  }
}

export const baseline = (version: Version): Baseline => ({ name: `fraud@${version.number}`, version })

/** fraud@7 wants to enter production on 21 November 2026 at noon; nothing is there unless `fields` say so. */
export const aGate = (candidate: Version, fields: Partial<GateFacts> = {}): GateFacts => ({
  model: 'fraud',
  stage: 'production',
  at: '2026-11-21T12:00:00.000Z',
  candidate,
  baselines: {},
  directions: {},
  ...fields,
})

/** fraud@7 with `values` against fraud@6 with `others`, which holds production; undefined where nothing does. */
export const versus = (values: Values, others: Values | undefined, fields: Partial<GateFacts> = {}): GateFacts =>
  aGate(aVersion(7, values), {
    baselines: { production: others ? [baseline(aVersion(6, others))] : [] },
    ...fields,
  })

/** What becomes of one rule; `rule` is as it comes out of a policy. */
export function resultOf(rule: object, facts: GateFacts): RuleResult {
  const report = evaluateGate([Rule.parse(rule)], facts)
  assert.equal(report.rules.length, 1)
  assert.equal(report.passed, report.rules[0]!.passed)
  return report.rules[0]!
}

/** A rule, what there is, whether it passes, and what the message says. */
export type Row = [title: string, rule: object, facts: GateFacts, passed: boolean, says: string | RegExp]

export function judge(rows: readonly Row[]): void {
  for (const [title, rule, facts, passed, says] of rows)
    it(title, () => {
      const result = resultOf(rule, facts)
      if (typeof says === 'string') assert.equal(result.message, says)
      else assert.match(result.message, says)
      assert.equal(result.passed, passed, result.message)
    })
}

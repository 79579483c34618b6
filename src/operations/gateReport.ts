import { baselinesNamed, evaluateGate } from '../core/gate/evaluateGate'
import type { Baseline, GateCard } from '../core/gate/facts'
import type { GateReport } from '../core/gate/report'
import { own } from '../core/own'
import { allStages, type Policy, policyFor } from '../core/policy/policy'
import { nameOf } from '../core/reference'
import { versionAsOf } from '../index/asOf'
import type { Before } from '../index/before'
import { byAlias, byStage } from '../index/find'
import { policiesIn } from '../index/policies'
import type { Db } from '../sqlite/db'
import { type BlobOf, gateCard } from './gateCard'

export interface Asked {
  model: string
  /** Of the version. */
  id: string
  stage: string
  /** The time that counts for how long it has been somewhere (ISO 8601, UTC). */
  at: string
  /** The event before which the question is put; now, when it is left out. */
  before?: Before | undefined
  /** The version's card, where the caller has read it. */
  card?: GateCard | undefined
}

/** What the gate of a stage says of a version; undefined where the stage has no rules. */
export const gateReport = (db: Db, asked: Asked, blob: BlobOf): GateReport | undefined =>
  gateReportBy(policyFor(policiesIn(db, asked.before), asked.model), db, asked, blob)

/** As gateReport, by a policy that need not be in force. */
export function gateReportBy(
  policy: Policy,
  db: Db,
  { model, id, stage, at, before, card }: Asked,
  blob: BlobOf,
): GateReport | undefined {
  const rules = own(policy.gates, stage) ?? []
  const candidate = rules.length ? versionAsOf(db, id, before) : undefined
  if (!candidate) return undefined
  const stages = allStages(policy)
  const baselineOf = (name: string): Baseline[] => {
    if (name === 'parent') return candidate.record.parents.flatMap(({ version }) => baseline(version))
    return baseline(stages.includes(name) ? byStage(db, model, name, before) : byAlias(db, model, name, before))
  }
  const baseline = (other: string | undefined): Baseline[] => {
    const version = other === undefined ? undefined : other === id ? candidate : versionAsOf(db, other, before)
    return version
      ? [{ name: nameOf({ model: version.record.model, version: version.number, id: version.id }), version }]
      : []
  }
  const names = [...new Set([stage, ...baselinesNamed(rules)])]
  return evaluateGate(rules, {
    ...{ model, stage, at, candidate, directions: policy.directions },
    baselines: Object.fromEntries(names.map((name) => [name, baselineOf(name)])),
    ...(rules.some((rule) => 'card' in rule) ? { card: card ?? gateCard(db, id, before, blob) } : {}),
  })
}

import { gateFailed, overrideForbidden } from '../core/gateErrors'
import { versionById } from '../index/versions'
import { canonicalBytes } from '../log/canonical'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { gateReport } from './gateReport'
import { policyOf } from './policyOf'

export interface Passing {
  model: string
  id: string
  stage: string
  /** Does it have to pass? If not, the report is kept all the same. */
  isAsked: boolean
  override: boolean
}

/**
 * Asks the gate of a stage. Answers the sha256 of its report, if there are rules, and whether it was overridden. Throws
 * gate-failed or override-forbidden.
 */
export function passGate(
  db: Db,
  { model, id, stage, isAsked, override }: Passing,
  moment: Moment,
): { gate?: string; override?: boolean } {
  const report = gateReport(db, { model, id, stage, at: moment.at }, moment.get)
  if (!report) return {}
  const isHeld = isAsked && !report.passed
  if (isHeld) {
    const policy = policyOf(db, model)
    if (override && policy.override === 'never') throw overrideForbidden(model, stage)
    if (!override) throw gateFailed(`${model}@${versionById(db, id)!.version}`, stage, report, policy.override)
  }
  return { gate: moment.put(canonicalBytes(report)), ...(isHeld ? { override } : {}) }
}

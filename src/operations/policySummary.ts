import { ruleText } from '../core/gate/outcome'
import type { Actor } from '../core/record'
import type { Before } from '../index/before'
import { lastApplied } from '../index/policies'
import type { Db } from '../sqlite/db'
import { policyOf } from './policyOf'

/** A policy in a few words. */
export interface PolicySummary {
  stages: readonly string[]
  exclusive: readonly string[]
  override: 'allowed' | 'never'
  /** stage → the rules in front of it, as they are written. */
  gates: Record<string, string[]>
  /** stage → whose signature it asks for. */
  signers: Readonly<Record<string, readonly string[]>>
  /** When the policies in force were applied, and by whom; null while none are, and the default counts. */
  applied: { seq: number; at: string; by: Actor } | null
}

/** The policy that was in force for a model before a moment. */
export function policySummary(db: Db, model: string, before: Before): PolicySummary {
  const { stages, exclusive, override, gates, signers } = policyOf(db, model, before)
  const applied = lastApplied(db, before)
  return {
    ...{ stages, exclusive, override, signers },
    gates: Object.fromEntries(Object.entries(gates).map(([stage, rules]) => [stage, rules.map(ruleText)])),
    applied: applied ? { seq: applied.seq, at: applied.at, by: { name: applied.name, email: applied.email } } : null,
  }
}

import { globFor, type Policy, policyFor } from '../core/policy/policy'
import type { PolicyDocument } from '../core/policy/policyDocument'
import { lastApplied } from '../index/policies'
import type { Context } from './context'
import { policiesOf } from './policyOf'
import { read } from './read'

export interface ShownPolicy {
  /** Who applied it; null while none is applied and the default counts. */
  applied: { at: string; by: { name: string; email: string }; reason: string | null } | null
  /** All policies in force, as they were written. */
  policies: PolicyDocument
}

export interface ShownModelPolicy {
  model: string
  applied: ShownPolicy['applied']
  /** The glob that is the nearest to the model's name; null where the default counts. */
  glob: string | null
  /** With all that is not said. */
  policy: Policy
}

/** The policies in force. Only what is in the log counts, whatever a file says. */
export const showPolicies = (ctx: Context): Promise<ShownPolicy> =>
  read(ctx, (db) => ({ applied: appliedIn(db), policies: policiesOf(db) }))

/** What counts for a model, which need not be there yet. */
export const showPolicy = (ctx: Context, { model }: { model: string }): Promise<ShownModelPolicy> =>
  read(ctx, (db) => {
    const policies = policiesOf(db)
    const glob = globFor(Object.keys(policies.models), model) ?? null
    return { model, applied: appliedIn(db), glob, policy: policyFor(policies, model) }
  })

function appliedIn(db: Parameters<typeof lastApplied>[0]): ShownPolicy['applied'] {
  const row = lastApplied(db)
  return row ? { at: row.at, by: { name: row.name, email: row.email }, reason: row.reason } : null
}

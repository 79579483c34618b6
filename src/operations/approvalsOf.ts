import { isAuthor } from '../core/gate/approvalsRule'
import type { RuleResult } from '../core/gate/report'
import { own } from '../core/own'
import type { Actor } from '../core/record'
import { type Approval, isSamePerson } from '../core/version'
import { versionAsOf } from '../index/asOf'
import type { Context } from './context'
import { gateReport } from './gateReport'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { resolveReference } from './resolveReference'

/** Who has said that a version may enter a stage. */
export interface StageApprovals {
  stage: string
  given: readonly Approval[]
  /** Is one of them this person's? */
  isMine: boolean
  /** What the stage's gate says of them, where it asks for any. */
  rules: RuleResult[]
  /** Whose approvals count, by their addresses; empty when anybody's do. */
  from: string[]
}

export interface Approvals {
  /** This person. */
  actor: Actor
  /** Nobody approves what they made. */
  isAuthor: boolean
  /** Every stage of the model, in its order. */
  stages: StageApprovals[]
}

/** What a person looks at before they approve. */
export async function approvalsOf(ctx: Context, { reference }: { reference: string }): Promise<Approvals> {
  const at = new Date(ctx.now()).toISOString()
  const actor = await ctx.actor()
  return readAhead(ctx, (db) => {
    const { model, id } = resolveReference(db, reference)
    const policy = policyOf(db, model)
    const version = versionAsOf(db, id)!
    const stages = policy.stages.map((stage) => {
      const given = own(version.approvals, stage) ?? []
      const asked = (own(policy.gates, stage) ?? []).map((rule) => ('approvals' in rule ? rule.approvals : undefined))
      const rules = asked.some(Boolean)
        ? (gateReport(db, { model, id, stage, at }, ctx.log.blobs.get)?.rules ?? [])
        : []
      return {
        ...{ stage, given, isMine: given.some(({ by }) => isSamePerson(by, actor)) },
        rules: rules.filter((_, i) => asked[i]),
        from: asked.flatMap((rule) => rule?.from ?? []),
      }
    })
    return { actor, isAuthor: isAuthor(version, actor), stages }
  })
}

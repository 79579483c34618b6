import type { Event } from '../core/event'
import { approvalByAuthor, notApproved } from '../core/gateErrors'
import { isAuthor } from '../core/gate/approvalsRule'
import { own } from '../core/own'
import { isSamePerson } from '../core/version'
import { versionAsOf } from '../index/asOf'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { type ChangedVersion, changedVersion } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'

export interface ApproveVersion {
  reference: string
  stage: string
  note?: string | undefined
  /** Takes back an approval of one's own. */
  withdraw?: boolean | undefined
}

/** Says that a version may enter a stage, as far as this person is concerned. Nobody approves what they made. */
export async function approveVersion(ctx: Context, args: ApproveVersion): Promise<ChangedVersion> {
  const { reference, note, withdraw = false } = args
  const { email } = await ctx.actor()
  const { version, stage, from } = await readAhead(ctx, (db) => {
    const version = resolveReference(db, reference)
    const stage = requireStage(db, version.model, args.stage)
    const rules = own(policyOf(db, version.model).gates, stage) ?? []
    return { version, stage, from: rules.flatMap((rule) => ('approvals' in rule ? (rule.approvals.from ?? []) : [])) }
  })
  const { model, id } = version
  if (!withdraw && from.length && !from.some((listed) => listed.toLowerCase() === email.toLowerCase()))
    ctx.onWarning(`The gate of ${stage} counts approvals of ${from.join(', ')}, and you are ${email}.`)
  return changedVersion(ctx, id, await ctx.log.append(approving.intent({ model, id, stage, note, withdraw })))
}

interface ApprovalArgs {
  model: string
  id: string
  stage: string
  note?: string | undefined
  withdraw: boolean
}

export const approving = decision('approve', decideApproval)

/** Throws approval-by-author or not-approved. */
function decideApproval(db: Db, { model, id, stage, note, withdraw }: ApprovalArgs, { actor }: Moment): Event[] {
  const version = versionAsOf(db, id)!
  const { number, approvals } = version
  const given = (own(approvals, stage) ?? []).find((approval) => isSamePerson(approval.by, actor))
  if (withdraw && !given) throw notApproved(`${model}@${number}`, stage, actor.name)
  if (!withdraw && isAuthor(version, actor)) throw approvalByAuthor(`${model}@${number}`)
  // Without a signature it may not count any more: it is asked for again.
  const rules = own(policyOf(db, model).gates, stage) ?? []
  const mustSign = rules.some((rule) => 'approvals' in rule && rule.approvals.signed)
  if (!withdraw && given && given.note === note && (given.signed || !mustSign)) return []
  const type = withdraw ? ('approval.withdrawn' as const) : ('approval.given' as const)
  return [{ type, model, version: id, stage, ...(note === undefined ? {} : { note }) }]
}

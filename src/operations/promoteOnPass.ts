import type { Event } from '../core/event'
import { own } from '../core/own'
import { allStages, type Policy } from '../core/policy/policy'
import { RegistryError } from '../core/registryError'
import { kindOf } from '../core/stages'
import { versionById } from '../index/versions'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { decision } from './decision'
import { enterStage, seenIn } from './enterStage'
import { policyOf } from './policyOf'
import { readAhead } from './read'

/** Lets a version climb by itself, as far as its policy wants that and the gates say yes. */
export async function promoteOnPass(ctx: Context, model: string, id: string): Promise<void> {
  const wanted = await readAhead(ctx, (db) => versionById(db, id) && stagesAhead(db, model, id).length > 0)
  if (!wanted) return
  try {
    while ((await ctx.log.append(climbing.intent({ model, id }))).state === 'landed');
  } catch (error) {
    // What was asked for is in the log: that nothing more came of it is no reason to say that it is not.
    if (!(error instanceof RegistryError)) throw error
    ctx.onWarning(`It was not promoted by itself: ${error.message}`)
  }
}

export const climbing = decision('promoteOnPass', decideClimb)

function decideClimb(db: Db, { model, id }: { model: string; id: string }, moment: Moment): Event[] {
  const from = versionById(db, id)!.stage
  for (const stage of stagesAhead(db, model, id)) {
    const kind = kindOf(policyOf(db, model), from, stage)
    const move = { model, version: id, from, to: stage, kind, reason: 'It passed the gate.' }
    try {
      return enterStage(db, { move, seen: seenIn(db, model, stage), leaveEmpty: false }, moment)
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'gate-failed') throw error
    }
  }
  return []
}

/** Those that it may enter by itself, the next one first. Who was archived, or rolled back, does not come back so. */
function stagesAhead(db: Db, model: string, id: string): string[] {
  const policy = policyOf(db, model)
  const { stage } = versionById(db, id)!
  if (stage === 'archived' || policy.exclusive.includes(stage)) return []
  const order = allStages(policy)
  return policy.promoteOnPass.filter((wanted) => order.indexOf(wanted) > order.indexOf(stage) && isOpen(policy, wanted))
}

/** Nobody is asked on the way in. */
const isOpen = (policy: Policy, stage: string) =>
  !own(policy.signers, stage) && !(own(policy.gates, stage) ?? []).some((rule) => 'approvals' in rule)

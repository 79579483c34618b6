import { badUsage, reasonRequired } from '../core/errors'
import type { Event } from '../core/event'
import { kindOf } from '../core/stages'
import { versionById } from '../index/versions'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { decision } from './decision'
import { enterStage, type Seen, seenIn } from './enterStage'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { keepingRefusal } from './keepRefusal'
import { requireStage, resolveReference } from './resolveReference'
import { rollingOut } from './rollOut'
import { type StageAnswer, stageAnswer } from './stageAnswer'

export interface PromoteVersion {
  reference: string
  stage: string
  reason?: string | undefined
  /** May the version be the last one in an exclusive stage that it leaves? */
  leaveEmpty?: boolean | undefined
  /** May it enter although the gate refuses it? Needs a reason. */
  override?: boolean | undefined
  /** Percent of the traffic; below 100 the version keeps its stage, and 0 ends a rollout. */
  rollout?: number | undefined
  /** Who held the stage when the person decided; taken from the index when it is left out. */
  seen?: Seen | undefined
}

/** Moves a version to a stage, up or down, or gives it a part of the stage's traffic. To be there already is no error. */
export async function promoteVersion(ctx: Context, args: PromoteVersion): Promise<StageAnswer> {
  const { reference, reason, leaveEmpty = false, override = false, rollout = 100 } = args
  if (!(rollout >= 0 && rollout <= 100)) throw badUsage(`${rollout} is no share of the traffic.`, 'Give 0 to 100.')
  if (override && !reason?.trim()) throw reasonRequired('Overriding a gate')
  if (rollout === 0 && !reason?.trim()) throw reasonRequired('Ending a rollout')
  const { version, stage, seen } = await readAhead(ctx, (db) => {
    const found = resolveReference(db, reference)
    const stage = requireStage(db, found.model, args.stage)
    return { version: found, stage, seen: args.seen ?? seenIn(db, found.model, stage) }
  })
  const { model, id } = version
  const intent =
    rollout === 100
      ? promoting.intent({ model, id, stage, reason, leaveEmpty, override, seen })
      : rollingOut.intent({ model, id, stage, percent: rollout, reason, override, seen })
  const outcome = await keepingRefusal(ctx, { model, id, stage, reason }, () => ctx.log.append(intent))
  return stageAnswer(ctx, id, outcome)
}

export interface PromotionArgs {
  model: string
  id: string
  stage: string
  reason?: string | undefined
  leaveEmpty: boolean
  override?: boolean | undefined
  seen: Seen
}

export const promoting = decision('promote', decidePromotion)

export function decidePromotion(db: Db, args: PromotionArgs, moment: Moment): Event[] {
  const { model, id, stage, reason, leaveEmpty, override, seen } = args
  const from = versionById(db, id)!.stage
  if (from === stage) return []
  const kind = kindOf(policyOf(db, model), from, stage)
  const move = { model, version: id, from, to: stage, kind, reason }
  return enterStage(db, { move, seen, leaveEmpty, override }, moment)
}

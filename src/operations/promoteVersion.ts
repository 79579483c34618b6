import type { Event } from '../core/event'
import { kindOf } from '../core/stages'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { decision } from './decision'
import { enterStage, type Seen, seenIn } from './enterStage'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'
import { type StageAnswer, stageAnswer } from './stageAnswer'

export interface PromoteVersion {
  reference: string
  stage: string
  reason?: string | undefined
  /** May the version be the last one in an exclusive stage that it leaves? */
  leaveEmpty?: boolean | undefined
  /** Who held the stage when the person decided; taken from the index when it is left out. */
  seen?: Seen | undefined
}

/** Moves a version to a stage, up or down. To be there already is no error. */
export async function promoteVersion(ctx: Context, args: PromoteVersion): Promise<StageAnswer> {
  const { reference, stage, reason, leaveEmpty = false } = args
  const { version, seen } = await readAhead(ctx, (db) => {
    const found = resolveReference(db, reference)
    requireStage(db, found.model, stage)
    return { version: found, seen: args.seen ?? seenIn(db, found.model, stage) }
  })
  const { model, id } = version
  const outcome = await ctx.log.append(promoting.intent({ model, id, stage, reason, leaveEmpty, seen }))
  return stageAnswer(ctx, id, outcome)
}

export interface PromotionArgs {
  model: string
  id: string
  stage: string
  reason?: string | undefined
  leaveEmpty: boolean
  seen: Seen
}

export const promoting = decision('promote', decidePromotion)

export function decidePromotion(db: Db, { model, id, stage, reason, leaveEmpty, seen }: PromotionArgs): Event[] {
  const from = versionById(db, id)!.stage
  if (from === stage) return []
  const kind = kindOf(policyOf(db, model), from, stage)
  return enterStage(db, { move: { model, version: id, from, to: stage, kind, reason }, seen, leaveEmpty })
}

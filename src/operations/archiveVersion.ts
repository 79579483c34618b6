import { reasonRequired } from '../core/errors'
import type { Event } from '../core/event'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { decision } from './decision'
import { decidePromotion, type PromotionArgs } from './promoteVersion'
import { readAhead } from './read'
import { resolveReference } from './resolveReference'
import { type StageAnswer, stageAnswer } from './stageAnswer'

export interface ArchiveVersion {
  reference: string
  reason: string
  leaveEmpty?: boolean | undefined
}

/** Takes a version out of every stage. Nothing is deleted: it can be promoted again. */
export async function archiveVersion(
  ctx: Context,
  { reference, reason, leaveEmpty = false }: ArchiveVersion,
): Promise<StageAnswer> {
  if (!reason.trim()) throw reasonRequired('Archiving')
  const { model, id } = await readAhead(ctx, (db) => resolveReference(db, reference))
  const outcome = await ctx.log.append(archiving.intent({ model, id, reason, leaveEmpty }))
  return stageAnswer(ctx, id, outcome)
}

export const archiving = decision('archive', decideArchive)

function decideArchive(db: Db, args: Omit<PromotionArgs, 'stage' | 'seen'>, moment: Moment): Event[] {
  return decidePromotion(db, { ...args, stage: 'archived', seen: { holder: null } }, moment)
}

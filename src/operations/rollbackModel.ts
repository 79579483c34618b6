import { noEarlierHolder, notAnEarlierHolder, reasonRequired, stageNotExclusive } from '../core/errors'
import type { Event } from '../core/event'
import { noRollout } from '../core/gateErrors'
import { allStages, isExclusive, mainStage } from '../core/policy/policy'
import { earlierHolder, type RollbackCode } from '../core/stages'
import { recordOf } from '../index/history'
import { rolloutsOf } from '../index/serving'
import { standingOf } from '../index/standing'
import { versionById } from '../index/versions'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { filesOf } from './blobs'
import { requireFiles } from './coldFiles'
import type { Context } from './context'
import { decision } from './decision'
import { enterStage, type Seen, seenIn } from './enterStage'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { requireModel, requireStage, resolveReference } from './resolveReference'
import { type StageAnswer, stageAnswer } from './stageAnswer'

export interface RollbackModel {
  model: string
  /** The model's main exclusive stage when left out. */
  stage?: string | undefined
  /** A reference to an earlier holder; the one before the present when left out. */
  to?: string | undefined
  code: RollbackCode
  reason: string
  /** Who held the stage when the person decided; taken from the index when it is left out. */
  seen?: Seen | undefined
}

/**
 * Brings an earlier holder of an exclusive stage back. Its files are seen to be there, and to be readable, first; what
 * its gate says is kept, and stops nothing. While a version is being rolled out there, only that ends, unless it is said
 * whom to bring back.
 */
export async function rollbackModel(ctx: Context, args: RollbackModel): Promise<StageAnswer> {
  const { model, code, reason } = args
  if (!reason.trim()) throw reasonRequired('A rollback')
  const { target, stage, seen, record } = await readAhead(ctx, (db) => {
    requireModel(db, model)
    const wanted = requireStage(db, model, args.stage ?? mainStage(policyOf(db, model)))
    const seen = args.seen ?? seenIn(db, model, wanted)
    const running = args.to === undefined ? rolloutsOf(db, model)[wanted] : undefined
    if (running) return { target: running.version, stage: wanted, seen, record: undefined }
    const to =
      args.to === undefined
        ? undefined
        : resolveReference(db, args.to.includes('@') ? args.to : `${model}@${args.to}`).id
    const id = targetOf(db, model, wanted, to)
    return { target: id, stage: wanted, seen, record: recordOf(db, id)! }
  })
  if (record) {
    const number = (await readAhead(ctx, (db) => versionById(db, target)))!.version
    await requireFiles(ctx, `${model}@${number}`, await filesOf(ctx, record))
  }
  const endsRollout = record === undefined
  const outcome = await ctx.log.append(
    rollingBack.intent({ model, id: target, stage, code, reason, seen, endsRollout }),
  )
  return stageAnswer(ctx, target, outcome)
}

/** Throws stage-not-exclusive, no-earlier-holder or not-an-earlier-holder. */
function targetOf(db: Db, model: string, stage: string, to: string | undefined): string {
  const policy = policyOf(db, model)
  if (!isExclusive(policy, stage)) throw stageNotExclusive(model, stage)
  const standing = standingOf(db, model, allStages(policy))
  const target = to ?? earlierHolder(standing, stage)
  if (!target) throw noEarlierHolder(model, stage)
  const isEarlier = standing.holders[stage]?.includes(target) && standing.occupants[stage] !== target
  if (!isEarlier) throw notAnEarlierHolder(`${model}@${versionById(db, target)!.version}`, stage)
  return target
}

interface RollbackArgs {
  model: string
  id: string
  stage: string
  code: RollbackCode
  reason: string
  seen: Seen
  /** Only ends the rollout of the version, which gets no traffic then. */
  endsRollout?: boolean
}

export const rollingBack = decision('rollback', decideRollback)

function decideRollback(db: Db, args: RollbackArgs, moment: Moment): Event[] {
  const { model, id, stage, code, reason, seen, endsRollout = false } = args
  if (endsRollout) {
    if (rolloutsOf(db, model)[stage]?.version !== id) throw noRollout(model, stage)
    return [{ type: 'rollout.set', model, version: id, stage, percent: 0, code, reason }]
  }
  const from = versionById(db, id)!.stage
  const move = { model, version: id, from, to: stage, kind: 'rollback' as const, code, reason }
  const events = enterStage(db, { move, seen, leaveEmpty: false }, moment)
  targetOf(db, model, stage, id)
  return events
}

import type { EventOf } from './event'
import { isExclusive, isStepDown, type Policy } from './policy/policy'
import { earlierHolder, leavesEmpty, type Move, moveEvents, standingAfter, type Standing } from './stages'

/** What a move will do to others, before it is done. Versions are named by id. */
export interface MoveEffect {
  /** Who has to leave the stage, and is archived. */
  displaced: string | null
  /** Those that follow a stage, and so move with it; null is none. */
  aliases: { alias: string; from: string | null; to: string | null }[]
  /** Whom a rollback would bring back afterwards; null where there is nobody, or the stage is shared. */
  rollbackTo: string | null
  /** Is an exclusive stage left without a version? */
  leavesEmpty: boolean
}

export function effectOf(policy: Policy, standing: Standing, move: Move): MoveEffect {
  if (move.from === move.to)
    return { displaced: null, aliases: [], rollbackTo: earlierHolder(standing, move.to) ?? null, leavesEmpty: false }
  const [entered, ...followers] = moveEvents(policy, standing, move)
  const after = standingAfter(policy, standing, move)
  return {
    displaced: (entered as EventOf<'stage.entered'>).displaced,
    aliases: followers.flatMap((event) =>
      'alias' in event ? [{ alias: event.alias, from: event.from, to: 'version' in event ? event.version : null }] : [],
    ),
    rollbackTo: isExclusive(policy, move.to) ? (earlierHolder(after, move.to) ?? null) : null,
    leavesEmpty: leavesEmpty(policy, standing, move),
  }
}

/** Does the move end what `version` has of the traffic of `stage`? Another one, or none, holds it then, or that one is gone. */
export const endsRollout = (
  { version: moved, from, to }: Pick<Move, 'version' | 'from' | 'to'>,
  { stage, version }: { stage: string; version: string },
): boolean => stage === to || stage === from || (to === 'archived' && version === moved)

/** The next step up from a stage; undefined at the top. */
export const nextStage = (policy: Policy, from: string): string | undefined =>
  policy.stages.find((stage) => stage !== from && !isStepDown(policy, from, stage))

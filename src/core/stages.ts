import type { EventOf, rollbackCodes, stageMoves } from './event'
import { type Holders, holdersWith, holdersWithout } from './holders'
import { own } from './own'
import { allStages, isExclusive, isStepDown, type Policy } from './policy/policy'

export type StageMove = (typeof stageMoves)[number]
export type RollbackCode = (typeof rollbackCodes)[number]

/** Where a model stands: what deciding a move needs to know, and no more. */
export interface Standing {
  /** By stage. */
  readonly holders: Readonly<Record<string, Holders>>
  /** stage → the version that is in it now (of a shared stage: the latest entrant). */
  readonly occupants: Readonly<Record<string, string>>
  /** alias → id. */
  readonly aliases: Readonly<Record<string, string>>
}

export interface Move {
  model: string
  version: string
  from: string
  to: string
  kind: StageMove
  reason?: string | undefined
  code?: RollbackCode | undefined
  /** sha256 of the gate's report. */
  gate?: string | undefined
  override?: boolean | undefined
}

/** Up is a promotion, down a demotion, and `archived` is what it says. */
export const kindOf = (policy: Policy, from: string, to: string): StageMove =>
  to === 'archived' ? 'archive' : isStepDown(policy, from, to) ? 'demote' : 'promote'

/**
 * Is the gate of the stage asked? A rollback has to help at once; who goes down is in no stage that it did not deserve,
 * unless only one can be there.
 */
export const asksGate = (policy: Policy, { kind, to }: Pick<Move, 'kind' | 'to'>): boolean =>
  kind === 'promote' || (kind === 'demote' && isExclusive(policy, to))

/** The events of one move: the stage, and every alias that follows one. */
export function moveEvents(policy: Policy, standing: Standing, move: Move) {
  const { model, version, to, from, kind, reason, code, gate, override } = move
  const holder = own(standing.occupants, to)
  const displaced = isExclusive(policy, to) && holder !== undefined && holder !== version ? holder : null
  const entered: EventOf<'stage.entered'> = {
    type: 'stage.entered',
    model,
    version,
    to,
    from,
    displaced,
    kind,
    ...(reason ? { reason } : {}),
    ...(code ? { code } : {}),
    ...(gate ? { gate } : {}),
    ...(override ? { override } : {}),
  }
  return [entered, ...followerEvents(policy, model, standing.aliases, standingAfter(policy, standing, move))]
}

/** Would the move leave an exclusive stage with nobody in it? */
export const leavesEmpty = (
  policy: Policy,
  standing: Standing,
  { version, from, to }: Pick<Move, 'version' | 'from' | 'to'>,
) => from !== to && isExclusive(policy, from) && standing.occupants[from] === version

/** Whom a rollback brings back: the entry below the present holder, if the stage has both. */
export function earlierHolder(standing: Standing, stage: string): string | undefined {
  return standing.occupants[stage] === undefined ? undefined : standing.holders[stage]?.at(-2)
}

/** Where the model stands once a move is made. Aliases are as before. */
export function standingAfter(policy: Policy, standing: Standing, { version, from, to, kind }: Move): Standing {
  const holders = { ...standing.holders }
  const occupants = { ...standing.occupants }
  if (from !== to && occupants[from] === version) {
    delete occupants[from]
    holders[from] = holdersWithout(own(holders, from), version)
  }
  holders[to] = holdersWith(own(holders, to), version, kind)
  if (allStages(policy).includes(to)) occupants[to] = version
  return { ...standing, holders, occupants }
}

/** Every alias that follows a stage, and is not where that is. */
export function followerEvents(policy: Policy, model: string, aliases: Standing['aliases'], after: Standing) {
  const events: (EventOf<'alias.moved'> | EventOf<'alias.removed'>)[] = []
  for (const [alias, { stage, role }] of Object.entries(policy.followers)) {
    const before = own(aliases, alias) ?? null
    const now = role === 'holder' ? after.occupants[stage] : earlierHolder(after, stage)
    if (now && now !== before)
      events.push({ type: 'alias.moved', model, alias, version: now, from: before, follows: stage })
    if (!now && before) events.push({ type: 'alias.removed', model, alias, from: before, follows: stage })
  }
  return events
}

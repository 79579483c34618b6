import { holderChanged, wouldLeaveEmpty } from '../core/errors'
import type { Event } from '../core/event'
import { allStages, isExclusive } from '../core/policy/policy'
import { asksGate, leavesEmpty, type Move, moveEvents } from '../core/stages'
import { enteredBy, standingOf } from '../index/standing'
import { versionById } from '../index/versions'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { passGate } from './passGate'
import { policyOf } from './policyOf'

/** Who held a stage when the command started: what a person saw is part of what is decided. */
export interface Seen {
  holder: string | null
}

export interface Entry {
  move: Move
  seen: Seen
  leaveEmpty: boolean
  /** May it enter although the gate refuses it? */
  override?: boolean | undefined
}

/** Who holds `stage` now, to be remembered with a command; of a shared stage nobody is. */
export function seenIn(db: Db, model: string, stage: string): Seen {
  const policy = policyOf(db, model)
  return { holder: isExclusive(policy, stage) ? (standingOf(db, model, [stage]).occupants[stage] ?? null) : null }
}

/** The one door into every stage. Throws holder-changed, would-leave-empty, gate-failed or override-forbidden. */
export function enterStage(db: Db, { move, seen, leaveEmpty, override = false }: Entry, moment: Moment): Event[] {
  const policy = policyOf(db, move.model)
  const standing = standingOf(db, move.model, allStages(policy))
  if (isExclusive(policy, move.to)) requireSeen(db, move.model, move.to, seen)
  if (leavesEmpty(policy, standing, move) && !leaveEmpty) throw wouldLeaveEmpty(move.model, move.from)
  const { model, version: id, to: stage } = move
  const passed = passGate(db, { model, id, stage, isAsked: asksGate(policy, move), override }, moment)
  return moveEvents(policy, standing, { ...move, ...passed })
}

/** Throws holder-changed. */
export function requireSeen(db: Db, model: string, stage: string, seen: Seen): void {
  const holder = standingOf(db, model, [stage]).occupants[stage] ?? null
  if (holder !== seen.holder) throw changedHands(db, stage, model, holder)
}

function changedHands(db: Db, stage: string, model: string, holder: string | null) {
  if (!holder) return holderChanged(stage, 'no version', '', { holder: null })
  const { version, id } = versionById(db, holder)!
  const by = enteredBy(db, holder)
  return holderChanged(stage, `${model}@${version}`, by ?? '', { holder: { model, version, id }, by: by ?? null })
}

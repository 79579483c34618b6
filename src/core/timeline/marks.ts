import type { Event } from '../event'
import type { RollbackCode } from '../stages'
import type { RolloutChange, StageChange } from './bars'

/**
 * What happened at an instant, beside what bars say. What is `untrusted` has no effect: it says what takes a signature.
 * A `clock` jumped where a commit's time does not fit between its neighbours'; `note` is the time that it says.
 */
export const markKinds = [
  'registered',
  'refused',
  'override',
  'rollback',
  'check',
  'approval',
  'withdrawal',
  'policy',
  'untrusted',
  'clock',
] as const
export type MarkKind = (typeof markKinds)[number]

export interface Mark {
  kind: MarkKind
  seq: number
  at: string
  by: string
  version?: number
  /** Which it is about. */
  stage?: string
  reason?: string | undefined
  code?: RollbackCode | undefined
  note?: string | undefined
  /** Of a check that failed. */
  check?: string | undefined
  url?: string | undefined
  /** sha256 of the gate's report. */
  gate?: string | undefined
  /** Why it has no effect. */
  distrust?: string
}

export interface Noted {
  seq: number
  at: string
  by: string
  version: number | null
  event: Event
  distrust: string | null
}

/** Of a change of stages or rollouts: a rollback, an override, both or neither. */
export function movesOf(changes: readonly (StageChange | RolloutChange)[]): Mark[] {
  return changes.flatMap((change): Mark[] => {
    const { seq, at, stage, version, cause } = change
    const { by, kind, reason, code, gate } = cause
    // Who has to go, and what a move ends, is told by that move.
    if ('displacedBy' in change || (version === null && kind !== undefined)) return []
    const mark = { seq, at, by, stage, reason, code, gate, ...(version === null ? {} : { version }) }
    // A rollout that is ended says why, as a rollback does.
    const isRollback = kind === 'rollback' || (kind === undefined && code !== undefined)
    return [
      ...(isRollback ? [{ kind: 'rollback' as const, ...mark }] : []),
      ...(cause.override ? [{ kind: 'override' as const, ...mark }] : []),
    ]
  })
}

/** What an event is marked as that moves nothing. */
export function marksOf({ seq, at, by, version, event, distrust }: Noted): Mark[] {
  const base = { seq, at, by, ...(version === null ? {} : { version }) }
  const mark = (kind: MarkKind, more: Partial<Mark> = {}): Mark => ({ kind, ...base, ...more })
  if (distrust !== null) {
    const stage = 'to' in event ? event.to : 'stage' in event ? event.stage : undefined
    return [mark('untrusted', { ...(stage === undefined ? {} : { stage }), distrust, note: event.type })]
  }
  // What is said of a version that is not there changes nothing.
  if (version === null) return []
  switch (event.type) {
    case 'promotion.refused':
      return [mark('refused', { stage: event.stage, gate: event.report, reason: event.reason })]
    case 'check.recorded':
      return event.result === 'fail' ? [mark('check', { check: event.check, note: event.note, url: event.url })] : []
    case 'approval.given':
    case 'approval.withdrawn':
      return [
        mark(event.type === 'approval.given' ? 'approval' : 'withdrawal', { stage: event.stage, note: event.note }),
      ]
    default:
      return []
  }
}

import { effectOf, endsRollout } from '../core/moveEffect'
import { own } from '../core/own'
import { allStages, isExclusive, mainStage, type Policy } from '../core/policy/policy'
import type { Actor } from '../core/record'
import { kindOf } from '../core/stages'
import { byStage, numberOf } from '../index/find'
import { deploymentsOf, rolloutsOf } from '../index/serving'
import { standingOf } from '../index/standing'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { BlobOf } from './gateCard'
import type { PendingItem } from './pending'

/** What a promotion will do to others. Versions are named by number. */
export interface ReviewedEffect {
  displaced: number | null
  aliases: { alias: string; from: number | null; to: number | null }[]
  rollbackTo: number | null
  leavesEmpty: boolean
  /** Rollouts that end, of whichever stage. */
  ends: { stage: string; version: number; percent: number }[]
  /** Environments that will run something else than the stage has. */
  drift: { environment: string; runs: number }[]
}

export interface ReviewedRollout {
  /** Percent of the stage's traffic that the candidate has now; 0 where it has none. */
  share: number
  /** Another version that is being rolled out. */
  other: { version: number; percent: number } | null
  /** Why it cannot be had a part of the traffic; null where it can. */
  obstacle: 'shared' | 'nobody' | 'there' | 'other' | null
}

/** A promotion that somebody looks at. */
export interface Case {
  row: VersionRow
  policy: Policy
  stage: string
  actor: Actor
  at: string
  waiting: readonly PendingItem[]
  blob: BlobOf
}

export function effectIn(db: Db, { row: { model, id, stage: from }, policy, stage }: Case): ReviewedEffect {
  const number = (version: string | null) => (version === null ? null : numberOf(db, version))
  const standing = standingOf(db, model, allStages(policy))
  const move = { model, version: id, from, to: stage, kind: kindOf(policy, from, stage) }
  const { displaced, aliases, rollbackTo, leavesEmpty } = effectOf(policy, standing, move)
  const rollouts = Object.entries(rolloutsOf(db, model)).map(([rolled, of]) => ({ stage: rolled, ...of }))
  const isCompleted = (rollout: { stage: string; version: string }) => rollout.stage === stage && rollout.version === id
  const isEntered = isExclusive(policy, stage)
  return {
    displaced: number(displaced),
    aliases: aliases.map(({ alias, from, to }) => ({ alias, from: number(from), to: number(to) })),
    rollbackTo: number(rollbackTo),
    leavesEmpty,
    ends:
      from === stage
        ? []
        : rollouts
            .filter((rollout) => endsRollout(move, rollout) && !isCompleted(rollout))
            .map(({ version, ...rollout }) => ({ ...rollout, version: numberOf(db, version) })),
    drift: !isEntered
      ? []
      : deploymentsOf(db, model)
          .filter((runs) => (runs.stage ?? mainStage(policy)) === stage && runs.id !== id)
          .map(({ environment, version }) => ({ environment, runs: version })),
  }
}

export function rolloutIn(db: Db, { row: { model, id, stage: from }, policy, stage }: Case): ReviewedRollout {
  const running = own(rolloutsOf(db, model), stage)
  const isOthers = running !== undefined && running.version !== id
  const obstacle = !isExclusive(policy, stage)
    ? 'shared'
    : from === stage
      ? 'there'
      : byStage(db, model, stage) === undefined
        ? 'nobody'
        : isOthers
          ? 'other'
          : null
  return {
    share: running && !isOthers ? running.percent : 0,
    other: isOthers ? { version: numberOf(db, running.version), percent: running.percent } : null,
    obstacle,
  }
}

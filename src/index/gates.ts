import type { Db } from '../sqlite/db'
import { after, type Before, ever } from './before'

// What gates said of versions, as far as the log names it. Reports themselves are blobs.

/** That a version got on though a gate refused it. */
export interface Override {
  stage: string
  at: string
  by: { name: string; email: string }
  reason: string | null
}

/** The last override of each of some versions, by its id; of those alone that have one. `seq` is the last commit that counts. */
export function overridesOf(
  db: Db,
  ids: readonly string[],
  seq = Number.MAX_SAFE_INTEGER,
): Readonly<Record<string, Override>> {
  const rows = db.all<Omit<Override, 'by'> & { id: string; name: string; email: string }>(
    `
    select v.id, coalesce(e.body ->> 'to', e.body ->> 'stage') as stage, c.at, c.name, c.email, e.body ->> 'reason' as reason
    from json_each(:ids) wanted
    join version v on v.id = wanted.value
    join event e on e.version = v.id and e.type in ('stage.entered', 'rollout.set')
    join commits c on c.seq = e.seq
    where e.problem is null and e.distrust is null and e.model = v.model and e.seq <= :seq
      and e.body ->> 'override' = 1
    order by e.seq, e.n`,
    { ids: JSON.stringify(ids), seq },
  )
  return Object.fromEntries(
    rows.map(({ id, stage, at, name, email, reason }) => [id, { stage, at, by: { name, email }, reason }]),
  )
}

/** The last report on a version: of which stage's gate, and on which occasion. */
export interface GateRow {
  /** Of the blob that holds it. */
  digest: string
  stage: string
  at: string
  /** `refused` nothing was moved; `overridden` it was all the same; `rollback` nobody had to pass; else it passed. */
  outcome: 'passed' | 'refused' | 'overridden' | 'rollback'
}

export const lastGateOf = (db: Db, id: string, seq = Number.MAX_SAFE_INTEGER): GateRow | undefined => {
  const [last] = gatesOf(db, id, { before: after(seq), limit: 1 })
  return last && { digest: last.digest, stage: last.stage, at: last.at, outcome: last.outcome }
}

/** A report as part of the history of a version: who asked for it, and before which event it was made. */
export interface AskedGate extends GateRow {
  by: { name: string; email: string }
  reason: string | null
  /** Of a rollout that was asked for. */
  percent: number | null
  seq: number
  n: number
}

/** The reports on a version before a moment, of every stage's gate or of one's, newest first. */
export const gatesOf = (
  db: Db,
  id: string,
  { stage = null, before = ever, limit = 100 }: { stage?: string | null; before?: Before; limit?: number } = {},
): AskedGate[] =>
  db
    .all<Omit<AskedGate, 'by'> & { name: string; email: string }>(
      `
    select coalesce(e.body ->> 'gate', e.body ->> 'report') as digest,
      coalesce(e.body ->> 'to', e.body ->> 'stage') as stage, c.at, c.name, c.email,
      e.body ->> 'reason' as reason, e.body ->> 'percent' as percent, e.seq, e.n,
      case
        when e.type = 'promotion.refused' then 'refused'
        when e.body ->> 'override' = 1 then 'overridden'
        when e.body ->> 'kind' = 'rollback' then 'rollback'
        else 'passed'
      end as outcome
    from event e
    join version v on v.id = e.version and v.model = e.model
    join commits c on c.seq = e.seq
    where e.version = :id and e.type in ('stage.entered', 'promotion.refused', 'rollout.set') and (e.seq, e.n) < (:seq, :n)
      and (:stage is null or coalesce(e.body ->> 'to', e.body ->> 'stage') = :stage)
      and e.problem is null and e.distrust is null and coalesce(e.body ->> 'gate', e.body ->> 'report') is not null
    order by e.seq desc, e.n desc
    limit :limit`,
      { id, stage, ...before, limit },
    )
    .map(({ name, email, ...row }) => ({ ...row, by: { name, email } }))

/** When the holder of an exclusive stage entered it. */
export interface Entry {
  model: string
  version: number
  stage: string
  at: string
}

/** Of those who hold a stage now, the ones that entered it last, newest first. */
export const lastEntries = (db: Db, limit: number): Entry[] =>
  db.all<Entry>(
    `
    select h.model, v.number as version, h.stage, c.at
    from holder h
    join version v on v.key = h.version and v.stage = h.stage
    join commits c on c.seq = v.entered_seq
    where h.depth = (select max(depth) from holder top where top.model = h.model and top.stage = h.stage)
    order by v.entered_seq desc, v.entered_n desc
    limit :limit`,
    { limit },
  )

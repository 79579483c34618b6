import type { EventOf } from '../core/event'
import type { VersionRecord } from '../core/record'
import type { Db, Params } from '../sqlite/db'
import { type Before, ever } from './before'
import { parseBody } from './parseBody'
import type { Page } from './versions'

/** One event of the log with its envelope. `body` is the event as it was written. */
export interface EventRow {
  seq: number
  n: number
  commit: string
  at: string
  name: string
  email: string
  client: string
  type: string
  model: string | null
  /** The version's number, where the event is about one that is known. */
  version: number | null
  body: Record<string, unknown>
  problem: string | null
  /** Why it has no effect, where it claims what nobody signed who may say such things. */
  distrust: string | null
}

/** In log order; `where` speaks of the tables `e` (event) and `c` (its commit). */
export function eventRows(
  db: Db,
  where = 'true',
  params: Params = {},
  { limit = -1, offset = 0 }: Page = {},
): EventRow[] {
  return db
    .all<Omit<EventRow, 'body'> & { body: string }>(
      `
      select e.seq, e.n, c.id as "commit", c.at, c.name, c.email, c.client, e.type, e.model, v.number as version, e.body, e.problem, e.distrust
      from event e
      join commits c on c.seq = e.seq
      left join version v on v.id = e.version
      where ${where}
      order by e.seq, e.n
      limit :limit offset :offset`,
      { ...params, limit, offset },
    )
    .map((row) => ({ ...row, body: parseBody(row.body) }))
}

/**
 * What people did, newest first: without the events that come along with another (a model's first, an alias that
 * follows a stage, the words that a version is registered with), and without records, which are large.
 */
export const newestEvents = (db: Db, limit: number): EventRow[] => newestRows(db, 'event e', { limit })

/** The same of one version until after commit `seq`, also of what was done to another one that took its place. */
export const newestAbout = (db: Db, id: string, { limit, seq }: { limit: number; seq: number }): EventRow[] =>
  // A cross join begins with the few that are about it.
  newestRows(
    db,
    `(select seq, n from event where version = :id and seq <= :seq
      union
      select s.seq, s.n from version changed join stage_change s on s.version = changed.key
        where changed.id = :id and s.seq <= :seq) about
      cross join event e on e.seq = about.seq and e.n = about.n`,
    { id, limit, seq },
  )

function newestRows(db: Db, from: string, params: Params): EventRow[] {
  return db
    .all<Omit<EventRow, 'body'> & { body: string }>(
      `
      select e.seq, e.n, c.id as "commit", c.at, c.name, c.email, c.client, e.type, e.model, v.number as version,
        case when json_valid(e.body) then json_remove(e.body, '$.record') else e.body end as body, e.problem, e.distrust
      from ${from}
      join commits c on c.seq = e.seq
      left join version v on v.id = e.version
      where e.type not in ('model.created', 'dataset.recorded')
        and (e.type not like 'alias.%' or not json_valid(e.body) or e.body ->> 'follows' is null)
        and (e.type <> 'version.described' or not exists (
          select 1 from event r where r.seq = e.seq and r.type = 'version.registered' and r.version = e.version))
      order by e.seq desc, e.n desc
      limit :limit`,
      params,
    )
    .map((row) => ({ ...row, body: parseBody(row.body) }))
}

/** The record of a version, as it was registered. */
export function recordOf(db: Db, id: string): VersionRecord | undefined {
  const row = db.get<{ body: string }>(
    'select e.body from version v join event e on e.seq = v.seq and e.n = v.n where v.id = :id',
    { id },
  )
  return row && parseBody<EventOf<'version.registered'>>(row.body).record
}

/** What happened to a version before a moment, also by way of another one that took its place. */
export const historyOf = (db: Db, id: string, before: Before = ever): EventRow[] =>
  eventRows(
    db,
    `(e.version = :id or (e.seq, e.n) in (
      select s.seq, s.n from stage_change s join version changed on changed.key = s.version where changed.id = :id))
      and (e.seq, e.n) < (:seq, :n)`,
    { id, ...before },
  )

export interface CommitRow {
  seq: number
  id: string
  at: string
}

/**
 * The commit after which the log stood at an instant; undefined when it began later. Times of commits only grow, unless
 * somebody forged one: then it is the last before one that is later.
 */
export function headAt(db: Db, instant: string): CommitRow | undefined {
  const near = db.get<{ seq: number }>(
    "select seq from commits where at <= :instant and at <> '' order by at desc, seq desc limit 1",
    { instant },
  )
  const next =
    near &&
    db.get<{ seq: number }>('select seq from commits where seq > :seq and +at > :instant order by seq limit 1', {
      seq: near.seq,
      instant,
    })
  return near && lastCommit(db, next ? next.seq : Number.MAX_SAFE_INTEGER)
}

/** The last commit before `seq` that is one. */
export const lastCommit = (db: Db, before = Number.MAX_SAFE_INTEGER): CommitRow | undefined =>
  db.get("select seq, id, at from commits where seq < :before and id <> '' order by seq desc limit 1", { before })

/** The stages that versions of a model, or of all, were in after commit `seq`; those in `none` are left out. */
export const stagesAt = (db: Db, seq: number, model?: string): { model: string; number: number; stage: string }[] =>
  db.all(
    `
    select s.model, v.number, s.stage
    from stage_change s
    join version v on v.key = s.version
    where ${model === undefined ? '' : 's.model = :model and'} s.stage <> 'none' and s.seq <= :seq and not exists (
      select 1 from stage_change later
      where later.version = s.version and later.seq <= :seq and (later.seq, later.n) > (s.seq, s.n))
    order by s.model, v.number`,
    { seq, ...(model === undefined ? {} : { model }) },
  )

/** Where the aliases of a model, or of all, pointed after commit `seq`. */
export const aliasesAt = (db: Db, seq: number, model?: string): { model: string; name: string; number: number }[] =>
  db.all(
    `
    select c.model, c.name, v.number
    from alias_change c
    join version v on v.key = c.version
    where ${model === undefined ? '' : 'c.model = :model and'} c.seq <= :seq and not exists (
      select 1 from alias_change later
      where later.model = c.model and later.name = c.name and later.seq <= :seq
        and (later.seq, later.n) > (c.seq, c.n))
    order by c.model, c.name`,
    { seq, ...(model === undefined ? {} : { model }) },
  )

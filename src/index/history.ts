import type { Event } from '../core/event'
import type { VersionRecord } from '../core/record'
import type { Db, Params } from '../sqlite/db'
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
  /** Why it has no effect, where nobody signed it who may say such things. */
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
export const newestEvents = (db: Db, limit: number): EventRow[] => newestRows(db, 'true', { limit })

/** The same of one version, also of what was done to another one that took its place. */
export const newestAbout = (db: Db, id: string, { limit, seq }: { limit: number; seq: number }): EventRow[] =>
  newestRows(
    db,
    `(e.seq, e.n) in (
      select seq, n from event where version = :id
      union
      select s.seq, s.n from stage_change s join version changed on changed.key = s.version where changed.id = :id)
      and e.seq <= :seq`,
    { id, limit, seq },
  )

function newestRows(db: Db, where: string, params: Params): EventRow[] {
  return db
    .all<Omit<EventRow, 'body'> & { body: string }>(
      `
      select e.seq, e.n, c.id as "commit", c.at, c.name, c.email, c.client, e.type, e.model, v.number as version,
        case when json_valid(e.body) then json_remove(e.body, '$.record') else e.body end as body, e.problem, e.distrust
      from event e
      join commits c on c.seq = e.seq
      left join version v on v.id = e.version
      where e.type not in ('model.created', 'dataset.recorded')
        and (e.type not like 'alias.%' or not json_valid(e.body) or e.body ->> 'follows' is null)
        and (e.type <> 'version.described' or not exists (
          select 1 from event r where r.seq = e.seq and r.type = 'version.registered' and r.version = e.version))
        and ${where}
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
  return row && (parseBody(row.body) as unknown as Extract<Event, { type: 'version.registered' }>).record
}

/** What happened to a version, also by way of another one that took its place. */
export const historyOf = (db: Db, id: string): EventRow[] =>
  eventRows(
    db,
    `e.version = :id or (e.seq, e.n) in (
      select s.seq, s.n from stage_change s join version changed on changed.key = s.version where changed.id = :id)`,
    { id },
  )

/** The last commit at or before an instant; undefined when the log began later. */
export function headAt(db: Db, instant: string): { seq: number; at: string } | undefined {
  return db.get(
    "select seq, at from commits where seq = (select max(seq) from commits where at <= :instant and at <> '')",
    { instant },
  )
}

/** The stage that versions of a model were in after commit `seq`. Versions registered later are left out. */
export function stagesAt(db: Db, model: string, seq: number): { number: number; stage: string }[] {
  return db.all(
    `
    select v.number, coalesce((
      select s.stage from stage_change s
      where s.version = v.key and s.seq <= :seq
      order by s.seq desc, s.n desc limit 1), 'none') as stage
    from version v
    where v.model = :model and v.seq <= :seq
    order by v.number`,
    { model, seq },
  )
}

export function aliasesAt(db: Db, model: string, seq: number): { name: string; number: number }[] {
  return db.all(
    `
    select c.name, v.number
    from alias_change c
    join version v on v.key = c.version
    where c.model = :model and c.seq <= :seq and not exists (
      select 1 from alias_change later
      where later.model = c.model and later.name = c.name and later.seq <= :seq
        and (later.seq, later.n) > (c.seq, c.n))
    order by c.name`,
    { model, seq },
  )
}

/** A body that is no JSON can only be a damaged page, which SQLite itself does not notice. */
function parseBody(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch (cause) {
    throw Object.assign(new Error('the index holds an event that is not JSON', { cause }), { code: 'SQLITE_CORRUPT' })
  }
}

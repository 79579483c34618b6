import type { Event } from '../core/event'
import { applyToVersion, isVersionEvent, newVersion, type Version } from '../core/version'
import type { Db } from '../sqlite/db'
import { byAlias, byStage } from './find'
import type { Before } from './policies'

// What versions were before an event of the log; without one, what they are now.

interface Row {
  body: string
  at: string
  name: string
  email: string
  signed: number
}

/** All that the log says of a version; undefined when it was not registered yet. */
export function versionAsOf(db: Db, id: string, before?: Before): Version | undefined {
  const rows = db.all<Row>(
    `
    select e.body, c.at, c.name, c.email, c.signed
    from (
      select o.seq, o.n from version v join event o on o.version = v.id and (o.seq, o.n) >= (v.seq, v.n) where v.id = :id
      union
      select s.seq, s.n from version v join stage_change s on s.version = v.key where v.id = :id) about
    -- In this order: a model has more events than a version.
    cross join event e on e.seq = about.seq and e.n = about.n
    cross join commits c on c.seq = e.seq
    where e.problem is null and e.distrust is null and (about.seq, about.n) < (:seq, :n)
      and +e.model = (select model from version where id = :id)
    order by about.seq, about.n`,
    { id, ...(before ? { seq: before.seq, n: before.n } : { seq: Number.MAX_SAFE_INTEGER, n: 0 }) },
  )
  let version: Version | undefined
  for (const { body, at, name, email, signed } of rows) {
    const event = JSON.parse(body) as Event
    const envelope = { at, actor: { name, email }, signed: signed === 1 }
    if (event.type === 'version.registered') version ??= newVersion(event, envelope)
    else if (version && isVersionEvent(event)) version = applyToVersion(version, event, envelope)
  }
  return version
}

/** The id of the version in a stage: of a shared one, of its latest entrant. */
export function inStageAsOf(db: Db, model: string, stage: string, before?: Before): string | undefined {
  if (!before) return byStage(db, model, stage)
  return db.get<{ id: string }>(
    `
    select v.id
    from version v
    join stage_change s on s.version = v.key
    where v.model = :model and (s.seq, s.n) < (:seq, :n) and s.stage = :stage and not exists (
      select 1 from stage_change later
      where later.version = v.key and (later.seq, later.n) < (:seq, :n) and (later.seq, later.n) > (s.seq, s.n))
    order by s.seq desc, s.n desc
    limit 1`,
    { model, stage, seq: before.seq, n: before.n },
  )?.id
}

/** The id of the version that an alias named. */
export function byAliasAsOf(db: Db, model: string, alias: string, before?: Before): string | undefined {
  if (!before) return byAlias(db, model, alias)
  return (
    db.get<{ id: string | null }>(
      `
    select v.id
    from alias_change a
    left join version v on v.key = a.version
    where a.model = :model and a.name = :alias and (a.seq, a.n) < (:seq, :n)
    order by a.seq desc, a.n desc
    limit 1`,
      { model, alias, seq: before.seq, n: before.n },
    )?.id ?? undefined
  )
}

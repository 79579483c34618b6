import type { Event, EventOf } from '../core/event'
import { applyToVersion, isVersionEvent, newVersion, type Version } from '../core/version'
import type { Db, Params } from '../sqlite/db'
import type { Before } from './before'
import { parseBody } from './parseBody'

/** How much of a record is read. */
export type Extent = 'all of it' | 'what rows tell'

const bodies: Record<Extent, string> = {
  'all of it': 'e.body',
  // The rest may be large.
  'what rows tell': `case when e.type = 'version.registered' then json_remove(e.body, '$.record.files',
    '$.record.params', '$.record.environment', '$.record.signature') else e.body end`,
}

/**
 * What the log says of versions until a moment, by their keys. They are found by `where`, which speaks of the table
 * `v`; one that was not registered yet is left out.
 */
export function foldVersions(
  db: Db,
  where: string,
  params: Params,
  before: Before,
  extent: Extent = 'all of it',
): Map<number, Version> {
  const rows = db.each<Said>(
    `
    with found as materialized (select v.key, v.id, v.model, v.seq, v.n from version v where ${where})
    select said.key, said.body, c.at, c.name, c.email, c.signed, l.seq is not null as labelled
    from (
      -- By way of the versions: a model may have thousands of events, the log far more.
      select v.key, e.seq, e.n, ${bodies[extent]} as body
      from found v
      cross join event e on e.version = v.id and +e.model = v.model and (e.seq, e.n) >= (v.seq, v.n) and (e.seq, e.n) < (:seq, :n)
      where e.problem is null and e.distrust is null
        and e.type not in ('alias.moved', 'deployment.reported', 'rollout.set', 'promotion.refused')
      union all
      -- Another version took its place.
      select v.key, e.seq, e.n, e.body
      from found v
      cross join stage_change s on s.version = v.key and (s.seq, s.n) < (:seq, :n)
      cross join event e on e.seq = s.seq and e.n = s.n
      where e.version <> v.id) said
    cross join commits c on c.seq = said.seq
    left join label_change l on l.version = said.key and l.seq = said.seq and l.n = said.n
    order by said.key, said.seq, said.n`,
    { ...params, ...before },
  )
  const versions = new Map<number, Folding>()
  for (const { key, body, at, name, email, signed, labelled } of rows) {
    const event = parseBody<Event>(body)
    const folding = versions.get(key)
    if (!folding) {
      if (event.type !== 'version.registered') continue
      versions.set(key, { version: newVersion(event, { at, actor: { name, email } }) })
    } else if (event.type === 'evaluation.recorded') measure(folding, event)
    else if (event.type === 'version.described') describe(folding, event, labelled === 1)
    else if (isVersionEvent(event))
      folding.version = applyToVersion(folding.version, event, { at, actor: { name, email }, signed: signed === 1 })
  }
  return new Map([...versions].map(([key, folding]) => [key, whole(folding)]))
}

interface Said {
  key: number
  body: string
  at: string
  name: string
  email: string
  signed: number
  /** Did it change the version's label? One that was taken was not given. */
  labelled: number
}

/** There may be thousands of measurements and descriptions, and no other event minds them: they are taken in at once. */
interface Folding {
  version: Version
  measured?: EventOf<'evaluation.recorded'>
  described?: EventOf<'version.described'>
  tags?: Map<string, string | null>
}

function measure(folding: Folding, event: EventOf<'evaluation.recorded'>): void {
  if (!folding.measured) folding.measured = event
  else for (const metric of event.metrics) folding.measured.metrics.push(metric)
}

function describe(folding: Folding, event: EventOf<'version.described'>, labelled: boolean): void {
  const { label, tags = {}, ...rest } = event
  folding.described = { ...folding.described, ...rest, ...(labelled && label !== undefined ? { label } : {}) }
  folding.tags ??= new Map()
  for (const [name, value] of Object.entries(tags)) folding.tags.set(name, value)
}

function whole({ version, measured, described, tags = new Map() }: Folding): Version {
  const envelope = { at: version.at, actor: version.by }
  const said = described && { ...described, tags: Object.fromEntries(tags) }
  const after = measured ? applyToVersion(version, measured, envelope) : version
  return said ? applyToVersion(after, said, envelope) : after
}

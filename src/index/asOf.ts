import type { Event, EventOf } from '../core/event'
import { applyToVersion, isVersionEvent, newVersion, type Version } from '../core/version'
import type { Db, Params } from '../sqlite/db'
import { after, type Before, ever } from './before'
import { aliasesAt } from './history'
import { parseBody } from './parseBody'
import type { Page, VersionRow } from './versions'

// What versions were at a moment of the log: the fold of what it says of them until then.

/** All that the log says of a version; undefined when it was not registered yet. */
export const versionAsOf = (db: Db, id: string, before: Before = ever): Version | undefined =>
  folded(db, 'v.id = :id', { id }, before).values().next().value

/** As lists show it, after commit `seq`. */
export const versionByIdAt = (db: Db, id: string, seq: number): VersionRow | undefined =>
  versionRowsAt(db, seq, 'v.id = :id', { id })[0]

/** As versionRows, after commit `seq`. Only what never changes of a version may be asked for in `where`. */
export function versionRowsAt(
  db: Db,
  seq: number,
  where: string,
  params: Params = {},
  { limit = -1, offset = 0 }: Page = {},
): VersionRow[] {
  const rows = db.all<FixedRow>(
    `select v.key, v.model, v.number, v.id, v.digest, v.at, v.author, v.email, v.run, v.files, v.bytes
      from version v where v.seq <= :seq and (${where}) order by v.seq desc, v.n desc limit :limit offset :offset`,
    { ...params, seq, limit, offset },
  )
  const keys = JSON.stringify(rows.map(({ key }) => key))
  const these = 'v.key in (select value from json_each(:keys))'
  const versions = folded(db, these, { keys }, after(seq), briefly)
  const aliases = new Map([...new Set(rows.map(({ model }) => model))].map((model) => [model, namesAt(db, model, seq)]))
  return rows.map(({ key, ...row }) => rowOf(row, versions.get(key)!, aliases.get(row.model)!.get(row.number) ?? []))
}

/** Of the version table: what is so from the registration on. */
interface FixedRow extends Pick<VersionRow, 'model' | 'id' | 'digest' | 'at' | 'run' | 'files' | 'bytes'> {
  key: number
  number: number
  author: string
  email: string
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

const fully = 'e.body'
/** Without what rows tell nothing of, and what may be large. */
const briefly = `case when e.type = 'version.registered' then json_remove(e.body, ${[
  'files',
  'params',
  'environment',
  'signature',
]
  .map((part) => `'$.record.${part}'`)
  .join()}) else e.body end`

/** By key; `where` speaks of the table `v`. */
function folded(db: Db, where: string, params: Params, before: Before, body = fully): Map<number, Version> {
  const rows = db.each<Said>(
    `
    with found as materialized (select v.key, v.id, v.model, v.seq, v.n from version v where ${where})
    select about.key, ${body} as body, c.at, c.name, c.email, c.signed, l.seq is not null as labelled
    from (
      select v.key, v.model, o.seq, o.n from found v
        join event o on o.version = v.id and (o.seq, o.n) >= (v.seq, v.n) and (o.seq, o.n) < (:seq, :n)
      union
      select v.key, v.model, s.seq, s.n from found v
        join stage_change s on s.version = v.key and (s.seq, s.n) < (:seq, :n)) about
    join event e on e.seq = about.seq and e.n = about.n
    join commits c on c.seq = e.seq
    left join label_change l on l.version = about.key and l.seq = e.seq and l.n = e.n
    where e.problem is null and e.distrust is null and e.model = about.model
    order by about.key, e.seq, e.n`,
    { ...params, ...before },
  )
  const versions = new Map<number, Version>()
  /** Measurements are taken in all at once: there may be thousands, and they change nothing else. */
  const measured = new Map<number, EventOf<'evaluation.recorded'>>()
  for (const { key, body: text, at, name, email, signed, labelled } of rows) {
    const event = parseBody<Event>(text)
    const envelope = { at, actor: { name, email }, signed: signed === 1 }
    const version = versions.get(key)
    if (event.type === 'version.registered') {
      if (!version) versions.set(key, newVersion(event, envelope))
    } else if (version && event.type === 'evaluation.recorded') {
      const known = measured.get(key)
      if (known) known.metrics.push(...event.metrics)
      else measured.set(key, event)
    } else if (version && isVersionEvent(event)) {
      const said = event.type === 'version.described' && !labelled ? { ...event, label: undefined } : event
      versions.set(key, applyToVersion(version, said, envelope))
    }
  }
  for (const [key, event] of measured) {
    const version = versions.get(key)!
    versions.set(key, applyToVersion(version, event, { at: version.at, actor: version.by }))
  }
  return versions
}

/** number → the aliases that named it. */
function namesAt(db: Db, model: string, seq: number): Map<number, string[]> {
  const names = new Map<number, string[]>()
  for (const { name, number } of aliasesAt(db, seq, model))
    (names.get(number) ?? names.set(number, []).get(number)!).push(name)
  return names
}

function rowOf({ number, author, email, ...fixed }: Omit<FixedRow, 'key'>, version: Version, aliases: string[]) {
  const { stage, label = null, description, tags, metrics, storageClass = null } = version
  const measured = Object.values(metrics).toSorted(
    (a, b) => compared(a.name, b.name) || compared(a.slice, b.slice) || compared(a.dataset, b.dataset),
  )
  return {
    ...fixed,
    version: number,
    author: { name: author, email },
    ...{ stage, aliases, label, description, storageClass },
    metrics: measured.map(({ name, value, slice, dataset }) => ({
      name,
      value,
      ...(slice ? { slice } : {}),
      ...(dataset ? { dataset } : {}),
    })),
    tags: Object.fromEntries(Object.entries(tags).toSorted(([a], [b]) => compared(a, b))),
  }
}

const compared = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)

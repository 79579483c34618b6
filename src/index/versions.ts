import type { Metric, MetricValue } from '../core/metric'
import type { Db, Params } from '../sqlite/db'

export interface MetricRow {
  name: string
  value: MetricValue
  slice?: string
  dataset?: string
  interval?: Metric['interval']
  n?: number
}

/** A version as lists show it. */
export interface VersionRow {
  model: string
  version: number
  id: string
  digest: string
  stage: string
  aliases: string[]
  label: string | null
  description: string
  at: string
  author: { name: string; email: string }
  run: string | null
  /** What its files were moved to; null while they are where they were put. */
  storageClass: string | null
  files: number
  bytes: number
  metrics: MetricRow[]
  tags: Record<string, string>
}

export interface Page {
  limit?: number | undefined
  offset?: number | undefined
}

/** Every version there is, newest first, where `where` holds. `where` speaks of the table `v`. */
export function versionRows(
  db: Db,
  where: string,
  params: Params = {},
  { limit = -1, offset = 0 }: Page = {},
): VersionRow[] {
  return db
    .all<RawRow>(
      `
      select v.model, v.number, v.id, v.digest, v.stage, v.label, v.description, v.at, v.author, v.email, v.run, v.storage_class as storageClass, v.files, v.bytes,
        (select json_group_array(a.name order by a.name) from alias a where a.version = v.key) as aliases,
        (select json_group_object(t.name, t.value) from version_tag t where t.version = v.key) as tags,
        (select json_group_array(json_array(m.name, m.slice, m.dataset,
            case when m.value is null then 'NaN' when m.value = 9e999 then 'Infinity' when m.value = -9e999 then '-Infinity' else m.value end, m.more)
            order by m.name, m.slice, m.dataset)
          from metric m where m.version = v.key) as metrics
      -- First which versions, then all about them: a sort would otherwise carry everything of those that are cut off.
      from (select v.key from version v where ${where} order by v.seq desc, v.n desc limit :limit offset :offset) page
      join version v on v.key = page.key
      order by v.seq desc, v.n desc`,
      { ...params, limit, offset },
    )
    .map(rowOf)
}

export const versionsOf = (db: Db, model: string, page?: Page): VersionRow[] =>
  versionRows(db, 'v.model = :model', { model }, page)
export const versionById = (db: Db, id: string): VersionRow | undefined => versionRows(db, 'v.id = :id', { id })[0]

export function versionCount(db: Db, model: string): number {
  return db.get<{ versions: number }>('select versions from model where name = :model', { model })?.versions ?? 0
}

interface RawRow extends Omit<VersionRow, 'version' | 'aliases' | 'author' | 'metrics' | 'tags'> {
  number: number
  author: string
  email: string
  aliases: string
  tags: string
  metrics: string
}

function rowOf({
  model,
  number,
  id,
  digest,
  stage,
  aliases,
  label,
  description,
  at,
  author,
  email,
  run,
  storageClass,
  files,
  bytes,
  metrics,
  tags,
}: RawRow): VersionRow {
  const measured = JSON.parse(metrics) as [string, string, string, MetricValue, string | null][]
  return {
    model,
    version: number,
    id,
    digest,
    stage,
    aliases: JSON.parse(aliases) as string[],
    label,
    description,
    at,
    author: { name: author, email },
    run,
    storageClass,
    files,
    bytes,
    metrics: measured.map(([name, slice, dataset, value, more]) => ({
      name,
      value,
      ...(slice ? { slice } : {}),
      ...(dataset ? { dataset } : {}),
      ...(more === null ? {} : (JSON.parse(more) as Pick<Metric, 'interval' | 'n'>)),
    })),
    tags: JSON.parse(tags) as Record<string, string>,
  }
}

import { tagsAfter } from '../core/version'
import type { Db, Params } from '../sqlite/db'
import { parseBody } from './parseBody'
import type { Page } from './versions'

/** A model as lists show it. */
export interface ModelRow {
  model: string
  description: string
  createdAt: string
  changedAt: string
  versions: number
  latest: number | null
  /** stage → numbers of the versions in it, `none` and `archived` left out. */
  stages: Record<string, number[]>
  /** alias → number. */
  aliases: Record<string, number>
  tags: Record<string, string>
}

/** In the order of their names; `where` speaks of the table `m`. */
export function modelRows(
  db: Db,
  where = 'true',
  params: Params = {},
  { limit = -1, offset = 0 }: Page = {},
): ModelRow[] {
  return db
    .all<RawRow>(
      `
      select m.name as model, m.description, m.created_at as createdAt, m.changed_at as changedAt, m.versions,
        (select max(number) from version v where v.model = m.name) as latest,
        (select json_group_array(json_array(v.stage, v.number) order by v.number) from version v
          where v.model = m.name and v.stage not in ('none', 'archived')) as stages,
        (select json_group_object(a.name, v.number) from alias a join version v on v.key = a.version where a.model = m.name) as aliases,
        (select json_group_object(t.name, t.value) from model_tag t where t.model = m.name) as tags
      from model m
      where ${where}
      order by m.name
      limit :limit offset :offset`,
      { ...params, limit, offset },
    )
    .map(modelRowOf)
}

export const modelRow = (db: Db, model: string): ModelRow | undefined => modelRows(db, 'm.name = :model', { model })[0]

/** As modelRows, after commit `seq`. Only the name may be asked for in `where`. */
export function modelRowsAt(
  db: Db,
  seq: number,
  where = 'true',
  params: Params = {},
  { limit = -1, offset = 0 }: Page = {},
): ModelRow[] {
  const last = (table: string) => `(later.seq, later.n) > (${table}.seq, ${table}.n) and later.seq <= :seq`
  return db
    .all<Omit<RawRow, 'description' | 'tags'>>(
      `
      select m.name as model, m.created_at as createdAt,
        coalesce((select c.at from event e join commits c on c.seq = e.seq
          where e.model = m.name and (e.seq, e.n) > (m.seq, m.n) and e.seq <= :seq
            and e.problem is null and e.distrust is null
            and e.type not in ('model.created', 'files.archived', 'files.restored')
          order by e.seq desc, e.n desc limit 1), m.created_at) as changedAt,
        (select count(*) from version v where v.model = m.name and v.seq <= :seq) as versions,
        (select max(number) from version v where v.model = m.name and v.seq <= :seq) as latest,
        (select json_group_array(json_array(s.stage, v.number) order by v.number)
          from stage_change s join version v on v.key = s.version
          where s.model = m.name and s.stage not in ('none', 'archived') and s.seq <= :seq
            and not exists (select 1 from stage_change later where later.version = s.version and ${last('s')})) as stages,
        (select json_group_object(a.name, v.number) from alias_change a join version v on v.key = a.version
          where a.model = m.name and a.seq <= :seq and not exists (select 1 from alias_change later
            where later.model = a.model and later.name = a.name and ${last('a')})) as aliases
      from model m
      where m.seq <= :seq and (${where})
      order by m.name
      limit :limit offset :offset`,
      { ...params, seq, limit, offset },
    )
    .map((row) => modelRowOf({ ...row, ...wordsAt(db, row.model, seq) }))
}

function wordsAt(db: Db, model: string, seq: number): Pick<RawRow, 'description' | 'tags'> {
  const said = db.all<{ description: string | null; tags: string | null }>(
    'select description, tags from model_change where model = :model and seq <= :seq order by seq, n',
    { model, seq },
  )
  let tags: Readonly<Record<string, string>> = {}
  for (const change of said)
    if (change.tags) tags = tagsAfter(tags, parseBody<Record<string, string | null>>(change.tags))
  return {
    description: said.findLast(({ description }) => description !== null)?.description ?? '',
    tags: JSON.stringify(Object.fromEntries(Object.entries(tags).toSorted())),
  }
}

/** From the lists of a row in JSON. */
function modelRowOf(row: RawRow): ModelRow {
  const stages = new Map<string, number[]>()
  for (const [stage, number] of JSON.parse(row.stages) as [string, number][])
    (stages.get(stage) ?? stages.set(stage, []).get(stage)!).push(number)
  return {
    ...row,
    stages: Object.fromEntries(stages),
    aliases: JSON.parse(row.aliases) as Record<string, number>,
    tags: JSON.parse(row.tags) as Record<string, string>,
  }
}

interface RawRow extends Omit<ModelRow, 'stages' | 'aliases' | 'tags'> {
  stages: string
  aliases: string
  tags: string
}

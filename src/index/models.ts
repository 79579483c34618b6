import type { Db, Params } from '../sqlite/db'
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
    .map((row) => {
      const stages = new Map<string, number[]>()
      for (const [stage, number] of JSON.parse(row.stages) as [string, number][])
        (stages.get(stage) ?? stages.set(stage, []).get(stage)!).push(number)
      return {
        ...row,
        stages: Object.fromEntries(stages),
        aliases: JSON.parse(row.aliases) as Record<string, number>,
        tags: JSON.parse(row.tags) as Record<string, string>,
      }
    })
}

export const modelRow = (db: Db, model: string): ModelRow | undefined => modelRows(db, 'm.name = :model', { model })[0]

interface RawRow extends Omit<ModelRow, 'stages' | 'aliases' | 'tags'> {
  stages: string
  aliases: string
  tags: string
}

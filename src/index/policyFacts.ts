import type { Db } from '../sqlite/db'

// What a registry knows that policies speak of.

/** So many of a model's newest versions are looked at for a metric, and so many for its slices. */
const [forMetrics, forSlices] = [1000, 50]

/** By name, of all models. */
export const metricNames = (db: Db, limit = 1000): string[] =>
  db
    .all<{ name: string }>(
      `with recursive names(name) as (
        select min(name) from metric
        union all select (select min(m.name) from metric m where m.name > names.name) from names where name is not null
      ) select name from names where name is not null limit :limit`,
      { limit },
    )
    .map(({ name }) => name)

export const isMetric = (db: Db, name: string): boolean =>
  db.get('select 1 from metric where name = :name limit 1', { name }) !== undefined

/** Was it recorded by one of the newest versions of a model? */
export const hasMetric = (db: Db, model: string, name: string): boolean =>
  db.get(
    `select 1 from (select key from version where model = :model order by number desc limit ${forMetrics}) v
      cross join metric m on m.version = v.key and m.name = :name limit 1`,
    { model, name },
  ) !== undefined

/** The slices over which a metric was recorded by the newest versions of a model; '' is all of the data. */
export const slicesOf = (db: Db, model: string, name: string): string[] =>
  db
    .all<{ slice: string }>(
      `select distinct m.slice from (select key from version where model = :model order by number desc limit ${forSlices}) v
        cross join metric m on m.version = v.key and m.name = :name order by m.slice`,
      { model, name },
    )
    .map(({ slice }) => slice)

export interface OccupiedRow {
  model: string
  stage: string
  versions: number
}

/** Every stage that versions are in, but those named. */
export const occupiedStages = (db: Db, but: readonly string[]): OccupiedRow[] =>
  db.all<OccupiedRow>(
    `select model, stage, count(*) as versions from version
      where stage not in (select value from json_each(:but)) group by model, stage order by model, stage`,
    { but: JSON.stringify(but) },
  )

export interface NamedAliasRow {
  model: string
  name: string
  version: number
}

/** The aliases of any model that have one of these names. */
export const aliasesCalled = (db: Db, names: readonly string[]): NamedAliasRow[] =>
  db.all<NamedAliasRow>(
    `select a.model, a.name, v.number as version from alias a join version v on v.key = a.version
      where a.name in (select value from json_each(:names)) order by a.model, a.name`,
    { names: JSON.stringify(names) },
  )

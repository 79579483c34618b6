import type { EventOf } from '../core/event'
import type { Code, DatasetRef, Relation } from '../core/record'
import type { Db } from '../sqlite/db'
import { stagesAt } from './history'
import { parseBody } from './parseBody'

// What versions were made of, and what was made of them. All is as of after a commit, `seq`.

export interface ParentRow {
  /** The child's id. */
  child: string
  parent: string
  model: string
  relation: Relation
  /** null where nobody registered it. */
  number: number | null
}

/** The parents of several versions, whether they are registered or not. */
export const parentsOf = (db: Db, ids: readonly string[]): ParentRow[] =>
  db.all(
    `select v.id as child, p.parent, p.model, p.relation, known.number
      from json_each(:ids) i join version v on v.id = i.value join parent p on p.version = v.key
      left join version known on known.id = p.parent
      order by i.key, p.parent, p.relation`,
    { ids: JSON.stringify(ids) },
  )

/** Versions next to something, the newest first, and how many there are. */
export interface NextTo {
  ids: string[]
  total: number
}

/** What was made of versions, the first of each: parent → children. Those of which nothing was made are left out. */
export function childrenOf(db: Db, parents: readonly string[], seq: number, limit: number): Map<string, NextTo> {
  const rows = db.all<{ parent: string; id: string; total: number }>(
    `select parent, id, total from (
        select parent, id, row_number() over (partition by parent order by seq desc, n desc) as place,
          count(*) over (partition by parent) as total
        from (select distinct p.parent, v.id, v.seq, v.n
          from json_each(:parents) i join parent p on p.parent = i.value join version v on v.key = p.version
          where v.seq <= :seq))
      where place <= :limit order by parent, place`,
    { parents: JSON.stringify(parents), seq, limit },
  )
  const found = new Map<string, NextTo>()
  for (const { parent, id, total } of rows)
    (found.get(parent) ?? found.set(parent, { ids: [], total }).get(parent)!).ids.push(id)
  return found
}

export interface MadeOfRow {
  id: string
  run: string | null
  code: Code | null
  data: DatasetRef[]
}

/** What the records of versions say they were made of. */
export const madeOf = (db: Db, ids: readonly string[]): MadeOfRow[] =>
  db
    .all<{ id: string; run: string | null; code: string | null; data: string | null }>(
      `select v.id, v.run, e.body -> '$.record.code' as code, e.body -> '$.record.data' as data
        from json_each(:ids) i join version v on v.id = i.value join event e on e.seq = v.seq and e.n = v.n
        order by i.key`,
      { ids: JSON.stringify(ids) },
    )
    .map(({ id, run, code, data }) => ({
      ...{ id, run, code: code === null ? null : parseBody<Code>(code) },
      data: data === null ? [] : parseBody<DatasetRef[]>(data),
    }))

/** What versions were made of, and where that is kept of each. */
const uses = {
  dataset: 'version_data u join version v on v.key = u.version where u.data = :key and u.seq <= :seq',
  code: 'version u join version v on v.key = u.key where u.code = :key and u.seq <= :seq',
  run: 'version u join version v on v.key = u.key where u.run = :key and u.seq <= :seq',
}

/** The versions that data (by its key), code (by its commit) or a run went into. */
export function usersOf(db: Db, kind: keyof typeof uses, key: string, seq: number, limit: number): NextTo {
  const ids = db
    .all<{ id: string }>(`select v.id from ${uses[kind]} order by u.seq desc, v.n desc limit :limit`, {
      ...{ key, seq, limit },
    })
    .map(({ id }) => id)
  return { ids, total: useCount(db, kind, key, seq) }
}

/** How many versions something went into. */
export const useCount = (db: Db, kind: keyof typeof uses, key: string, seq: number): number =>
  db.get<{ count: number }>(
    `select count(*) as count from ${kind === 'dataset' ? 'version_data where data' : `version where ${kind}`} = :key and seq <= :seq`,
    { key, seq },
  )!.count

/** The versions in a stage: its latest entrants first as of now, the latest numbers first as of a commit. */
export function inStage(db: Db, model: string, stage: string, limit: number, seq?: number): NextTo {
  if (seq === undefined) {
    const { total } = db.get<{ total: number }>(
      'select count(*) as total from version where model = :model and stage = :stage',
      { model, stage },
    )!
    const rows = db.all<{ id: string }>(
      `select id from version where model = :model and stage = :stage
        order by entered_seq desc, entered_n desc, seq desc, n desc limit :limit`,
      { model, stage, limit },
    )
    return { ids: rows.map(({ id }) => id), total }
  }
  const numbers = stagesAt(db, seq, model).flatMap((row) => (row.stage === stage ? [row.number] : []))
  const rows = db.all<{ id: string }>(
    `select v.id from json_each(:numbers) i join version v on v.model = :model and v.number = i.value
      order by v.number desc limit :limit`,
    { model, numbers: JSON.stringify(numbers), limit },
  )
  return { ids: rows.map(({ id }) => id), total: numbers.length }
}

/** Runs as they were recorded last until after commit `seq`; what else they hold may be large. */
export const runsCalled = (db: Db, runs: readonly string[], seq: number): EventOf<'run.recorded'>[] =>
  db
    .all<{ body: string }>(
      `select json_remove(e.body, '$.params', '$.metrics', '$.environment') as body
        from json_each(:runs) i join event e on (e.seq, e.n) = (
          select r.seq, r.n from event r where r.type = 'run.recorded' and r.problem is null and r.distrust is null
            and r.body ->> 'run' = i.value and r.seq <= :seq
          order by r.seq desc, r.n desc limit 1)
        order by i.key`,
      { runs: JSON.stringify(runs), seq },
    )
    .map(({ body }) => parseBody<EventOf<'run.recorded'>>(body))

export interface EntryRow {
  at: string
  by: string
  reason: string | null
  /** The number of the version that made way. */
  previous: number | null
}

/** How a version last came to be in a stage. */
export const entryInto = (db: Db, id: string, stage: string, seq: number): EntryRow | undefined =>
  db.get(
    `select c.at, c.name as "by", e.body ->> 'reason' as reason, p.number as previous
      from version v
      join stage_change s on s.version = v.key and s.stage = :stage and s.seq <= :seq
      join event e on e.seq = s.seq and e.n = s.n
      join commits c on c.seq = s.seq
      left join version p on p.id = e.body ->> 'displaced'
      where v.id = :id order by s.seq desc, s.n desc limit 1`,
    { id, stage, seq },
  )

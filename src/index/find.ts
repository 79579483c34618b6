import type { Db } from '../sqlite/db'

// What a reference's selector may stand for, one way each. All answer a version's id.

interface Found {
  id: string
}

export const modelExists = (db: Db, model: string): boolean =>
  db.get('select 1 from model where name = :model', { model }) !== undefined

export const byNumber = (db: Db, model: string, number: number): string | undefined =>
  db.get<Found>('select id from version where model = :model and number = :number', { model, number })?.id

export const byAlias = (db: Db, model: string, alias: string): string | undefined =>
  db.get<Found>(
    'select v.id from alias a join version v on v.key = a.version where a.model = :model and a.name = :alias',
    { model, alias },
  )?.id

/** The version in a stage: of a shared one, its latest entrant. */
export const byStage = (db: Db, model: string, stage: string): string | undefined =>
  db.get<Found>(
    `select id from version where model = :model and stage = :stage
      order by entered_seq desc, entered_n desc, seq desc, n desc limit 1`,
    { model, stage },
  )?.id

export const latest = (db: Db, model: string): string | undefined =>
  db.get<Found>('select id from version where model = :model order by number desc limit 1', { model })?.id

export const byLabel = (db: Db, model: string, label: string): string | undefined =>
  db.get<Found>('select id from version where model = :model and label = :label', { model, label })?.id

/** Two at most: enough to know whether a prefix is clear. */
export const byIdPrefix = (db: Db, model: string, prefix: string): string[] =>
  db
    .all<Found>("select id from version where id >= :prefix and id < :prefix || 'g' and model = :model limit 2", {
      model,
      prefix,
    })
    .map(({ id }) => id)

export const nextNumber = (db: Db, model: string): number =>
  (db.get<{ last: number | null }>('select max(number) as last from version where model = :model', { model })?.last ??
    0) + 1

/** Names that a mistyped one may have meant. */
export const modelNames = (db: Db, limit = 10_000): string[] =>
  db.all<{ name: string }>('select name from model limit :limit', { limit }).map(({ name }) => name)

export const selectorsOf = (db: Db, model: string): string[] =>
  db
    .all<{ name: string }>(
      `select name from alias where model = :model
      union select label from version where model = :model and label is not null limit 10000`,
      { model },
    )
    .map(({ name }) => name)

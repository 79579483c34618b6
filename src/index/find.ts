import type { Db } from '../sqlite/db'
import { type Before, ever } from './before'

// What a reference's selector may stand for, one way each. All answer a version's id; with `before`, what it stood for then.

interface Found {
  id: string
}

export const modelExists = (db: Db, model: string, before: Before = ever): boolean =>
  db.get('select 1 from model where name = :model and (seq, n) < (:seq, :n)', { model, ...before }) !== undefined

export const byNumber = (db: Db, model: string, number: number, before: Before = ever): string | undefined =>
  db.get<Found>('select id from version where model = :model and number = :number and (seq, n) < (:seq, :n)', {
    model,
    number,
    ...before,
  })?.id

export function byAlias(db: Db, model: string, alias: string, before?: Before): string | undefined {
  if (!before)
    return db.get<Found>(
      'select v.id from alias a join version v on v.key = a.version where a.model = :model and a.name = :alias',
      { model, alias },
    )?.id
  return (
    db.get<{ id: string | null }>(
      `select v.id from alias_change a left join version v on v.key = a.version
        where a.model = :model and a.name = :alias and (a.seq, a.n) < (:seq, :n)
        order by a.seq desc, a.n desc limit 1`,
      { model, alias, ...before },
    )?.id ?? undefined
  )
}

/** The version in a stage: of a shared one, its latest entrant. */
export function byStage(db: Db, model: string, stage: string, before?: Before): string | undefined {
  if (!before)
    return db.get<Found>(
      `select id from version where model = :model and stage = :stage
        order by entered_seq desc, entered_n desc, seq desc, n desc limit 1`,
      { model, stage },
    )?.id
  // Whoever never moved is in `none`, after those who came back to it.
  const entrant = db.get<Found>(
    `select v.id from stage_change s join version v on v.key = s.version
      where s.model = :model and s.stage = :stage and (s.seq, s.n) < (:seq, :n) and not exists (
        select 1 from stage_change later
        where later.version = s.version and (later.seq, later.n) < (:seq, :n) and (later.seq, later.n) > (s.seq, s.n))
      order by s.seq desc, s.n desc, v.seq desc, v.n desc limit 1`,
    { model, stage, ...before },
  )
  if (entrant || stage !== 'none') return entrant?.id
  return db.get<Found>(
    `select v.id from version v where v.model = :model and (v.seq, v.n) < (:seq, :n) and not exists (
        select 1 from stage_change s where s.version = v.key and (s.seq, s.n) < (:seq, :n))
      order by v.seq desc, v.n desc limit 1`,
    { model, ...before },
  )?.id
}

export const latest = (db: Db, model: string, before: Before = ever): string | undefined =>
  db.get<Found>(
    'select id from version where model = :model and (+seq, +n) < (:seq, :n) order by number desc limit 1',
    {
      model,
      ...before,
    },
  )?.id

export function byLabel(db: Db, model: string, label: string, before?: Before): string | undefined {
  if (!before)
    return db.get<Found>('select id from version where model = :model and label = :label', { model, label })?.id
  return db.get<Found>(
    `select v.id from label_change l join version v on v.key = l.version
      where l.model = :model and l.label = :label and (l.seq, l.n) < (:seq, :n) and not exists (
        select 1 from label_change later
        where later.version = l.version and (later.seq, later.n) < (:seq, :n) and (later.seq, later.n) > (l.seq, l.n))
      order by l.seq desc, l.n desc limit 1`,
    { model, label, ...before },
  )?.id
}

/** Two at most: enough to know whether a prefix is clear. */
export const byIdPrefix = (db: Db, model: string, prefix: string, before: Before = ever): string[] =>
  db
    .all<Found>(
      `select id from version where id >= :prefix and id < :prefix || 'g' and +model = :model
        and (+seq, +n) < (:seq, :n) limit 2`,
      { model, prefix, ...before },
    )
    .map(({ id }) => id)

/** Of a version that there is. */
export const numberOf = (db: Db, id: string): number =>
  db.get<{ number: number }>('select number from version where id = :id', { id })!.number

export const nextNumber = (db: Db, model: string): number =>
  (db.get<{ last: number | null }>('select max(number) as last from version where model = :model', { model })?.last ??
    0) + 1

/** Names that a mistyped one may have meant. */
export const modelNames = (db: Db, limit = 10_000, before: Before = ever): string[] =>
  db
    .all<{ name: string }>('select name from model where (seq, n) < (:seq, :n) limit :limit', { limit, ...before })
    .map(({ name }) => name)

/** Of a moment in the past also those that named something before that. */
export const selectorsOf = (db: Db, model: string, before?: Before): string[] =>
  db
    .all<{ name: string }>(
      before
        ? `select name from alias_change where model = :model and (seq, n) < (:seq, :n)
            union select label from label_change where model = :model and label is not null and (seq, n) < (:seq, :n)
            limit 10000`
        : `select name from alias where model = :model
            union select label from version where model = :model and label is not null limit 10000`,
      { model, ...before },
    )
    .map(({ name }) => name)

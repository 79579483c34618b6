import { beforeRegistry } from '../core/asOfErrors'
import { badDate } from '../core/errors'
import { type CommitRow, headAt, lastCommit } from '../index/history'
import type { Db } from '../sqlite/db'

/** The commit that an answer is based on: nothing later counts. */
export interface Basis extends CommitRow {
  /** The instant that was asked for; null is now. */
  asked: string | null
}

/** As of an instant (ISO 8601, UTC), or as of now; undefined when the log began later. Throws bad-date. */
export function basisAt(db: Db, instant?: string): Basis | undefined {
  if (instant !== undefined && Number.isNaN(Date.parse(instant))) throw badDate(instant)
  const commit = instant === undefined ? lastCommit(db) : headAt(db, new Date(instant).toISOString())
  return commit && { ...commit, asked: instant ?? null }
}

/** As basisAt. Throws before-registry when the log began later. */
export function requireBasis(db: Db, instant?: string): Basis {
  const basis = basisAt(db, instant)
  if (!basis) throw beforeRegistry(instant ?? '', firstAt(db))
  return basis
}

const firstAt = (db: Db): string =>
  db.get<{ at: string }>("select at from commits where id <> '' order by seq limit 1")?.at ?? 'no day'

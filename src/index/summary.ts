import { missingFeatures as unknownOf } from '../core/commit'
import type { Db } from '../sqlite/db'

export interface Summary {
  registry: string | null
  commits: number
  models: number
  versions: number
  /** Events of types that this build does not know, or that it cannot read. */
  unreadEvents: number
  /** Events that have no effect, because nobody signed them who may say such things. */
  untrustedEvents: number
  /** Commits that are no commits, or do not follow the one before. */
  damagedCommits: { seq: number; problem: string }[]
  missingFeatures: string[]
}

export function summaryOf(db: Db): Summary {
  const count = (sql: string) => db.get<{ count: number }>(`select count(*) as count from ${sql}`)!.count
  return {
    registry: registryId(db) ?? null,
    commits: db.get<{ count: number }>('select coalesce(max(seq) + 1, 0) as count from commits')!.count,
    models: count('model'),
    versions: count('version'),
    unreadEvents: count('event where problem is not null'),
    untrustedEvents: count('event where distrust is not null'),
    damagedCommits: db.all('select seq, problem from commits where problem is not null order by seq limit 100'),
    missingFeatures: missingFeatures(db),
  }
}

/** Features that the log requires and this build, whichever build made the index, does not know. */
export const missingFeatures = (db: Db): string[] =>
  unknownOf(db.all<{ name: string }>('select name from feature order by name').map(({ name }) => name))

/** The first commit that is none, or does not follow the one before. */
export const firstDamaged = (db: Db): { seq: number; problem: string } | undefined =>
  db.get('select seq, problem from commits where problem is not null order by seq limit 1')

export function registryId(db: Db): string | undefined {
  return db.get<{ id: string }>(
    "select json_extract(body, '$.registry') as id from event where type = 'registry.created' and problem is null and seq = 0 order by n limit 1",
  )?.id
}

/** sha256 of a commit's bytes. */
export const hashOfCommit = (db: Db, seq: number): string | undefined =>
  db.get<{ hash: string }>('select hash from commits where seq = :seq', { seq })?.hash

export const seqOfCommit = (db: Db, id: string): number | undefined =>
  db.get<{ seq: number }>('select seq from commits where id = :id order by seq limit 1', { id })?.seq

import type { EventOf } from '../core/event'
import type { Db } from '../sqlite/db'
import { parseBody } from './parseBody'

/** A run as it was last recorded, and by whom. */
export interface RunRow {
  run: EventOf<'run.recorded'>
  at: string
  author: { name: string; email: string }
}

export function runById(db: Db, id: string): RunRow | undefined {
  const row = db.get<{ body: string; at: string; name: string; email: string }>(
    `select e.body, c.at, c.name, c.email
      from run r
      join event e on e.seq = r.seq and e.n = r.n
      join commits c on c.seq = r.seq
      where r.id = :id`,
    { id },
  )
  return row && { run: parseBody(row.body), at: row.at, author: { name: row.name, email: row.email } }
}

/** The last ones that were recorded, newest first. */
export const runIds = (db: Db, limit = -1): { id: string; name: string | null; at: string }[] =>
  db.all(
    'select r.id, r.name, c.at from run r join commits c on c.seq = r.seq order by r.seq desc, r.n desc limit :limit',
    { limit },
  )

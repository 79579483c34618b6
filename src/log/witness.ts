import type { Db } from '../sqlite/db'

const every = 1000

/** What this machine has seen of a log: its head, and every 1,000th commit. */
export interface Witness {
  /** The furthest commit seen. */
  head(): { seq: number; hash: string } | undefined
  /** Does an entry agree with what was seen at its seq? True where nothing was noted. */
  agrees(entry: { seq: number; hash: string }): boolean
  /** The first of consecutive entries that does not agree. */
  stranger(entries: readonly { seq: number; hash: string }[]): { seq: number; hash: string } | undefined
  /** Notes a head that was reached by way of `passed`. */
  note(head: { seq: number; hash: string }, passed: readonly { seq: number; hash: string }[]): void
}

export function witness(db: Db): Witness {
  const head = () => db.get<{ seq: number; hash: string }>('select seq, hash from witness order by seq desc limit 1')
  return {
    head,
    agrees: ({ seq, hash }) => {
      const noted = db.get<{ hash: string }>('select hash from witness where seq = :seq', { seq })
      return noted === undefined || noted.hash === hash
    },
    stranger: (entries) => {
      const seen = db.all<{ seq: number; hash: string }>(
        'select seq, hash from witness where seq between :first and :last order by seq',
        { first: entries[0]!.seq, last: entries.at(-1)!.seq },
      )
      return seen.find(({ seq, hash }) => entries[seq - entries[0]!.seq]!.hash !== hash)
    },
    note: ({ seq, hash }, passed) => {
      if (head()?.seq === seq) return
      db.transact(() => {
        for (const entry of passed)
          if (entry.seq % every === 0)
            db.run('insert or ignore into witness values (:seq, :hash)', { seq: entry.seq, hash: entry.hash })
        db.run('insert or ignore into witness values (:seq, :hash)', { seq, hash })
        db.run(`delete from witness where seq % ${every} <> 0 and seq < (select max(seq) from witness)`)
      })
    },
  }
}

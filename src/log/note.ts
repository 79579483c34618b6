import type { Db } from '../sqlite/db'

/** How old, in milliseconds, what is noted may be: noting costs a write to the disk. */
const coarse = 10_000

export type Notes = ReturnType<typeof note>

/** Single facts about a registry that this machine remembers. */
export function note(db: Db) {
  const lastSync = () => db.get<{ value: string }>("select value from note where name = 'lastSync'")?.value
  return {
    /** When the log was last read to its head, as an instant in UTC, to some seconds. */
    lastSync,
    synced: (now: number): void => {
      const last = lastSync()
      if (last && Math.abs(now - Date.parse(last)) < coarse) return
      const value = new Date(now).toISOString()
      db.run("insert or replace into note (name, value) values ('lastSync', :value)", { value })
    },
  }
}

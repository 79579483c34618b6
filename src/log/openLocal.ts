import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, isCorruption, openDb, type OpenOptions } from '../sqlite/db'
import schema from './local.sql'

/**
 * Opens `local.db`. A damaged one is set aside under another name, never deleted: it may hold commits that are in
 * no log yet. `onDamage` is told where it is.
 */
export function openLocal(path: string, onDamage: (aside: string) => void, journal?: OpenOptions['journal']): Db {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  try {
    return open(path, journal)
  } catch (error) {
    if (!isCorruption(error)) throw error
    const aside = `${path}.damaged-${Date.now()}`
    renameSync(path, aside)
    for (const end of ['-wal', '-shm']) moveIfThere(path + end, aside + end)
    onDamage(aside)
    return open(path, journal)
  }
}

function open(path: string, journal: OpenOptions['journal']): Db {
  const db = openDb(path, { synchronous: 'FULL', journal })
  try {
    // Only a new file, or one of an earlier version, needs the schema; asking for its last table first keeps readers from waiting for writers.
    if (!db.get("select 1 from sqlite_schema where name = 'note'")) db.transact(() => db.exec(schema))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // It was not there.
  }
}

import { rmSync } from 'node:fs'
import { type Db, isCorruption, type OpenOptions, openDb } from './db'

/** What SQLite keeps beside a database file. */
const files = (path: string) => ['', '-wal', '-shm', '-journal'].map((end) => path + end)

/**
 * Opens a database that can be made again from elsewhere: one with another fingerprint, or damaged,
 * is deleted and made anew from `schema`.
 */
export function openDisposable(path: string, schema: string, fingerprint: number, options: OpenOptions): Db {
  try {
    const db = openDb(path, options)
    try {
      if (fingerprintOf(db) === fingerprint || create(db, schema, fingerprint)) return db
    } catch (error) {
      db.close()
      throw error
    }
    db.close()
  } catch (error) {
    if (!isCorruption(error)) throw error
  }
  deleteDb(path)
  const db = openDb(path, options)
  create(db, schema, fingerprint)
  return db
}

export function deleteDb(path: string): void {
  for (const file of files(path)) rmSync(file, { force: true })
}

const fingerprintOf = (db: Db) => db.get<{ user_version: number }>('pragma user_version')?.user_version

/** Two processes may get here at once: the second finds the work done. False when there is another schema. */
function create(db: Db, schema: string, fingerprint: number): boolean {
  return db.transact(() => {
    const found = fingerprintOf(db)
    if (found === fingerprint) return true
    if (found !== 0 || db.get('select 1 from sqlite_schema')) return false
    db.exec(schema)
    db.exec(`pragma user_version = ${fingerprint}`)
    return true
  })
}

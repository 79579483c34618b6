import { rmSync } from 'node:fs'
import { type Db, isCorruption, type OpenOptions, openDb } from './db'

/** What SQLite keeps beside a database file. */
const files = (path: string) => ['', '-wal', '-shm', '-journal'].map((end) => path + end)

export interface Disposable {
  path: string
  schema: string
  /** Differs when the schema does, or what is put into it. Never 0. */
  fingerprint: number
  options: OpenOptions
}

/**
 * Opens a database that can be made again from elsewhere: one with another fingerprint, or damaged, is deleted and
 * made anew from the schema. A process that has the old one open goes on with that, by itself.
 */
export function openDisposable(disposable: Disposable): Db {
  return alone(disposable.path, () => usable(disposable) ?? anew(disposable))
}

/** Empties a database in place, as others may have it open; a damaged one is deleted and made anew. */
export function clearDisposable(db: Db, disposable: Disposable): Db {
  let intact = db
  if (!isIntact(db)) {
    db.close()
    intact = alone(disposable.path, () => {
      const found = usable(disposable)
      if (found && isIntact(found)) return found
      found?.close()
      return anew(disposable)
    })
  }
  intact.transact(() => {
    const tables = intact.all<{ name: string }>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!'",
    )
    for (const { name } of tables) intact.exec(`drop table "${name}"`)
    fill(intact, disposable)
  })
  return intact
}

/** Undefined when it is damaged, or has another schema. */
function usable({ path, schema, fingerprint, options }: Disposable): Db | undefined {
  try {
    const db = openDb(path, options)
    try {
      if (fingerprintOf(db) === fingerprint || create(db, { schema, fingerprint })) return db
    } catch (error) {
      db.close()
      throw error
    }
    db.close()
  } catch (error) {
    if (!isCorruption(error)) throw error
  }
  return undefined
}

function anew({ path, schema, fingerprint, options }: Disposable): Db {
  for (const file of files(path)) rmSync(file, { force: true })
  const db = openDb(path, options)
  create(db, { schema, fingerprint })
  return db
}

/**
 * One process at a time opens a database and perhaps replaces it: a journal goes by its name, so one that opens while
 * another replaces could mix the journal of one file with the other. The lock is SQLite's, and ends with the process.
 */
function alone<T>(path: string, work: () => T): T {
  if (path === ':memory:') return work()
  const lock = openLock(`${path}-lock`)
  try {
    return lock.transact(work)
  } finally {
    lock.close()
  }
}

function openLock(path: string): Db {
  const open = () => openDb(path, { synchronous: 'NORMAL', journal: 'DELETE' })
  try {
    return open()
  } catch (error) {
    if (!isCorruption(error)) throw error
    rmSync(path, { force: true })
    return open()
  }
}

const fingerprintOf = (db: Db) => db.get<{ user_version: number }>('pragma user_version')?.user_version

type Contents = Pick<Disposable, 'schema' | 'fingerprint'>

/** False when there is another schema. */
function create(db: Db, contents: Contents): boolean {
  return db.transact(() => {
    if (fingerprintOf(db) !== 0 || db.get('select 1 from sqlite_schema')) return false
    fill(db, contents)
    return true
  })
}

function fill(db: Db, { schema, fingerprint }: Contents): void {
  db.exec(schema)
  db.exec(`pragma user_version = ${fingerprint}`)
}

function isIntact(db: Db): boolean {
  try {
    return db.get<{ quick_check: string }>('pragma quick_check(1)')?.quick_check === 'ok'
  } catch {
    return false
  }
}

import Database from 'better-sqlite3'
import { sqliteUnavailable } from '../core/errors'
import { nativeBinding } from './guard'

type Value = string | number | bigint | null | Uint8Array
export type Params = Record<string, Value>

export interface Statement {
  sql: string
  params: Params
}

/**
 * SQLite as the rest of the house sees it. Every call is synchronous; parameters are named, as in `:model`. Where a
 * statement is run for every event there is, they are in the order of its question marks: that is faster.
 */
export interface Db {
  all<Row>(sql: string, params?: Params): Row[]
  get<Row>(sql: string, params?: Params): Row | undefined
  /** Rows one at a time, for results that should not be held whole. */
  each<Row>(sql: string, params?: Params): IterableIterator<Row>
  /** The number of rows changed. */
  run(sql: string, params?: Params | readonly Value[]): number
  /** Several statements without parameters or results. */
  exec(sql: string): void
  /** All or nothing, and nobody else writes meanwhile. */
  transact<T>(work: () => T): T
  /** As transact, and then nothing of it. Inside of another one, only what was done inside is undone. */
  rehearse<T>(work: () => T): T
  /** Everything read in `work` is of one moment. */
  snapshot<T>(work: () => T): T
  close(): void
}

export interface OpenOptions {
  /** `FULL` survives a power cut; `NORMAL` may lose the last transactions, never consistency. */
  synchronous: 'FULL' | 'NORMAL'
  /** WAL corrupts on network file systems; then DELETE. */
  journal?: 'WAL' | 'DELETE'
}

/** Opens or makes a database file, with the settings that this house relies on. */
export function openDb(path: string, { synchronous, journal = 'WAL' }: OpenOptions): Db {
  const database = load(path)
  try {
    database.pragma('trusted_schema = OFF')
    const mode = path === ':memory:' ? 'memory' : setJournal(database, journal)
    const safeWithNormal = mode === 'wal' || synchronous === 'NORMAL'
    database.pragma(`synchronous = ${safeWithNormal ? synchronous : 'FULL'}`)
    database.pragma('foreign_keys = OFF')
    // In KiB, and in pages: room for the upper pages of every tree, and fewer copies out of the journal.
    database.pragma('cache_size = -32000')
    database.pragma('wal_autocheckpoint = 4000')
  } catch (error) {
    database.close()
    throw error
  }
  return wrap(database)
}

/** Throws sqlite-unavailable where the compiled part is missing, or is none that this machine can load. */
function load(path: string): Database.Database {
  const binding = nativeBinding()
  try {
    return new Database(path, { timeout: 10_000, ...(binding ? { nativeBinding: binding } : {}) })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND')
      throw sqliteUnavailable('its compiled part is missing from this installation', error)
    if (code === 'ERR_DLOPEN_FAILED') throw sqliteUnavailable(message.replace(/\.?\s*$/, ''), error)
    throw error
  }
}

/**
 * SQLite does not wait for other processes here, and on a new file several may be at this at once. One that is open
 * elsewhere for long, in another mode, keeps that mode.
 */
function setJournal(database: Database.Database, journal: string): unknown {
  for (let turn = 1; ; turn++)
    try {
      return database.pragma(`journal_mode = ${journal}`, { simple: true })
    } catch (error) {
      const { code } = error as { code?: unknown }
      if (code === 'SQLITE_BUSY' && turn === 200) return database.pragma('journal_mode', { simple: true })
      if ((code !== 'SQLITE_BUSY' && code !== 'SQLITE_IOERR_DELETE_NOENT') || turn === 200) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 + Math.random() * 10)
    }
}

/** The file is damaged or no database at all; retrying will not help, rebuilding will. */
export function isCorruption(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|FORMAT)/.test(code)
}

const undo = new Error('a rehearsal ends')

/** Others kept it locked for as long as one waits. */
export const isBusy = (error: unknown): boolean => /^SQLITE_BUSY/.test(String((error as { code?: unknown }).code))

function wrap(database: Database.Database): Db {
  const prepared = new Map<string, Database.Statement>()
  const prepare = (sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = database.prepare(sql)))
    return statement
  }
  const transaction = database.transaction((work: () => unknown) => work())
  return {
    all: <Row>(sql: string, params: Params = {}) => prepare(sql).all(params) as Row[],
    get: <Row>(sql: string, params: Params = {}) => prepare(sql).get(params) as Row | undefined,
    each: <Row>(sql: string, params: Params = {}) => prepare(sql).iterate(params) as IterableIterator<Row>,
    run: (sql, params = {}) => prepare(sql).run(params).changes,
    exec: (sql) => void database.exec(sql),
    transact: <T>(work: () => T) => transaction.immediate(work) as T,
    rehearse: <T>(work: () => T): T => {
      let answer!: T
      try {
        transaction.immediate(() => {
          answer = work()
          throw undo
        })
      } catch (error) {
        if (error !== undo) throw error
      }
      return answer
    },
    snapshot: <T>(work: () => T) => (database.inTransaction ? work() : (transaction.deferred(work) as T)),
    close: () => void database.close(),
  }
}

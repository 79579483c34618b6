import type { LogEntry } from '../core/commit'
import { distrustOf, isKeyOf } from '../core/distrust'
import { isUnread, readEvent } from '../core/event'
import { type Db, isBusy, type OpenOptions } from '../sqlite/db'
import { clearDisposable, type Disposable, openDisposable } from '../sqlite/disposable'
import lookupsText from './lookups.sql'
import { project, projectVersion } from './project'
import { policiesIn } from './policies'
import schema from './schema.sql'
import { trustedStateOf } from './trust'

export interface Head {
  seq: number
  hash: string
  at: string
}

/** The fold of the log in tables. What it holds can be had again from the log at any time. */
export interface Index {
  readonly db: Db
  /** The last entry applied; undefined when there is none. */
  head(): Head | undefined
  /**
   * Applies entries in order. Those that were applied before, by whichever process, are skipped, and so are those
   * after a gap: another process may have emptied the index. `head` says how far it went.
   */
  apply(entries: readonly LogEntry[]): void
  /** Runs `work`, which may apply entries and ask, and undoes what they did. */
  rehearse<T>(work: (apply: (entry: LogEntry) => void) => T): T
  /** Makes queries quick, after many entries were applied to an empty index: until then they may be slow. */
  settle(): void
  /** Forgets everything. */
  clear(): void
  close(): void
}

/** `path` may be `:memory:`. A damaged index, or one of another build, is made anew and empty. */
export function openIndex(path: string, journal: OpenOptions['journal'] = 'WAL'): Index {
  // Whether there are the indices of lookups.sql: only then is it certain that there is nothing to be made.
  let isSettled = false
  const settle = () => {
    if (isSettled) return
    try {
      // One at a time, so that others can write in between.
      for (const { name, sql } of lookups)
        if (!db.get("select 1 from sqlite_schema where type = 'index' and name = :name", { name })) db.exec(sql)
      isSettled = true
    } catch (error) {
      // Another process is at work on it for long: that one will settle it, or the next who comes by.
      if (!isBusy(error)) throw error
    }
  }
  const disposable: Disposable = { path, schema, fingerprint, options: { synchronous: 'NORMAL', journal } }
  let db = openDisposable(disposable)
  return {
    get db() {
      return db
    },
    head: () => headOf(db),
    apply: (entries) => {
      const isFilling = db.transact(() => {
        const wasEmpty = headOf(db) === undefined
        applyAll(db, entries)
        return wasEmpty
      })
      if (isFilling) isSettled = false
      if (entries.length < many) settle()
    },
    settle,
    rehearse: (work) => db.rehearse(() => work((entry) => applyAll(db, [entry]))),
    clear: () => {
      db = clearDisposable(db, disposable)
      isSettled = false
    },
    close: () => db.close(),
  }
}

/** Where so many entries come at once, more are to be expected: lookups wait until they are all there. */
const many = 500

const lookups = [...lookupsText.matchAll(/^create index (\w+) [^;]+/gm)].map(([sql, name]) => ({
  name: name!,
  sql: sql.replace('create index', 'create index if not exists'),
}))

/** 31 bits of FNV-1a: it only has to differ when the schema does. */
const fingerprint =
  [...`${projectVersion}${schema}${lookupsText}`].reduce(
    (hash, sign) => Math.imul(hash ^ sign.codePointAt(0)!, 16777619),
    0x811c9dc5,
  ) >>> 1

function headOf(db: Db): Head | undefined {
  return db.get<Head>('select seq, hash, at from commits order by seq desc limit 1')
}

function applyAll(db: Db, entries: readonly LogEntry[]): void {
  let next = (headOf(db)?.seq ?? -1) + 1
  for (const entry of entries) {
    if (entry.seq < next) continue
    if (entry.seq > next) return
    applyOne(db, entry)
    next++
  }
}

function applyOne(db: Db, { seq, hash, commit, signer, problem }: LogEntry): void {
  if (!commit) {
    const at = headOf(db)?.at ?? ''
    db.run(insertCommit, [seq, '', at, '', '', '', hash, 0, problem ?? 'not a commit'])
    return
  }
  const { id, at, actor, client } = commit
  const seen = db.get('select 1 from commits where id = :id', { id })
  const { name, email } = actor
  const signed = signer !== undefined && isKeyOf(policiesIn(db), email, signer)
  const odd = seen ? 'written twice' : (problem ?? null)
  db.run(insertCommit, [seq, id, at, name, email, client, hash, signed ? 1 : 0, odd])
  if (seen) return
  for (const feature of commit.requires ?? [])
    db.run('insert or ignore into feature values (:feature, :seq)', { feature, seq })
  for (const [n, raw] of commit.events.entries()) {
    const event = readEvent(raw)
    const distrust = isUnread(event) ? undefined : distrustOf(event, { at, actor, signed }, trustedStateOf(db))
    const { model = null, version = null } = raw as { model?: unknown; version?: unknown }
    db.run(insertEvent, [
      seq,
      n,
      event.type,
      typeof model === 'string' ? model : null,
      typeof version === 'string' ? version : null,
      JSON.stringify(raw),
      isUnread(event) ? event.problem : null,
      distrust ?? null,
    ])
    if (!isUnread(event) && !distrust)
      for (const { sql, params } of project(event, { seq, n, commit })) db.run(sql, params)
  }
}

const insertCommit = `insert into commits (seq, id, at, name, email, client, hash, signed, problem)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)`
const insertEvent = `insert into event (seq, n, type, model, version, body, problem, distrust)
  values (?, ?, ?, ?, ?, ?, ?, ?)`

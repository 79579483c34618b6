import type { Actor } from '../core/record'
import type { Refusal } from '../core/refusal'
import type { Db } from '../sqlite/db'

/** What someone wants done, in a form that can be decided again: by another process, or after hours offline. */
export interface Intent {
  operation: string
  args: unknown
}

/**
 * `waiting` to be decided; `tried`: in a commit that may be in the log or not; `conflict`: decided, and refused.
 * `landed` and `unneeded` ones are done, and here only until whoever waits has been told.
 */
export type ItemState = 'waiting' | 'tried' | 'conflict' | 'landed' | 'unneeded'

export interface OutboxItem {
  id: string
  createdAt: string
  actor: Actor
  intent: Intent
  state: ItemState
  /** False while something that it needs in the store is only on this machine. */
  ready: boolean
  /** Of a landed one. */
  seq?: number
  /** Of a conflict. */
  refusal?: Refusal
}

/** A commit that may be in the log or not: it is written again, byte for byte, until that is known. */
export interface Attempt {
  id: string
  seq: number
  bytes: Uint8Array
}

interface Row extends Omit<OutboxItem, 'createdAt' | 'actor' | 'intent' | 'ready' | 'seq' | 'refusal'> {
  created_at: string
  actor: string
  intent: string
  ready: number
  seq: number | null
  refusal: string | null
}

/** How long what is done is kept for someone who waits, in milliseconds. */
const memory = 3_600_000

export type Outbox = ReturnType<typeof outbox>

/** What is not known to be in the log. It is here, durably, before the first attempt to write it. */
export function outbox(db: Db) {
  const change = (set: string, where: string, params: Record<string, string | number | null> = {}): void =>
    void db.run(`update outbox set ${set} where ${where}`, params)
  const attempt = () => db.get<Attempt>('select id, seq, bytes from attempt')
  /** Only while it is still the one that is open: another process may have settled it. */
  const close = (id: string, act: () => void): void =>
    db.transact(() => {
      if (attempt()?.id !== id) return
      act()
      db.run('delete from attempt')
    })
  const item = (id: string): OutboxItem | undefined => {
    const row = db.get<Row>('select * from outbox where id = :id', { id })
    return row && itemOf(row)
  }
  const inState = (state: ItemState) => db.all<Row>('select * from outbox where state = :state', { state }).map(itemOf)

  return {
    /** What is not done, in the order in which it was asked for. */
    items: (): OutboxItem[] =>
      db.all<Row>("select * from outbox where state in ('waiting', 'tried', 'conflict') order by place").map(itemOf),
    /** Whatever has become of it. */
    item,
    add: ({ id, createdAt, actor, intent, ready }: Omit<OutboxItem, 'state'>): void =>
      void db.run(
        `insert into outbox (id, created_at, actor, intent, state, ready)
          values (:id, :createdAt, :actor, :intent, 'waiting', :ready)`,
        { id, createdAt, actor: JSON.stringify(actor), intent: JSON.stringify(intent), ready: Number(ready) },
      ),
    remove: (id: string): void => void db.run('delete from outbox where id = :id', { id }),
    /** Takes one back that is in no attempt, and that nobody else asks for; answers whether it was so. */
    withdraw: (id: string): boolean =>
      db.run("delete from outbox where id = :id and state = 'waiting' and shared = 0", { id }) > 0,
    /** All that it needs is in the store. */
    makeReady: (id: string): void => change('ready = 1', 'id = :id', { id }),
    /** To be decided again, perhaps on other terms. */
    putBack: (id: string, intent: Intent): void =>
      change("state = 'waiting', refusal = null, shared = 1, intent = :intent", "id = :id and state <> 'tried'", {
        id,
        intent: JSON.stringify(intent),
      }),
    refuse: (id: string, refusal: Refusal): void =>
      change("state = 'conflict', refusal = :refusal", "id = :id and state = 'waiting'", {
        id,
        refusal: JSON.stringify(refusal),
      }),
    /** Answers what has nothing to do any more. */
    needless: (id: string): OutboxItem | undefined => {
      change("state = 'unneeded'", "id = :id and state = 'waiting'", { id })
      return item(id)
    },

    attempt,
    /** From now on these items are in a commit that may be written; not if one of them was withdrawn meanwhile. */
    attempted: ({ id, seq, bytes }: Attempt, items: readonly string[]): void =>
      db.transact(() => {
        if (items.some((one) => item(one)?.state !== 'waiting')) return
        db.run('insert into attempt values (1, :id, :seq, :bytes)', { id, seq, bytes })
        for (const one of items) change("state = 'tried'", 'id = :one', { one })
      }),
    /** The attempt is in the log; answers what was in it. */
    landed: (id: string, seq: number): OutboxItem[] => {
      let done: OutboxItem[] = []
      close(id, () => {
        done = inState('tried')
        change("state = 'landed', seq = :seq", "state = 'tried'", { seq })
      })
      return done
    },
    /** The attempt is not in the log, and cannot come to be: what was in it is to be decided again. */
    lost: (id: string): void => close(id, () => change("state = 'waiting'", "state = 'tried'")),

    /** Forgets what was done long ago. */
    sweep: (now: number): void =>
      void db.run("delete from outbox where state in ('landed', 'unneeded') and created_at < :then", {
        then: new Date(now - memory).toISOString(),
      }),
  }
}

const itemOf = ({ created_at, actor, intent, ready, seq, refusal, id, state }: Row): OutboxItem => ({
  id,
  createdAt: created_at,
  actor: JSON.parse(actor) as Actor,
  intent: JSON.parse(intent) as Intent,
  state,
  ready: ready === 1,
  ...(seq === null ? {} : { seq }),
  ...(refusal === null ? {} : { refusal: JSON.parse(refusal) as Refusal }),
})

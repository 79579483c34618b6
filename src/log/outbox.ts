import type { Db } from '../sqlite/db'

/** What someone wants done, in a form that can be decided again: by another process, or after hours offline. */
export interface Intent {
  operation: string
  args: unknown
}

export interface OutboxItem {
  /** The id of the commit that this becomes. */
  id: string
  createdAt: string
  intent: Intent
  state: 'open' | 'conflict'
  attempt?: { seq: number; bytes: Uint8Array }
  refusal?: { code: string; message: string; hint: string }
}

interface Row {
  id: string
  created_at: string
  intent: string
  state: 'open' | 'conflict'
  seq: number | null
  bytes: Uint8Array | null
  code: string | null
  message: string | null
  hint: string | null
}

/** Commits that are not known to be in the log. An item is here, durably, before the first attempt to write it. */
export function outbox(db: Db) {
  return {
    /** Oldest first. */
    items: (): OutboxItem[] => db.all<Row>('select * from outbox order by created_at, id').map(itemOf),
    item: (id: string): OutboxItem | undefined => {
      const row = db.get<Row>('select * from outbox where id = :id', { id })
      return row && itemOf(row)
    },
    save: ({ id, createdAt, intent, state, attempt, refusal }: OutboxItem): void => {
      db.run(
        `insert or replace into outbox (id, created_at, intent, state, seq, bytes, code, message, hint)
          values (:id, :createdAt, :intent, :state, :seq, :bytes, :code, :message, :hint)`,
        {
          id,
          createdAt,
          intent: JSON.stringify(intent),
          state,
          seq: attempt?.seq ?? null,
          bytes: attempt?.bytes ?? null,
          code: refusal?.code ?? null,
          message: refusal?.message ?? null,
          hint: refusal?.hint ?? null,
        },
      )
    },
    remove: (id: string): void => void db.run('delete from outbox where id = :id', { id }),
  }
}
export type Outbox = ReturnType<typeof outbox>

const itemOf = (row: Row): OutboxItem => ({
  id: row.id,
  createdAt: row.created_at,
  intent: JSON.parse(row.intent) as Intent,
  state: row.state,
  ...(row.seq !== null && row.bytes ? { attempt: { seq: row.seq, bytes: row.bytes } } : {}),
  ...(row.code !== null ? { refusal: { code: row.code, message: row.message ?? '', hint: row.hint ?? '' } } : {}),
})

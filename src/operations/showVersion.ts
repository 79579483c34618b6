import type { VersionRecord } from '../core/record'
import { RegistryError } from '../core/registryError'
import { type EventRow, historyOf, recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { listPending, type PendingItem } from './pending'
import { read, readAhead } from './read'
import { type AnyVersion, asPending } from './anyVersion'
import { resolveReference } from './resolveReference'

/** Something that happened to a version: who, when and why, with the event as it stands in the log. */
export interface Happening {
  seq: number
  at: string
  actor: { name: string; email: string }
  type: string
  event: Record<string, unknown>
}

export type ShownVersion = AnyVersion & {
  record: VersionRecord
  history: Happening[]
  /** What is to happen to it, and is not in the log yet: its registration, perhaps. */
  pending: PendingItem[]
}

/** Everything known of a version; of one that is pending, what there will be to know. */
export async function showVersion(ctx: Context, reference: string): Promise<ShownVersion> {
  const waiting = listPending(ctx)
  const shown = (db: Db) => {
    const version = resolveReference(db, reference)
    const events = historyOf(db, version.id)
    const pending = waiting.filter((item) => item.version === version.id)
    return {
      ...version,
      record: recordOf(db, version.id)!,
      history: events.map((row) => happening(row, version)),
      pending,
    }
  }
  try {
    return await read(ctx, shown)
  } catch (error) {
    const mayBePending = waiting.some(({ operation, state }) => operation === 'register' && state === 'open')
    if (!(error instanceof RegistryError) || !mayBePending) throw error
    const ahead = await readAhead(ctx, (db) => shown(db)).catch(() => undefined)
    if (!ahead?.pending.some(({ operation }) => operation === 'register')) throw error
    return { ...asPending(ahead), history: [] }
  }
}

function happening({ seq, at, name, email, type, version, body }: EventRow, { version: shown }: VersionRow): Happening {
  const { record: _, type: __, model: ___, version: ____, ...event } = body
  const who = { seq, at, actor: { name, email }, type }
  // To this version it looks the other way round: it was the one that had to go.
  if (version !== shown) return { ...who, event: { to: 'archived', from: event['to'], displacedBy: version } }
  return { ...who, event }
}

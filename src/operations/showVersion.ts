import type { VersionRecord } from '../core/record'
import { type EventRow, historyOf, recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

/** Something that happened to a version: who, when and why, with the event as it stands in the log. */
export interface Happening {
  seq: number
  at: string
  actor: { name: string; email: string }
  type: string
  event: Record<string, unknown>
}

export type ShownVersion = VersionRow & { record: VersionRecord; history: Happening[] }

/** Everything known of a version. */
export function showVersion(ctx: Context, reference: string): Promise<ShownVersion> {
  return read(ctx, (db) => {
    const version = resolveReference(db, reference)
    const events = historyOf(db, version.id)
    return { ...version, record: recordOf(db, version.id)!, history: events.map((row) => happening(row, version)) }
  })
}

function happening({ seq, at, name, email, type, version, body }: EventRow, { version: shown }: VersionRow): Happening {
  const { record: _, type: __, model: ___, version: ____, ...event } = body
  const who = { seq, at, actor: { name, email }, type }
  // To this version it looks the other way round: it was the one that had to go.
  if (version !== shown) return { ...who, event: { to: 'archived', from: event['to'], displacedBy: version } }
  return { ...who, event }
}

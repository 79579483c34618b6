import { type EventRow, newestEvents } from '../index/history'
import type { Context } from './context'
import { read } from './read'

/** What happened, newest first: what people did, without what followed from it by itself. */
export function browseLog(ctx: Context, { limit }: { limit: number }): Promise<EventRow[]> {
  return read(ctx, (db) => newestEvents(db, limit))
}

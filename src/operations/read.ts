import { type Db, isCorruption } from '../sqlite/db'
import type { Context } from './context'

/** Asks the index something, all of one moment. A damaged index is made again from the log, and asked again. */
export async function read<T>(ctx: Context, query: (db: Db) => T): Promise<T> {
  try {
    return ctx.index.db.snapshot(() => query(ctx.index.db))
  } catch (error) {
    if (!isCorruption(error)) throw error
    ctx.index.clear()
    await ctx.log.sync()
    return ctx.index.db.snapshot(() => query(ctx.index.db))
  }
}

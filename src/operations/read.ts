import { type Db, isCorruption } from '../sqlite/db'
import type { Context } from './context'

/** Asks the index something, all of one moment. A damaged index is made again from the log, and asked again. */
export const read = <T>(ctx: Context, query: (db: Db) => T): Promise<T> =>
  healed(ctx, () => ctx.index.db.snapshot(() => query(ctx.index.db)))

/** As read, of the state that there will be once all that is pending has landed: for what is to be done after that. */
export const readAhead = <T>(ctx: Context, query: (db: Db) => T): Promise<T> =>
  healed(ctx, () => ctx.log.foresee(() => ctx.index.db.snapshot(() => query(ctx.index.db))))

async function healed<T>(ctx: Context, ask: () => T): Promise<T> {
  try {
    return await ctx.log.blobs.serve(ask, 'or none')
  } catch (error) {
    if (!isCorruption(error)) throw error
    ctx.index.clear()
    await ctx.log.sync()
    return ctx.log.blobs.serve(ask, 'or none')
  }
}

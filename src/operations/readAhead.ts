import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { read } from './read'

/** Asks the index as it will be once all that is pending has landed: for what is to be done after that. */
export const readAhead = <T>(ctx: Context, query: (db: Db) => T): Promise<T> =>
  read(ctx, (db) => ctx.log.foresee(() => query(db)))

/** A version that may be pending itself: then it has no number yet. */
export type AnyVersion = Omit<VersionRow, 'version'> & { version: number | null }

/** A version as it is now; a pending one as it will be. */
export async function versionOrPending(ctx: Context, id: string): Promise<AnyVersion> {
  const known = await read(ctx, (db) => versionById(db, id))
  return known ?? { ...(await readAhead(ctx, (db) => versionById(db, id)!)), version: null }
}

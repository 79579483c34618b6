import { type VersionRow, versionById } from '../index/versions'
import type { Context } from './context'
import { read, readAhead } from './read'

/** A version that may be pending itself: then it has no number yet. */
export type AnyVersion = Omit<VersionRow, 'version'> & { version: number | null }

/** A version as it is now; of one that is pending, what is known of it. */
export async function anyVersion(ctx: Context, id: string): Promise<AnyVersion> {
  const known = await read(ctx, (db) => versionById(db, id))
  return known ?? asPending(await readAhead(ctx, (db) => versionById(db, id)!))
}

/** Nothing has become of it yet. */
export const asPending = <Row extends VersionRow>(row: Row): Omit<Row, 'version'> & { version: null } => {
  return { ...row, version: null, stage: 'none', aliases: [] }
}

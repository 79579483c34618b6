import type { VersionRow } from '../index/versions'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface ComparedVersions {
  columns: VersionRow[]
}

export const compareVersions = (
  ctx: Context,
  { columns }: { columns: readonly string[]; baseline?: string | undefined },
): Promise<ComparedVersions> =>
  read(ctx, (db) => ({ columns: columns.map((reference) => resolveReference(db, reference)) }))

import type { VersionRow } from '../index/versions'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface TracedLineage {
  focus: VersionRow
}

export const traceLineage = (
  ctx: Context,
  { reference }: { reference: string; depth?: number | undefined; at?: string | undefined },
): Promise<TracedLineage> => read(ctx, (db) => ({ focus: resolveReference(db, reference) }))

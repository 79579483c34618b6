import type { VersionRow } from '../index/versions'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface Review {
  candidate: VersionRow
}

export const reviewPromotion = (
  ctx: Context,
  { reference }: { reference: string; stage?: string | undefined },
): Promise<Review> => read(ctx, (db) => ({ candidate: resolveReference(db, reference) }))

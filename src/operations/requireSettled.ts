import { newerRegistry } from '../core/errors'
import { notSettled } from '../core/sharingErrors'
import { missingFeatures } from '../index/summary'
import type { Context } from './context'
import { listPending } from './pending'
import { read } from './read'

/** A registry that is to be copied has to be known whole. Throws not-settled, newer-registry or store-unreachable. */
export async function requireSettled(ctx: Context): Promise<void> {
  await ctx.log.sync()
  const open = listPending(ctx).filter(({ state }) => state === 'open')
  if (open.length) throw notSettled(open.length)
  const missing = await read(ctx, missingFeatures)
  if (missing.length) throw newerRegistry(missing)
}

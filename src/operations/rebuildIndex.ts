import type { Context } from './context'

/** Makes the index again from the log; answers how many commits there are. */
export async function rebuildIndex(ctx: Context): Promise<{ commits: number }> {
  ctx.index.clear()
  return { commits: await ctx.log.sync() }
}

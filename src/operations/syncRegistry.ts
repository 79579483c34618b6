import type { Context } from './context'
import { listPending } from './pending'

export interface Synced {
  /** Commits that were new. */
  applied: number
  /** Changes that had waited and are in the log now. */
  settled: number
  /** Changes that still wait. */
  pending: number
  /** Changes that do not hold any more. */
  conflicts: number
}

/** Reads what is new, and writes what waited for a connection. Throws store-unreachable when there is none. */
export async function syncRegistry(ctx: Context): Promise<Synced> {
  const waiting = () => listPending(ctx).filter(({ state }) => state === 'open').length
  const [before, conflictsBefore] = [waiting(), listPending(ctx).length - waiting()]
  const applied = await ctx.log.sync()
  if (waiting()) await ctx.log.settle()
  const pending = waiting()
  const conflicts = listPending(ctx).length - pending
  return { applied, settled: Math.max(0, before - pending - (conflicts - conflictsBefore)), pending, conflicts }
}

import type { Drift } from '../index/drift'
import { type Summary, summaryOf } from '../index/summary'
import { cacheSize } from '../store/blobCache'
import type { Context } from './context'
import { allDrift } from './drift'
import { read } from './read'
import { addressOf } from './workspace'

export interface Status extends Omit<Summary, 'registry'> {
  workspace: string | null
  registry: string
  id: string | null
  /** True when the registry is a folder inside the workspace that nobody else has. */
  onlyCopy: boolean
  /** Wherever something else is served than a stage has. */
  drift: Drift[]
  pending: number
  conflicts: number
  /** When the log was last read to its head, on this machine. */
  lastSync: string | null
  /** How much the files take that were fetched before. The folder may be deleted at any time. */
  cacheBytes: number
}

/** What there is, and what is wrong with it. */
export async function registryStatus(ctx: Context): Promise<Status> {
  const { registry: id, drift, ...summary } = await read(ctx, (db) => ({ ...summaryOf(db), drift: allDrift(db) }))
  const pending = ctx.log.pending()
  return {
    workspace: ctx.workspace ?? null,
    registry: ctx.store.address,
    id,
    onlyCopy: ctx.workspace !== undefined && ctx.store.address === addressOf(ctx.workspace, undefined),
    ...summary,
    drift,
    pending: pending.filter(({ state }) => state !== 'conflict').length,
    conflicts: pending.filter(({ state }) => state === 'conflict').length,
    lastSync: ctx.log.lastSync() ?? null,
    cacheBytes: ctx.cache ? await cacheSize(ctx.cache) : 0,
  }
}

import { versionById } from '../index/versions'
import { type AnyVersion, asPending } from './anyVersion'
import type { Context } from './context'
import { listPending } from './pending'
import { readAhead } from './read'

/** Versions that were registered here and are not in the log yet, newest first; of all models when it is left out. */
export async function pendingVersions(ctx: Context, model?: string): Promise<AnyVersion[]> {
  const ids = listPending(ctx)
    .filter((item) => item.operation === 'register' && item.state === 'open')
    .filter((item) => model === undefined || item.model === model)
    .map(({ version }) => version!)
  if (!ids.length) return []
  const rows = await readAhead(ctx, (db) => ids.map((id) => versionById(db, id)).filter((row) => row !== undefined))
  return rows.map(asPending).reverse()
}

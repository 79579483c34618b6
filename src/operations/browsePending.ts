import { modelExists } from '../index/find'
import { versionById } from '../index/versions'
import type { Context } from './context'
import { listPending, type PendingItem } from './pending'
import { read } from './read'

/** A change that waits, with what the index knows of what it is about. */
export interface BrowsedPending extends PendingItem {
  /** The version's; null where it has none yet, or none is meant. */
  number: number | null
  label: string | null
  /** Its model is not in the registry yet. */
  isNewModel: boolean
}

export function browsePending(ctx: Context): Promise<BrowsedPending[]> {
  const items = listPending(ctx)
  return read(ctx, (db) =>
    items.map((item) => {
      const version = item.version === null ? undefined : versionById(db, item.version)
      const isNewModel = item.model !== null && !modelExists(db, item.model)
      return { ...item, number: version?.version ?? null, label: version?.label ?? null, isNewModel }
    }),
  )
}

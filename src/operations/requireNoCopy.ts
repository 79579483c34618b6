import { registryIncomplete } from '../core/sharingErrors'
import { readEntry } from '../log/entry'
import { logKey, seqOfLogKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'

/**
 * Throws registry-incomplete where somebody is copying a registry: its commits are there without the first one, or,
 * once `first` was put there, do not follow it.
 */
export async function requireNoCopy(store: ObjectStore, first?: string): Promise<void> {
  const seq = await earliestAfterFirst(store)
  if (seq === undefined) return
  if (first === undefined && (await store.get(logKey(0)))) return
  const bytes = first === undefined || seq !== 1 ? undefined : await store.get(logKey(1))
  if (!bytes || readEntry(1, bytes, first).problem) throw registryIncomplete(store.address)
}

async function earliestAfterFirst(store: ObjectStore): Promise<number | undefined> {
  for await (const key of store.list('log/', logKey(0))) {
    const seq = seqOfLogKey(key)
    if (seq !== undefined) return seq
  }
  return undefined
}

import pLimit from 'p-limit'
import { cancelled } from '../core/errors'
import { blobKey, blobOfKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { transfers } from './blobs'

/** Up to so many it is cheaper to ask for each than to list everything. */
const few = 200

/** What a store has of some blobs, by hash, in bytes; of what it has not there is no entry. */
export async function sizesOf(
  store: ObjectStore,
  hashes: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  if (hashes.length > few) return allSizes(store, signal)
  const limit = pLimit(transfers({ store }))
  const found = await Promise.all(
    hashes.map((sha256) => limit(async () => [sha256, await store.sizeOf(blobKey(sha256))] as const)),
  )
  return new Map(found.flatMap(([sha256, size]) => (size === undefined ? [] : [[sha256, size] as const])))
}

/** Every blob of a store. */
export async function allSizes(store: ObjectStore, signal?: AbortSignal): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for await (const { key, size } of store.sizes('blobs/')) {
    if (signal?.aborted) throw cancelled()
    const sha256 = blobOfKey(key)
    if (sha256) sizes.set(sha256, size)
  }
  return sizes
}

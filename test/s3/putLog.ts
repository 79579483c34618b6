import { logKey } from '../../src/store/keys'
import type { ObjectStore } from '../../src/store/objectStore'

/** Puts commits into a log, many at once; those that are undefined are left out. */
export async function putLog(store: ObjectStore, bodies: readonly (Uint8Array | undefined)[]): Promise<void> {
  const waiting = bodies.entries()
  const put = async () => {
    for (const [seq, bytes] of waiting) if (bytes) await store.putNew(logKey(seq), bytes)
  }
  await Promise.all(Array.from({ length: 32 }, put))
}

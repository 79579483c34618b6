import { RegistryError } from '../core/registryError'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { bytesAt, idOf } from './bytesAt'
import type { Attempt } from './outbox'
import type { Pace } from './pace'

/** How often bytes of unknown fate are written again before they are left to the outbox. */
const rewrites = 3

/**
 * Writes a commit, and finds out what became of it. No answer is believed alone: whatever the put says, it is what
 * can be read back that counts. Throws what the store refuses; of a `fresh` one, which was never written before,
 * only while it is certain that nothing of it is there or may come to be.
 */
export async function put(
  store: ObjectStore,
  { id, seq, bytes }: Attempt,
  fresh: boolean,
  pace: Pace,
): Promise<'ours' | 'lost' | 'unknown'> {
  for (let turn = 0; turn < rewrites; turn++) {
    const answer = await store.putNew(logKey(seq), bytes).catch((error: unknown) => ({ error }))
    if (answer === 'created') return 'ours'
    const there = await bytesAt(store, seq).catch(() => undefined)
    if (there) return idOf(there) === id ? 'ours' : 'lost'
    if (typeof answer === 'object' && isRefusal(answer.error) && (turn === 0 || !fresh)) throw answer.error
    await pace.sleep(50 * 2 ** turn)
  }
  return 'unknown'
}

const isRefusal = (error: unknown) => error instanceof RegistryError && error.code !== 'store-unreachable'

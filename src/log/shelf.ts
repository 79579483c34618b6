import { RegistryError } from '../core/registryError'
import { blobKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { sha256Hex } from './canonical'

/** So many bytes stay at hand between two questions. */
const room = 64 * 1024 * 1024
/** What is larger, in bytes, is none of these: an event may name any blob, also a model's file. */
const largest = 16 * 1024 * 1024

/** Thrown out of the middle of a question: what has to be fetched before it can be put again. */
export class BlobsNeeded extends Error {
  constructor(readonly hashes: readonly string[]) {
    super(`${hashes.length} blobs have to be fetched first`)
  }
}

/**
 * Small blobs for questions that cannot wait, such as a decision: whoever misses one leaves, and is asked again when it
 * is here.
 */
export interface Shelf {
  /** undefined where the store has none, a damaged one, or one of over 16 MiB. Throws BlobsNeeded. */
  get(sha256: string): Uint8Array | undefined
  /** Keeps one that is not in the store yet; answers its sha256. */
  hold(bytes: Uint8Array): string
  /** Puts a question until nothing is missing for it. `orNone`: what cannot be fetched now is taken for absent. */
  serve<T>(question: () => T, orNone?: 'or none'): Promise<T>
  /** Several at once, by their hashes; what cannot be fetched is left out. */
  all(hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
}

export function shelf(store: ObjectStore): Shelf {
  const held = new Map<string, Uint8Array>()
  let bytesHeld = 0
  let absent: ReadonlySet<string> = new Set()

  const hold = (bytes: Uint8Array): string => {
    const sha256 = sha256Hex(bytes)
    if (!held.has(sha256)) bytesHeld += bytes.length
    held.set(sha256, bytes)
    return sha256
  }

  async function fetched(sha256: string, orNone: boolean): Promise<boolean> {
    try {
      const size = await store.sizeOf(blobKey(sha256))
      if (size === undefined || size > largest) return false
      const bytes = await store.get(blobKey(sha256))
      return bytes !== undefined && hold(bytes) === sha256
    } catch (error) {
      if (orNone && error instanceof RegistryError) return false
      throw error
    }
  }

  const get = (sha256: string): Uint8Array | undefined => {
    const bytes = held.get(sha256)
    if (!bytes && !absent.has(sha256)) throw new BlobsNeeded([sha256])
    return bytes
  }

  /** What came first goes first; the next question, which may be the same again, needs what came last. */
  function makeRoom(): void {
    for (const [sha256, { length }] of held) {
      if (bytesHeld <= room) return
      held.delete(sha256)
      bytesHeld -= length
    }
  }

  async function serve<T>(question: () => T, orNone?: 'or none'): Promise<T> {
    const missing = new Set<string>()
    const ask = () => {
      const before = absent
      absent = missing
      try {
        return { answer: question() }
      } catch (error) {
        if (!(error instanceof BlobsNeeded)) throw error
        return error
      } finally {
        absent = before
      }
    }
    try {
      for (;;) {
        const found = ask()
        if ('answer' in found) return found.answer
        await Promise.all(
          found.hashes.map(async (sha256) => {
            if (!(await fetched(sha256, orNone !== undefined))) missing.add(sha256)
          }),
        )
      }
    } finally {
      makeRoom()
    }
  }

  async function all(hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const question = () => {
      const missing = hashes.filter((sha256) => !held.has(sha256) && !absent.has(sha256))
      if (missing.length) throw new BlobsNeeded(missing)
      return new Map(hashes.flatMap((sha256) => (held.has(sha256) ? [[sha256, held.get(sha256)!] as const] : [])))
    }
    return serve(question, 'or none')
  }

  return { get, hold, serve, all }
}

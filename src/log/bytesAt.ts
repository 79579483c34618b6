import { storeUnreachable } from '../core/errors'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'

const reads = 4

/**
 * What is stored at `seq`; undefined when nothing is. What is no JSON may have been cut short on its way, so it is
 * believed when the same comes twice. Throws store-unreachable when something else comes each time.
 */
export async function bytesAt(store: ObjectStore, seq: number): Promise<Uint8Array | undefined> {
  let before: Uint8Array | undefined
  for (let read = 0; read < reads; read++) {
    const bytes = await store.get(logKey(seq))
    if (!bytes || isJson(bytes) || (before && Buffer.compare(before, bytes) === 0)) return bytes
    before = bytes
  }
  throw storeUnreachable(store.address)
}

const isJson = (bytes: Uint8Array) => parse(bytes) !== undefined

/** The id in a commit's bytes; undefined when they are something else. */
export const idOf = (bytes: Uint8Array): string | undefined => (parse(bytes) as { id?: string } | undefined)?.id

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) ?? undefined
  } catch {
    return undefined
  }
}

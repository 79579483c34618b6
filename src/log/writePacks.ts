import { logKey, packLength } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { sha256Hex } from './canonical'
import { readEntry } from './entry'
import { makePack, packsAfter } from './packs'
import { looseBodies } from './reading'

/** Which runs of the log are without a pack, as far as this process came past them. */
export interface Packer {
  /** The run that begins at `first` is complete; `bad` are keys of packs that are none of it. */
  note(first: number, bad: readonly string[]): void
  /** Commit `seq` has been written; with it a run may be complete. */
  passed(seq: number): void
  /**
   * Writes packs of the first `most` runs that were noted and have none; answers how many. Needs only the store, and
   * never fails: what is not written now will be by whoever comes by next.
   */
  write(most?: number): Promise<number>
}

export function packer(store: ObjectStore): Packer {
  const due = new Map<number, readonly string[]>()
  return {
    note: (first, bad) => void due.set(first, bad),
    passed: (seq) => {
      if (seq % packLength === packLength - 1) due.set(seq + 1 - packLength, [])
    },
    write: async (most = Infinity) => {
      const runs = new Map([...due].toSorted(([a], [b]) => a - b).slice(0, most))
      for (const first of runs.keys()) due.delete(first)
      return runs.size ? writePacks(store, runs).catch(() => 0) : 0
    },
  }
}

/** Packs of these runs, but of those that have one that is not among the bad; answers how many were new. */
async function writePacks(store: ObjectStore, runs: ReadonlyMap<number, readonly string[]>): Promise<number> {
  const there = await packsAfter(store, Math.min(...runs.keys()))
  let written = 0
  for (const [first, bad] of runs) {
    if (there.get(first)?.some(({ key }) => !bad.includes(key))) continue
    const bodies = await chainedRun(store, first)
    const pack = bodies && (await makePack(first, bodies))
    if (pack && (await store.putNew(pack.key, pack.bytes)) === 'created') written++
  }
  return written
}

/** Undefined unless every commit is there and follows the one before: no other run could be trusted in a pack. */
async function chainedRun(store: ObjectStore, first: number): Promise<Uint8Array[] | undefined> {
  const before = first > 0 ? await store.get(logKey(first - 1)) : undefined
  if (first > 0 && !before) return undefined
  let hash = before && sha256Hex(before)
  const bodies: Uint8Array[] = []
  for await (const bytes of looseBodies(store, first, first + packLength - 1)) {
    const entry = readEntry(first + bodies.length, bytes, hash)
    if (entry.problem) return undefined
    hash = entry.hash
    bodies.push(bytes)
  }
  return bodies
}

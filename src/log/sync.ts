import type { LogEntry } from '../core/commit'
import { logForked } from '../core/errors'
import type { ObjectStore } from '../store/objectStore'
import { bytesAt } from './bytesAt'
import { sha256Hex } from './canonical'
import { readEntry } from './entry'
import type { Witness } from './witness'

/** Where the entries of the log go: the index, seen from here. */
export interface Sink {
  head(): { seq: number; hash: string; at: string } | undefined
  /** Takes those that follow its head. */
  apply(entries: readonly LogEntry[]): void
}

/** How many commits are read at once. */
const widest = 64
/** How many are applied at once: each time costs a transaction. */
const handful = 1024

/**
 * Hands every entry after the sink's head to it, and answers how many. Nothing new costs one read.
 * Throws log-forked when a commit that was seen before is missing or different.
 */
export async function sync(store: ObjectStore, sink: Sink, seen: Witness): Promise<number> {
  const before = seen.head()
  let applied = 0
  for await (const entries of gathered(entriesAfter(store, sink.head()))) {
    for (const entry of entries) if (!seen.agrees(entry)) throw logForked(store.address, entry.seq)
    // It may be odd, or the log may be another one: then what was there before it is gone.
    if (applied === 0 && entries[0]!.problem) await checkHead(store, sink)
    sink.apply(entries)
    if ((sink.head()?.seq ?? -1) < entries.at(-1)!.seq) return sync(store, sink, seen)
    seen.note(entries.at(-1)!, entries)
    applied += entries.length
  }
  if (applied === 0) {
    const head = sink.head()
    if (!head) await store.check()
    if (before && (head?.seq ?? -1) < before.seq) {
      await store.check()
      throw logForked(store.address, (head?.seq ?? -1) + 1)
    }
  } else if (before && sink.head()!.seq < before.seq) throw logForked(store.address, sink.head()!.seq + 1)
  return applied
}

/** Is what the sink holds as its head still what the log has there? Asked once a process; polling does not repeat it. */
export async function checkHead(store: ObjectStore, sink: Sink): Promise<void> {
  const head = sink.head()
  if (!head) return
  const bytes = await bytesAt(store, head.seq)
  if (!bytes) await store.check()
  if (!bytes || sha256Hex(bytes) !== head.hash) throw logForked(store.address, head.seq)
}

async function* gathered(batches: AsyncIterable<LogEntry[]>): AsyncGenerator<LogEntry[]> {
  let entries: LogEntry[] = []
  for await (const batch of batches) {
    entries.push(...batch)
    if (entries.length < handful) continue
    yield entries
    entries = []
  }
  if (entries.length) yield entries
}

/** In batches that grow while the log goes on: one read when there is nothing new, many at once on a cold start. */
export async function* entriesAfter(
  store: ObjectStore,
  head: { seq: number; hash: string } | undefined,
): AsyncGenerator<LogEntry[]> {
  let next = (head?.seq ?? -1) + 1
  let hash = head?.hash
  for (let width = 1; ; width = Math.min(width * 4, widest)) {
    const seqs = Array.from({ length: width }, (_, i) => next + i)
    const bodies = await Promise.all(seqs.map((seq) => bytesAt(store, seq)))
    const entries: LogEntry[] = []
    for (const [i, bytes] of bodies.entries()) {
      if (!bytes) break
      const entry = readEntry(next + i, bytes, hash)
      hash = entry.hash
      entries.push(entry)
    }
    if (entries.length) yield entries
    if (entries.length < width) return
    next += width
  }
}

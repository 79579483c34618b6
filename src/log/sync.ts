import type { LogEntry } from '../core/commit'
import { logForked } from '../core/errors'
import type { ObjectStore } from '../store/objectStore'
import { bytesAt } from './bytesAt'
import { sha256Hex } from './canonical'
import { looseEntries, newEntries, type Notices, type Point } from './reading'
import type { Witness } from './witness'

/** Where the entries of the log go: the index, seen from here. */
export interface Sink {
  head(): { seq: number; hash: string; at: string } | undefined
  /** Takes those that follow its head. */
  apply(entries: readonly LogEntry[]): void
  /** Told that all there is has been applied. */
  settle?(): void
}

/** How many events are applied at once, or a few more: each time costs a transaction, in which nobody else writes. */
const handful = 2000

/**
 * Hands every entry after the sink's head to it, and answers how many. Nothing new costs one read.
 * Throws log-forked when a commit that was seen before is missing or different.
 */
export async function sync(store: ObjectStore, sink: Sink, seen: Witness, notices?: Notices): Promise<number> {
  const before = seen.head()
  let applied = 0
  for await (const entries of ahead(gathered(newEntries(store, sink.head(), notices)))) {
    const stranger = seen.stranger(entries)
    if (stranger) throw logForked(store.address, stranger.seq)
    // It may be odd, or the log may be another one: then what was there before it is gone.
    if (applied === 0 && entries[0]!.problem) await checkHead(store, sink)
    sink.apply(entries)
    if ((sink.head()?.seq ?? -1) < entries.at(-1)!.seq) return sync(store, sink, seen, notices)
    seen.note(entries.at(-1)!, entries)
    applied += entries.length
  }
  sink.settle?.()
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

/** The log itself, from after `head` on: no pack is believed. */
export const entriesAfter = (store: ObjectStore, head: Point | undefined): AsyncGenerator<LogEntry[]> =>
  gathered(looseEntries(store, head))

async function* gathered(batches: AsyncIterable<LogEntry[]>): AsyncGenerator<LogEntry[]> {
  let entries: LogEntry[] = []
  let events = 0
  for await (const batch of batches)
    for (const entry of batch) {
      entries.push(entry)
      events += entry.commit?.events.length ?? 1
      if (events < handful) continue
      yield entries
      entries = []
      events = 0
    }
  if (entries.length) yield entries
}

/** Reads one item more than was asked for, while the one before is worked on. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const read = () => {
    const next = items.next()
    // Is waited for later: until then, that it failed is no news.
    next.catch(() => {})
    return next
  }
  for (let coming = read(); ;) {
    const { done, value } = await coming
    if (done) return
    coming = read()
    yield value
  }
}

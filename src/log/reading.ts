import type { LogEntry } from '../core/commit'
import { logKey, packLength, seqOfLogKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { bytesAt } from './bytesAt'
import { readEntry } from './entry'
import { packsAfter, readPack, type Unpacked } from './packs'

/** A commit, as far as the one after it has to know it. */
export interface Point {
  seq: number
  hash: string
}

/** What is noticed while a log is read. */
export interface Notices {
  /** Told of what is odd, but no reason to stop. */
  onWarning?: ((message: string) => void) | undefined
  /** Told of a run of commits that was read to its end, and not from a pack; `bad` are keys of packs that are none of it. */
  onLooseRun?(first: number, bad: readonly string[]): void
}

/** How many commits are on their way at once. */
const widest = 64
/** How many packs. */
const packsAtOnce = 4
/** How many packs of one run are tried. */
const packsTried = 4
/** After how many commits in a row the store is asked how many more there are. */
const enough = 4
/** How many commits are listed before they are read. */
const listedAtOnce = 10 * packLength

/** Everything after `head`, in order. Nothing new costs one read; much of it is read at once, and out of packs. */
export async function* newEntries(
  store: ObjectStore,
  head: Point | undefined,
  notices: Notices = {},
): AsyncGenerator<LogEntry[]> {
  let at = head
  async function* passing(entries: AsyncIterable<LogEntry[]>): AsyncGenerator<LogEntry[]> {
    for await (const some of entries) {
      at = some.at(-1)!
      yield some
    }
  }
  for (let hits = head ? 0 : enough; ; hits++) {
    const before = at
    if (hits < enough) {
      yield* passing(looseEntries(store, at, { last: seqAfter(at), notices }))
      if (at === before) return
      continue
    }
    hits = -1
    let last = at ? await lastListed(store, at, packLength) : undefined
    if (last === undefined || last >= seqAfter(at) + packLength - 1) {
      yield* passing(packedEntries(store, at, notices))
      last = await lastListed(store, at, listedAtOnce)
    }
    yield* passing(looseEntries(store, at, { last, notices }))
  }
}

/** Commit by commit, from after `head` to the first that is missing, or to seq `last`. */
export async function* looseEntries(
  store: ObjectStore,
  head: Point | undefined,
  { last = Infinity, notices = {} }: { last?: number | undefined; notices?: Notices } = {},
): AsyncGenerator<LogEntry[]> {
  let seq = seqAfter(head)
  let hash = head?.hash
  for await (const bytes of looseBodies(store, seq, last)) {
    const entry = readEntry(seq++, bytes, hash)
    hash = entry.hash
    yield [entry]
    if (seq % packLength === 0) notices.onLooseRun?.(seq - packLength, [])
  }
}

/** The bytes of commits, from seq `first` to the first that is missing, or to seq `last`. */
export async function* looseBodies(store: ObjectStore, first: number, last: number): AsyncGenerator<Uint8Array> {
  const coming: Promise<Uint8Array | undefined>[] = []
  for (let seq = first, asked = first; seq <= last; seq++) {
    for (; coming.length < widest && asked <= last; asked++) coming.push(expected(bytesAt(store, asked)))
    const bytes = await coming.shift()
    if (!bytes) return
    yield bytes
  }
}

/** Run by run out of packs, as far as there are any; a run without a good one is read commit by commit. */
async function* packedEntries(
  store: ObjectStore,
  head: Point | undefined,
  notices: Notices,
): AsyncGenerator<LogEntry[]> {
  let at = head
  const start = runOf(seqAfter(at))
  const packs = await packsAfter(store, start)
  const end = [...packs.keys()].at(-1) ?? -1
  const coming = new Map<string, Promise<Unpacked>>()
  const fetched = (pack: Parameters<typeof readPack>[1]) => {
    if (!coming.has(pack.key)) coming.set(pack.key, expected(readPack(store, pack)))
    return coming.get(pack.key)!
  }
  let isWhole = true
  for (let first = start; first <= end; first += packLength) {
    for (let i = 0; i < packsAtOnce; i++)
      packs
        .get(first + i * packLength)
        ?.slice(0, 1)
        .forEach(fetched)
    const bad: string[] = []
    let entries: LogEntry[] | undefined
    for (const pack of packs.get(first)?.slice(0, packsTried) ?? []) {
      const read = chained(await fetched(pack), first, at)
      coming.delete(pack.key)
      if ('entries' in read) {
        entries = read.entries
        break
      }
      bad.push(pack.key)
      notices.onWarning?.(`${nameOf(first)} is not used: ${read.problem}.`)
    }
    if (entries) {
      at = entries.at(-1)!
      yield entries
      continue
    }
    if (!bad.length && isWhole) notices.onWarning?.(`${nameOf(first)} is missing.`)
    if (!bad.length) isWhole = false
    for await (const some of looseEntries(store, at, { last: first + packLength - 1 })) {
      at = some.at(-1)!
      yield some
    }
    // The log ends before its packs do.
    if (at?.seq !== first + packLength - 1) return
    notices.onLooseRun?.(first, bad)
  }
}

const nameOf = (first: number) => `The pack of commits ${first} to ${first + packLength - 1}`

/** Those of a pack that come after `head`, if each follows the one before. */
function chained(
  pack: Unpacked,
  first: number,
  head: Point | undefined,
): { entries: LogEntry[] } | { problem: string } {
  if ('problem' in pack) return pack
  const next = seqAfter(head)
  let hash = head?.hash
  const entries: LogEntry[] = []
  for (const [i, bytes] of pack.bodies.slice(next - first).entries()) {
    const entry = readEntry(next + i, bytes, hash)
    if (entry.problem) return { problem: `of commit ${entry.seq} in it, ${entry.problem}` }
    hash = entry.hash
    entries.push(entry)
  }
  return { entries }
}

/** The greatest of the seqs after `head`, of `most` at most, that the store lists; -1 when there are none. */
async function lastListed(store: ObjectStore, head: Point | undefined, most: number): Promise<number> {
  let last = -1
  let count = 0
  for await (const key of store.list('log/', head && logKey(head.seq))) {
    last = seqOfLogKey(key) ?? last
    if (++count === most) break
  }
  return last
}

const seqAfter = (head: Point | undefined) => (head?.seq ?? -1) + 1
const runOf = (seq: number) => seq - (seq % packLength)

/** Is waited for later: until then, that it failed is no news. */
function expected<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

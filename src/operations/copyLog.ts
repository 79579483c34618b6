import { placeTaken, logDiverged, otherRegistry } from '../core/sharingErrors'
import { logForked } from '../core/errors'
import { hashOfCommit } from '../index/summary'
import { sha256Hex } from '../log/canonical'
import { logKey, seqOfLogKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { transfers } from './blobs'
import type { Context } from './context'
import { everyOne } from './everyOne'

/** How far a copy of this registry at another place is. */
export interface Copy {
  /** Whether it has its first commit, with which it is a registry that others can open. */
  isOpen: boolean
  /** Which of the other commits it has. */
  seqs: ReadonlySet<number>
}

/** Throws other-registry or target-not-empty where something else is, and log-diverged where a copy has more than this registry. */
export async function copyAt(ctx: Context, to: ObjectStore): Promise<Copy> {
  const first = await to.get(logKey(0))
  if (first && sha256Hex(first) !== hashOfCommit(ctx.index.db, 0)) throw otherRegistry(to.address)
  const stranger = first ? undefined : await strangerAt(to)
  if (stranger !== undefined) throw placeTaken(to.address, stranger)
  const seqs = await seqsAt(to)
  const last = furthest(seqs)
  if (first) await requirePrefix(ctx, to, last)
  else if (last > ctx.index.head()!.seq) throw logDiverged(to.address, last)
  return { isOpen: first !== undefined, seqs }
}

/**
 * Sends one commit before anything else: it says whose copy this is, so that of two that are begun at one place, one
 * is refused at once, and nobody makes another registry there meanwhile.
 */
export async function claimPlace(ctx: Context, to: ObjectStore, copy: Copy): Promise<Copy & { sent: number }> {
  if (copy.isOpen || ctx.index.head()!.seq === 0) return { ...copy, sent: 0 }
  const answer = await copyCommit(ctx, to, 1, copy.seqs.has(1))
  if (await to.get(logKey(0))) await copyCommit(ctx, to, 0, true)
  return { ...copy, seqs: new Set([...copy.seqs, 1]), sent: answer === 'created' ? 1 : 0 }
}

/**
 * Sends the commits up to `head` that the copy lacks, byte for byte. Nobody can open it before it has its first
 * commit, so the order does not matter and `openCopy` comes last. What is open may be written by others: there one commit
 * is sent after the other, so that nothing of ours follows one that is not.
 */
export async function copyCommits(
  ctx: Context,
  to: ObjectStore,
  { isOpen, seqs }: Copy,
  head: number,
): Promise<number> {
  const from = isOpen ? furthest(seqs) + 1 : 1
  const wanted = Array.from({ length: Math.max(0, head + 1 - from) }, (_, i) => from + i)
  let [done, sent] = [0, 0]
  const atOnce = isOpen ? 1 : transfers({ store: to })
  await everyOne(wanted, { atOnce, signal: ctx.signal }, async (seq) => {
    if ((await copyCommit(ctx, to, seq, seqs.has(seq))) === 'created') sent++
    ctx.onProgress?.({ what: 'commits', done: ++done, total: wanted.length })
  })
  return sent
}

/** Makes a copy with all commits up to `head` one that others can open. Throws log-diverged unless they are just those. */
export async function openCopy(ctx: Context, to: ObjectStore, head: number): Promise<void> {
  const seqs = await seqsAt(to)
  for (let seq = 1; seq <= head; seq++) if (!seqs.has(seq)) throw logDiverged(to.address, seq)
  if (seqs.size > head) throw logDiverged(to.address, head + 1)
  await copyCommit(ctx, to, 0, false)
}

/** Throws log-diverged, or other-registry for the first commit, when something else is there. */
export async function copyCommit(
  ctx: Context,
  to: ObjectStore,
  seq: number,
  isThere: boolean,
): Promise<'created' | 'exists'> {
  const bytes = await ctx.store.get(logKey(seq))
  if (!bytes || sha256Hex(bytes) !== hashOfCommit(ctx.index.db, seq)) throw logForked(ctx.store.address, seq)
  if (!isThere && (await to.putNew(logKey(seq), bytes)) === 'created') return 'created'
  const there = await to.get(logKey(seq))
  if (!there || !Buffer.from(there).equals(bytes)) throw seq ? logDiverged(to.address, seq) : otherRegistry(to.address)
  return 'exists'
}

/** Packs are copies of what was sent already; with them a fresh machine is up to date sooner. */
export async function copyPacks(ctx: Context, to: ObjectStore): Promise<void> {
  const there = new Set<string>()
  for await (const key of to.list('packs/')) there.add(key)
  for await (const key of ctx.store.list('packs/')) {
    const bytes = there.has(key) ? undefined : await ctx.store.get(key)
    if (bytes) await to.putNew(key, bytes)
  }
}

async function seqsAt(store: ObjectStore): Promise<Set<number>> {
  const seqs = new Set<number>()
  for await (const key of store.list('log/')) {
    const seq = seqOfLogKey(key)
    if (seq) seqs.add(seq)
  }
  return seqs
}

function furthest(seqs: ReadonlySet<number>): number {
  let last = 0
  for (const seq of seqs) last = Math.max(last, seq)
  return last
}

/** Each commit names the one before, so where one is the same, all before it are. */
async function requirePrefix(ctx: Context, to: ObjectStore, last: number): Promise<void> {
  const isSame = async (seq: number) => {
    const bytes = await to.get(logKey(seq))
    return bytes !== undefined && sha256Hex(bytes) === hashOfCommit(ctx.index.db, seq)
  }
  if (await isSame(last)) return
  let [same, other] = [0, last]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (await isSame(middle)) same = middle
    else other = middle
  }
  throw logDiverged(to.address, other)
}

/** What has no place in a registry, of what is there; nothing of the folders that one has. */
async function strangerAt(store: ObjectStore): Promise<string | undefined> {
  for (let after = ''; ;) {
    const { done, value: key } = await store.list('', after)[Symbol.asyncIterator]().next()
    if (done) return undefined
    const folder = ours.find((name) => key.startsWith(name))
    if (!folder) return key
    // The next key in byte order after all that is in the folder.
    after = folder.replace('/', '0')
  }
}
const ours = ['blobs/', 'doctor/', 'log/', 'packs/', 'staging/']

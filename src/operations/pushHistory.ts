import { hashOfCommit } from '../index/summary'
import { sha256Hex } from '../log/canonical'
import { createFolder } from '../store/folderStore'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { logDiverged } from '../core/sharingErrors'
import { allSizes } from './blobSizes'
import type { Context } from './context'
import { type Cargo, type Copied, copyBlobs } from './copyBlobs'
import { type Copy, claimPlace, copyAt, copyCommits, copyPacks, openCopy } from './copyLog'
import { namedBlobs } from './namedBlobs'
import { requireElsewhere } from './requireElsewhere'
import { requireSafe } from './newStoreAt'
import { isBucket, type Place, storeAt } from './storeAt'
import { requireSettled } from './requireSettled'

export interface HistoryPushed {
  /** The registry's id, which the copy has as well. */
  id: string
  from: string
  registry: string
  /** True when nobody could open it before. */
  created: boolean
  commits: { total: number; sent: number }
  blobs: Copied
}

/**
 * Copies a registry whole to another place: files, then commits, byte for byte, and the first commit last. Until then
 * nobody finds a registry there, so nobody can take half of it for all of it, or write into it. It can be stopped at
 * any moment and begun again. A copy that is only behind is brought up to date.
 */
export async function pushHistory(ctx: Context, place: Place): Promise<HistoryPushed> {
  await requireElsewhere(ctx, place)
  const { address, s3, credentials } = place
  return sendHistory(ctx, storeAt(address, s3, credentials), () =>
    isBucket(address) ? requireSafe(place) : createFolder(address),
  )
}

/** As pushHistory, to a store; `prepare` is called before anything is put where nothing is yet. */
export async function sendHistory(
  ctx: Context,
  to: ObjectStore,
  prepare: () => Promise<unknown>,
): Promise<HistoryPushed> {
  await requireSettled(ctx)
  const before = await copyAt(ctx, to)
  if (!before.isOpen) await prepare()
  let sent = 0
  let blobs: Copied = { blobs: 0, bytes: 0, sent: 0, sentBytes: 0 }
  for (let copy = before; ; copy = await copyAt(ctx, to)) {
    const head = ctx.index.head()!.seq
    const round = await sendUpTo(ctx, to, copy, head)
    sent += round.commits
    blobs = { ...round.blobs, sent: blobs.sent + round.blobs.sent, sentBytes: blobs.sentBytes + round.blobs.sentBytes }
    await requireHead(ctx, to, head)
    // Somebody may have written to this one meanwhile.
    await requireSettled(ctx)
    if (ctx.index.head()!.seq === head)
      return {
        id: ctx.registryId,
        from: ctx.store.address,
        registry: to.address,
        created: !before.isOpen,
        commits: { total: head + 1, sent },
        blobs,
      }
  }
}

async function sendUpTo(
  ctx: Context,
  to: ObjectStore,
  copy: Copy,
  head: number,
): Promise<{ commits: number; blobs: Copied }> {
  const claimed = await claimPlace(ctx, to, copy)
  const blobs = await copyBlobs(ctx, to, await cargoOf(ctx))
  const commits = claimed.sent + (await copyCommits(ctx, to, claimed, head))
  await copyPacks(ctx, to)
  if (copy.isOpen) return { commits, blobs }
  await openCopy(ctx, to, head)
  return { commits: commits + 1, blobs }
}

/** All that is stored, with a name for what the log names: what a newer version's events name is taken along. */
async function cargoOf(ctx: Context): Promise<Cargo[]> {
  const named = await namedBlobs(ctx)
  const known = new Set(named.map(({ sha256 }) => sha256))
  const others = [...(await allSizes(ctx.store, ctx.signal))].filter(([sha256]) => !known.has(sha256))
  return [...others.map(([sha256, size]) => ({ sha256, size, name: undefined })), ...named]
}

/** No answer is believed alone. */
async function requireHead(ctx: Context, to: ObjectStore, head: number): Promise<void> {
  const bytes = await to.get(logKey(head))
  if (!bytes || sha256Hex(bytes) !== hashOfCommit(ctx.index.db, head)) throw logDiverged(to.address, head)
}

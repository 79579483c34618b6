import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { RegistryError } from '../core/registryError'
import { copyDamaged, sourceDamaged } from '../core/sharingErrors'
import { uploads } from '../log/uploads'
import { blobKey } from '../store/keys'
import type { ObjectStore, Transfer } from '../store/objectStore'
import { sizesOf } from './blobSizes'
import { transfers } from './blobs'
import type { Context } from './context'
import { everyOne } from './everyOne'
import { movingFolderOf } from './places'

/** A blob on its way from one registry to another. */
export interface Cargo {
  sha256: string
  /** Undefined where the log does not say. */
  size: number | undefined
  /** What it is to a person; undefined for what the log does not name. */
  name: string | undefined
}

export interface Copied {
  /** How many there are now, and how large they are together. */
  blobs: number
  bytes: number
  /** How many of them had to be sent. */
  sent: number
  sentBytes: number
}

/**
 * Copies blobs into another store. What it has is not sent again, uploads of large files go on where they were, and
 * nothing is sent before all of it was seen to be here. Throws blob-damaged for what this registry does not have as it should.
 */
export async function copyBlobs(ctx: Context, to: ObjectStore, wanted: readonly Cargo[]): Promise<Copied> {
  const cargo = await sized(ctx, wanted)
  const there = await sizesOf(
    to,
    cargo.map(({ sha256 }) => sha256),
    ctx.signal,
  )
  const needed = cargo.filter(({ sha256, size }) => there.get(sha256) !== size)
  const total = sum(needed)
  let done = 0
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'upload', done: (done += bytes), total })
  const folder = await movingFolder(ctx.registryId)
  try {
    await everyOne(needed, { atOnce: transfers({ store: to }), signal: ctx.signal }, (one, signal) =>
      carry(ctx, to, one, folder, { onBytes, signal, uploads: uploads(ctx.local) }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await requireBlobs(ctx, to, cargo)
  return { blobs: cargo.length, bytes: sum(cargo), sent: needed.length, sentBytes: total }
}

/** Throws blob-damaged unless a store has all of them in their size. */
export async function requireBlobs(ctx: Context, store: ObjectStore, cargo: readonly Cargo[]): Promise<void> {
  const named = cargo.filter(({ name }) => name !== undefined)
  const hashes = named.map(({ sha256 }) => sha256)
  const there = await sizesOf(store, hashes, ctx.signal)
  const wrong = named.filter(({ sha256, size }) =>
    size === undefined ? !there.has(sha256) : there.get(sha256) !== size,
  )
  if (wrong.length) throw copyDamaged(store.address, wrong.length, wrong[0]!.sha256)
}

type Sized = Cargo & { size: number }
const sum = (cargo: readonly Sized[]) => cargo.reduce((total, { size }) => total + size, 0)

async function sized(ctx: Context, wanted: readonly Cargo[]): Promise<Sized[]> {
  const unique = [...new Map(wanted.map((one) => [one.sha256, one])).values()]
  const here = await sizesOf(
    ctx.store,
    unique.map(({ sha256 }) => sha256),
    ctx.signal,
  )
  return unique.map((one) => {
    const { sha256, size, name = 'A file' } = one
    const found = here.get(sha256)
    if (found === undefined) throw sourceDamaged(name, sha256, 'is missing')
    if (size !== undefined && size !== found) throw sourceDamaged(name, sha256, `has ${found} bytes, not ${size},`)
    return { ...one, size: found }
  })
}

/** Sends one blob: straight from its file, where it has one on this machine, else by way of a copy. */
async function carry(
  ctx: Context,
  to: ObjectStore,
  { sha256, name }: Sized,
  folder: string,
  transfer: Transfer,
): Promise<void> {
  const key = blobKey(sha256)
  const own = ctx.store.fileOf?.(key)
  const path = own ?? join(folder, sha256)
  try {
    if (own || (await ctx.store.getFile(key, path, sha256, { signal: transfer.signal })) === 'written')
      return void (await to.putFile(key, path, sha256, transfer))
  } catch (error) {
    if (!isDamage(error)) throw error
    if (name !== undefined) throw sourceDamaged(name, sha256, 'does not match its hash')
    return ctx.onWarning(`A stored file that no version names, ${sha256}, does not match its hash; it was left out.`)
  } finally {
    if (!own) await rm(path, { force: true })
  }
  throw sourceDamaged(name ?? 'A file', sha256, 'is missing')
}

const isDamage = (error: unknown) =>
  error instanceof RegistryError && (error.code === 'file-changed' || error.code === 'blob-damaged')

/** A place for copies. What killed processes left is a day old when it goes. */
async function movingFolder(registry: string): Promise<string> {
  const root = movingFolderOf(registry)
  await mkdir(root, { recursive: true })
  for (const name of await readdir(root)) {
    const found = await stat(join(root, name)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > 24 * 3600 * 1000)
      await rm(join(root, name), { recursive: true, force: true })
  }
  return mkdtemp(join(root, 'copy-'))
}

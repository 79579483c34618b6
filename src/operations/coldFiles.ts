import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { filesCold, type Wish } from '../core/coldErrors'
import { cancelled, filesMissing } from '../core/errors'
import type { FileEntry } from '../core/record'
import { RegistryError } from '../core/registryError'
import { restoreTime, type RestoreTier, staysRestored } from '../core/storageClass'
import { blobKey } from '../store/keys'
import type { ColdStatus } from '../store/objectStore'
import { transfers } from './blobs'
import type { Context } from './context'
import { isOutOfReach } from './findRegistry'

/** A file that is stored in another class than the usual one. */
export interface ColdFile extends FileEntry, Pick<ColdStatus, 'storageClass' | 'restore' | 'until'> {
  /** What a restore usually takes; left out where none is needed. */
  takes?: string
}

/** What of some files is not as it is of most. */
export interface Coldness {
  /** Paths of those that are not there in their size. */
  missing: string[]
  cold: ColdFile[]
}

/** How a restore is asked for. */
export interface WarmUp {
  tier?: RestoreTier | undefined
  /** How many days it lasts. */
  days?: number | undefined
}

export interface Required extends WarmUp {
  /** How many files the version has, where it is asked about some of them. */
  total?: number | undefined
}

export const isCold = (error: unknown): error is RegistryError =>
  error instanceof RegistryError && error.code === 'files-cold'

/** Asks the store about each file of a version, all that there is to know with one request. */
export async function coldnessOf(ctx: Context, files: readonly FileEntry[]): Promise<Coldness> {
  const { store, signal } = ctx
  const limit = pLimit(transfers(ctx))
  const look = async (sha256: string): Promise<[string, Pick<ColdStatus, 'size'> | ColdStatus | undefined]> => {
    if (signal?.aborted) throw cancelled()
    const key = blobKey(sha256)
    if (store.cold) return [sha256, await store.cold.statusOf(key, signal)]
    const size = await store.sizeOf(key)
    return [sha256, size === undefined ? undefined : { size }]
  }
  const contents = [...new Set(files.map(({ sha256 }) => sha256))]
  const found = new Map(await Promise.all(contents.map((sha256) => limit(look, sha256))))
  return {
    missing: files.filter(({ sha256, size }) => found.get(sha256)?.size !== size).map(({ path }) => path),
    cold: files.flatMap((file) => coldFile(file, found.get(file.sha256))),
  }
}

function coldFile(file: FileEntry, status: Pick<ColdStatus, 'size'> | ColdStatus | undefined): ColdFile[] {
  if (!status || !('storageClass' in status) || status.storageClass === 'STANDARD') return []
  const { storageClass, restore, until } = status
  const takes = restoreTime(storageClass)
  return [{ ...file, storageClass, restore, ...(until ? { until } : {}), ...(takes ? { takes } : {}) }]
}

/** What has to be restored before it is read, whether that was asked for or not. */
export const archivedIn = (cold: readonly ColdFile[]): ColdFile[] =>
  cold.filter(({ restore }) => restore === 'needed' || restore === 'running')

/** Asks for the restore of what needs it and was not asked for. Undefined when all can be read. */
export async function warmUp(
  ctx: Context,
  cold: readonly ColdFile[],
  { tier = 'Standard', days = 7 }: WarmUp = {},
): Promise<Wish | undefined> {
  const needed = new Map(
    cold.flatMap((file) => (file.restore === 'needed' ? [[file.sha256, file.storageClass] as const] : [])),
  )
  const limit = pLimit(transfers(ctx))
  const ask = async ([sha256, storageClass]: readonly [string, string]) => {
    if (ctx.signal?.aborted) throw cancelled()
    // Not every class has every tier.
    const known = restoreTime(storageClass, tier) ? tier : 'Standard'
    const lasting = staysRestored(storageClass) ? undefined : days
    await ctx.store.cold!.restore(blobKey(sha256), { tier: known, days: lasting, signal: ctx.signal })
  }
  try {
    await Promise.all([...needed].map((one) => limit(ask, one)))
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'no-permission') return 'not permitted'
    throw error
  }
  return needed.size ? 'asked' : archivedIn(cold).length ? 'running' : undefined
}

/** Throws files-missing; or files-cold, having asked for the restore, when some of a version's files are archived. */
export async function requireFiles(
  ctx: Context,
  of: string,
  files: readonly FileEntry[],
  { total = files.length, ...how }: Required = {},
): Promise<void> {
  const { missing, cold } = await coldnessOf(ctx, files)
  if (missing.length) throw filesMissing(of, missing)
  const wish = await warmUp(ctx, cold, how)
  if (!wish) return
  const archived = archivedIn(cold)
  const classes = [...new Set(archived.map(({ storageClass }) => storageClass))].toSorted()
  throw filesCold({ of, count: archived.length, total, classes }, wish)
}

/** As requireFiles; if it is to wait, it comes back when the files can be read, however long that takes. */
export async function thaw(
  ctx: Context,
  of: string,
  files: readonly FileEntry[],
  { wait, ...how }: Required & { wait?: { everyMs: number } | undefined },
): Promise<void> {
  for (let told = false; ; told = true)
    try {
      return await requireFiles(ctx, of, files, how)
    } catch (error) {
      const isWorthWaiting = isCold(error) ? error.details!['wish'] !== 'not permitted' : told && isOutOfReach(error)
      if (!wait || !isWorthWaiting) throw error
      if (!told && isCold(error)) ctx.onWarning(`${error.message} Waiting until then. ${error.details!['takes']}`)
      await sleep(wait.everyMs, undefined, ctx.signal ? { signal: ctx.signal } : {}).catch(() => {
        throw cancelled()
      })
    }
}

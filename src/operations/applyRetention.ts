import { noStorageClasses } from '../core/coldErrors'
import type { Event } from '../core/event'
import { RegistryError } from '../core/registryError'
import { recordOf } from '../index/history'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { blobKey } from '../store/keys'
import { filesOf, transfers } from './blobs'
import type { Context } from './context'
import { decision } from './decision'
import { everyOne } from './everyOne'
import { type Plan, type Planned, planRetention } from './retentionPlan'
import { read } from './read'

export interface Applied extends Plan {
  moved: { blobs: number; bytes: number }
  /** Versions whose files were brought back, because something keeps them now. */
  restored: Planned[]
  /** What could not be brought back, and why. */
  skipped: string[]
}

/**
 * Moves the files of old versions to colder storage, and back those of versions that are wanted again. Nothing is
 * deleted. It can be stopped and begun again.
 */
export async function applyRetention(ctx: Context): Promise<Applied> {
  const { cold } = ctx.store
  if (!cold) throw noStorageClasses(ctx.store.address)
  const plan = await planRetention(ctx)
  const signal = ctx.signal
  const moved = { blobs: 0, bytes: 0 }
  let done = 0
  await everyOne(plan.blobs, { atOnce: transfers(ctx), signal }, async ({ sha256, size, storageClass }, stop) => {
    const answer = await cold.moveTo(blobKey(sha256), storageClass, { signal: stop })
    ctx.onProgress?.({ what: 'upload', done: (done += size), total: plan.bytes })
    if (answer !== 'moved') return
    moved.blobs++
    moved.bytes += size
  })
  const skipped: string[] = []
  const restored: Planned[] = []
  for (const version of plan.versions.filter(({ storageClass, to }) => storageClass !== null && to === null))
    try {
      const files = await filesOf(ctx, (await read(ctx, (db) => recordOf(db, version.id)))!)
      for (const { sha256 } of files) await cold.moveTo(blobKey(sha256), 'STANDARD', { signal })
      restored.push(version)
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code === 'cancelled') throw error
      skipped.push(`${version.model}@${version.version}: ${error.message}`)
    }
  const gone = plan.versions.filter(({ to, storageClass }) => to !== null && to !== storageClass)
  for (let first = 0; first < gone.length + restored.length; first += perCommit) {
    const changes = [
      ...gone.map(({ model, id, to }) => ({ model, id, to })),
      ...restored.map(({ model, id }) => ({ model, id, to: null })),
    ].slice(first, first + perCommit)
    await ctx.log.append(retaining.intent({ changes }))
  }
  return { ...plan, moved, restored, skipped }
}

/** How many versions one commit tells of. */
const perCommit = 1000

interface Change {
  model: string
  id: string
  /** The class that its files are in now; null is the one that they were put into. */
  to: string | null
}

export const retaining = decision<{ changes: Change[] }>('retention', decideRetention)

function decideRetention(db: Db, { changes }: { changes: Change[] }): Event[] {
  return changes.flatMap(({ model, id, to }): Event[] => {
    const known = versionById(db, id)
    if (!known || known.storageClass === to) return []
    return to === null
      ? [{ type: 'files.restored', model, version: id }]
      : [{ type: 'files.archived', model, version: id, storageClass: to }]
  })
}

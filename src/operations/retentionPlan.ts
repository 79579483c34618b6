import { cancelled } from '../core/errors'
import { milliseconds } from '../core/policy/policy'
import { type Movable, movableBlobs, type Naming, retentionPlan } from '../core/retention'
import { recordOf } from '../index/history'
import { modelNames } from '../index/find'
import { documentsNamed, entrantsOf, retainedOf, versionIds } from '../index/retained'
import { rolloutsOf } from '../index/serving'
import { aliasesOf } from '../index/standing'
import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { filesOf } from './blobs'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'

/** A version, and what retention makes of it. */
export interface Planned {
  model: string
  version: number
  id: string
  /** The class that its files are in, as far as the log says; null is the one that they were put into. */
  storageClass: string | null
  /** The class that it is to go to; null when it is kept as it is. */
  to: string | null
  /** Why it is kept. */
  kept: readonly string[]
}

export interface Plan {
  /** The versions of models whose policy says something of retention. */
  versions: Planned[]
  /** The files that would move: no version that is kept names one of them. */
  blobs: Movable[]
  bytes: number
}

/** What would become cold, and why the rest would not. Nothing is deleted, and nothing is moved by this. */
export async function planRetention(ctx: Context): Promise<Plan> {
  const now = ctx.now()
  const planned = await read(ctx, (db) => modelNames(db, -1).flatMap((model) => plannedOf(db, model, now)))
  const goes = new Map(planned.flatMap(({ id, to }) => (to ? [[id, to] as const] : [])))
  const { blobs, movers } = goes.size ? await movable(ctx, goes) : { blobs: [], movers: new Set<string>() }
  const versions = planned.map((version) => (version.to && !movers.has(version.id) ? stays(version) : version))
  return { versions, blobs, bytes: blobs.reduce((sum, { size }) => sum + size, 0) }
}

const stays = (version: Planned): Planned => ({ ...version, to: null, kept: ['shares its files with what is kept'] })

/**
 * The files that may go, and the versions of which some do. `goes`: id of a version → the class that its files may go
 * to. What is named otherwise than as a file stays.
 */
async function movable(
  ctx: Context,
  goes: ReadonlyMap<string, string>,
): Promise<{ blobs: Movable[]; movers: Set<string> }> {
  const namings: (Naming & { id: string })[] = []
  const { ids, documents } = await read(ctx, (db) => ({ ids: versionIds(db), documents: documentsNamed(db) }))
  for (const [done, id] of ids.entries()) {
    if (ctx.signal?.aborted) throw cancelled()
    const record = (await read(ctx, (db) => recordOf(db, id)))!
    if (record.fileList) documents.add(record.fileList.sha256)
    for (const { sha256, size } of await filesOf(ctx, record))
      namings.push({ id, sha256, size, storageClass: goes.get(id) })
    if (done % 1000 === 999) ctx.onProgress?.({ what: 'verify', done, total: ids.length })
  }
  const blobs = movableBlobs(namings, documents)
  const moving = new Set(blobs.map(({ sha256 }) => sha256))
  return { blobs, movers: new Set(namings.filter(({ sha256 }) => moving.has(sha256)).map(({ id }) => id)) }
}

function plannedOf(db: Db, model: string, now: number): Planned[] {
  const policy = policyOf(db, model)
  const { retention } = policy
  if (!retention) return []
  const verdicts = retentionPlan({
    versions: retainedOf(db, model),
    entrants: Object.fromEntries(policy.exclusive.map((stage) => [stage, entrantsOf(db, model, stage)])),
    aliases: aliasesOf(db, model),
    rollouts: Object.values(rolloutsOf(db, model)).map(({ version }) => version),
    keepProduction: retention.keepProduction ?? 0,
    coldAfter: milliseconds(retention.coldAfter),
    now,
  })
  return verdicts.map(({ id, kept }) => {
    const { version, storageClass }: VersionRow = versionById(db, id)!
    return { model, version, id, storageClass, kept, to: kept.length ? null : retention.storageClass }
  })
}

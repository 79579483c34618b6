import { badUsage, newerRegistry, storeUnreachable } from '../core/errors'
import { modelName } from '../core/names'
import type { ErrorCode } from '../core/registryError'
import { sameHistory } from '../core/sharingErrors'
import { missingFeatures } from '../index/summary'
import { aliasesOf } from '../index/standing'
import { versionById } from '../index/versions'
import { canonicalBytes } from '../log/canonical'
import type { Context } from './context'
import { type Cargo, type Copied, copyBlobs } from './copyBlobs'
import { blobsOfEvent } from './namedBlobs'
import { read } from './read'
import { type Group, isHere, labelProblem, receiving } from './receive'
import { requireSettled } from './requireSettled'
import { requireModel } from './resolveReference'
import { type Told, toldOf } from './toldOf'

export interface PushedVersion {
  model: string
  /** Its number there. */
  version: number
  id: string
  /** Its number here. */
  from: number
  /** False when it was there already. */
  sent: boolean
}

export interface ModelsPushed {
  /** The id of the registry that took them in. */
  id: string
  from: string
  registry: string
  versions: PushedVersion[]
  /** Evaluations that were not there. */
  evaluations: number
  blobs: Copied
  /** Labels that stayed behind, because another version there has them, or they are none there. */
  labels: { model: string; version: number; label: string; code: ErrorCode; message: string }[]
  /** What stays behind by design: how many versions are in a stage here, and how many aliases there are. */
  leftBehind: { stages: number; aliases: number }
}

/** A commit holds a mebibyte; what it says beside the events is small. */
const batchLimit = 768 * 1024

/**
 * Registers the versions of some models in another registry: as new numbers of the same ids, with their files, and what
 * was said and measured of them. What is there already is skipped, so it can be stopped and begun again.
 */
export async function pushModels(ctx: Context, into: Context, models: readonly string[]): Promise<ModelsPushed> {
  if (into.registryId === ctx.registryId) throw sameHistory(into.store.address)
  if (!models.length) throw badUsage('There is nothing to push.', 'Name some models.')
  await requireSettled(ctx)
  const names = [...new Set(models.map(modelName))]
  const told = await read(ctx, (db) => {
    for (const name of names) requireModel(db, name)
    return names.map((name) => toldOf(db, name))
  })
  for (const [i, { unread }] of told.entries())
    if (unread) ctx.onWarning(`${unread} events of ${names[i]} cannot be read by this version, and stay behind.`)
  await into.log.sync()
  const missing = await read(into, missingFeatures)
  if (missing.length) throw newerRegistry(missing)

  const news = await read(into, (db) => told.map(({ groups }) => groups.filter(([first]) => !isHere(db, first))))
  const blobs = await copyBlobs(ctx, into.store, await cargoOf(ctx, news.flat()))
  for (const [i, groups] of news.entries())
    for (const batch of batchesOf(groups)) {
      const { state } = await into.log.append(receiving.intent({ model: names[i]!, groups: batch }))
      if (state === 'pending') throw storeUnreachable(into.store.address)
    }
  return answerOf(ctx, into, told, news.flat(), blobs)
}

async function cargoOf(ctx: Context, news: readonly Group[]): Promise<Cargo[]> {
  const cargo: Cargo[] = []
  for (const [event] of news) {
    if (!['version.registered', 'run.recorded', 'card.saved'].includes(event.type)) continue
    const { model, number } = event as { model?: string; number?: number }
    const named = { type: event.type, model: model ?? null, version: number ?? null, problem: null }
    cargo.push(...(await blobsOfEvent(ctx, { ...named, body: { ...event } })))
  }
  return cargo
}

/** As many at once as fit into a commit. */
function* batchesOf(groups: readonly Group[]): Generator<Group[]> {
  let batch: Group[] = []
  let bytes = 0
  for (const group of groups) {
    const { length } = canonicalBytes(group)
    if (batch.length && bytes + length > batchLimit) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(group)
    bytes += length
  }
  if (batch.length) yield batch
}

async function answerOf(
  ctx: Context,
  into: Context,
  told: readonly Told[],
  news: readonly Group[],
  blobs: Copied,
): Promise<ModelsPushed> {
  const sent = new Set(news.flatMap(([event]) => (event.type === 'version.registered' ? [event.version] : [])))
  const mine = told.flatMap(({ versions }) => versions)
  const aliases = await read(ctx, (db) =>
    told.reduce(
      (sum, { versions }) => sum + (versions[0] ? Object.keys(aliasesOf(db, versions[0].model)).length : 0),
      0,
    ),
  )
  return read(into, (db) => ({
    id: into.registryId,
    from: ctx.store.address,
    registry: into.store.address,
    versions: mine.map(({ model, id, version }) => ({
      model,
      version: versionById(db, id)!.version,
      id,
      from: version,
      sent: sent.has(id),
    })),
    evaluations: news.filter(([{ type }]) => type === 'evaluation.recorded').length,
    blobs,
    labels: mine.flatMap(({ model, id, label }) => {
      const problem = label ? labelProblem(db, model, label, id) : undefined
      if (!label || !problem) return []
      const { code, message } = problem
      return [{ model, version: versionById(db, id)!.version, label, code, message }]
    }),
    leftBehind: { stages: mine.filter(({ stage }) => stage !== 'none').length, aliases },
  }))
}

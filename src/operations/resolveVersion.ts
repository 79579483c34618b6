import { newerRegistry } from '../core/errors'
import { own } from '../core/own'
import { stageNamed } from '../core/policy/policy'
import type { FileEntry } from '../core/record'
import { numberOf, parseReference } from '../core/reference'
import { byStage } from '../index/find'
import { recordOf } from '../index/history'
import { rolloutsOf } from '../index/serving'
import { missingFeatures } from '../index/summary'
import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { blobKey } from '../store/keys'
import { filesOf } from './blobs'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface Resolved {
  model: string
  version: number
  id: string
  digest: string
  /** The registry's address. */
  uri: string
  files: (FileEntry & { uri: string })[]
  /** Percent of traffic per version number. */
  weights: Record<string, number>
}

/** What serving code needs: which version a reference means now, and where its files are. Never pending state. */
export async function resolveVersion(ctx: Context, reference: string): Promise<Resolved> {
  const { version, record, weights } = await read(ctx, (db) => {
    const missing = missingFeatures(db)
    if (missing.length) throw newerRegistry(missing)
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)!, weights: weightsOf(db, found, reference) }
  })
  const uri = ctx.store.address
  const files = await filesOf(ctx, record)
  return {
    model: version.model,
    version: version.version,
    id: version.id,
    digest: version.digest,
    uri,
    files: files.map((file) => ({ ...file, uri: `${uri}/${blobKey(file.sha256)}` })),
    weights,
  }
}

/** Who names a stage, or an alias that follows one, asks for its rollout as well; who names a version, for that one. */
function weightsOf(db: Db, holder: VersionRow, reference: string): Record<string, number> {
  const { model, version, id } = holder
  const policy = policyOf(db, model)
  const { selector } = parseReference(reference)
  const follower = own(policy.followers, selector)
  const stage = follower?.role === 'holder' ? follower.stage : stageNamed(policy, selector)
  const isPlain = numberOf(selector) !== undefined || stage === undefined || byStage(db, model, stage) !== id
  const rollout = isPlain ? undefined : own(rolloutsOf(db, model), stage)
  if (!rollout) return { [version]: 100 }
  const candidate = versionById(db, rollout.version)!.version
  return { [version]: 100 - rollout.percent, [candidate]: rollout.percent }
}

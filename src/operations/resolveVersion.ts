import { newerRegistry } from '../core/errors'
import type { FileEntry } from '../core/record'
import { recordOf } from '../index/history'
import { missingFeatures } from '../index/summary'
import { blobKey } from '../store/keys'
import { filesOf } from './blobs'
import type { Context } from './context'
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
  const { version, record } = await read(ctx, (db) => {
    const missing = missingFeatures(db)
    if (missing.length) throw newerRegistry(missing)
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)! }
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
    weights: { [version.version]: 100 },
  }
}

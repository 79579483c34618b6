import type { FileEntry, VersionRecord } from '../core/record'
import { recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import { requireBasis } from './basis'
import { filesOf } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface BrowseVersion {
  reference: string
  /** How many files to list. */
  files: number
  /** As it was at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

export type BrowsedVersion = Pick<VersionRecord, 'params' | 'data' | 'code' | 'parents' | 'signature'> & {
  version: VersionRow
  /** The first ones, in path order; `version.files` is how many there are. */
  files: FileEntry[]
}

/** What a person wants to see of a version first, without the bulk of its record. */
export async function browseVersion(ctx: Context, { reference, files, at }: BrowseVersion): Promise<BrowsedVersion> {
  const { version, record } = await read(ctx, (db) => {
    const found = resolveReference(db, reference, at === undefined ? undefined : requireBasis(db, at))
    return { version: found, record: recordOf(db, found.id)! }
  })
  const { params, data, code, parents, signature } = record
  return { version, params, data, code, parents, signature, files: (await filesOf(ctx, record)).slice(0, files) }
}

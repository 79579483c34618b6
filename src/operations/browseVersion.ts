import type { FileEntry, VersionRecord } from '../core/record'
import { recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import { requireBasis } from './basis'
import { filesOf } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'
import { type StandingFacts, standingFacts } from './standingFacts'

export interface BrowseVersion {
  reference: string
  /** How many files to list. */
  files: number
  /** As it was at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

export type BrowsedVersion = Pick<VersionRecord, 'params' | 'data' | 'code' | 'parents' | 'signature'> &
  StandingFacts & {
    version: VersionRow
    /** The first ones, in path order; `version.files` is how many there are. */
    files: FileEntry[]
  }

/** What a person wants to see of a version first, without the bulk of its record. */
export async function browseVersion(ctx: Context, { reference, files, at }: BrowseVersion): Promise<BrowsedVersion> {
  const { version, record, facts } = await read(ctx, (db) => {
    const basis = at === undefined ? undefined : requireBasis(db, at)
    const found = resolveReference(db, reference, basis)
    return { version: found, record: recordOf(db, found.id)!, facts: standingFacts(db, found, basis?.seq) }
  })
  const { params, data, code, parents, signature } = record
  const listed = (await filesOf(ctx, record)).slice(0, files)
  return { version, ...facts, params, data, code, parents, signature, files: listed }
}

import type { FileEntry, VersionRecord } from '../core/record'
import { recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import { filesOf } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'
import { type StandingFacts, standingFacts } from './standingFacts'

export interface BrowseVersion {
  reference: string
  /** How many files to list. */
  files: number
}

export type BrowsedVersion = Pick<VersionRecord, 'params' | 'data' | 'code' | 'parents' | 'signature'> &
  StandingFacts & {
    version: VersionRow
    /** The first ones, in path order; `version.files` is how many there are. */
    files: FileEntry[]
  }

/** What a person wants to see of a version first, without the bulk of its record. */
export async function browseVersion(ctx: Context, { reference, files }: BrowseVersion): Promise<BrowsedVersion> {
  const { version, record, facts } = await read(ctx, (db) => {
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)!, facts: standingFacts(db, found) }
  })
  const { params, data, code, parents, signature } = record
  return { version, ...facts, params, data, code, parents, signature, files: (await filesOf(ctx, record)).slice(0, files) }
}

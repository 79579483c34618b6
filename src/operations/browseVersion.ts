import type { FileEntry, Parent, VersionRecord } from '../core/record'
import { recordOf } from '../index/history'
import { parentsOf } from '../index/lineage'
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

export type BrowsedVersion = Pick<VersionRecord, 'params' | 'data' | 'code' | 'signature'> &
  StandingFacts & {
    version: VersionRow
    /** The first ones, in path order; `version.files` is how many there are. */
    files: FileEntry[]
    /** With their numbers, where they are registered. */
    parents: (Parent & { number: number | null })[]
  }

/** What a person wants to see of a version first, without the bulk of its record. */
export async function browseVersion(ctx: Context, { reference, files, at }: BrowseVersion): Promise<BrowsedVersion> {
  const { version, record, parents, facts } = await read(ctx, (db) => {
    const basis = at === undefined ? undefined : requireBasis(db, at)
    const found = resolveReference(db, reference, basis)
    const parents = parentsOf(db, [found.id]).map(({ parent: version, model, relation, number }) => ({
      ...{ version, model, relation, number },
    }))
    return { version: found, record: recordOf(db, found.id)!, parents, facts: standingFacts(db, found, basis?.seq) }
  })
  const { params, data, code, signature } = record
  const listed = (await filesOf(ctx, record)).slice(0, files)
  return { version, ...facts, params, data, code, parents, signature, files: listed }
}

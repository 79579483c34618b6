import { badUsage } from '../core/errors'
import { diff, type VersionDiff } from '../core/diff'
import { recordOf } from '../index/history'
import type { VersionRow } from '../index/versions'
import { filesOf } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface Differences extends VersionDiff {
  versions: Pick<VersionRow, 'model' | 'version' | 'id' | 'stage' | 'at'>[]
}

/** What differs among two or more versions, of whichever models. */
export async function diffVersions(ctx: Context, references: readonly string[]): Promise<Differences> {
  if (references.length < 2) throw badUsage('A diff needs two versions.', 'For example: pedigree diff churn@1 churn@2.')
  const found = await read(ctx, (db) =>
    references.map((reference) => {
      const version = resolveReference(db, reference)
      return { version, record: recordOf(db, version.id)! }
    }),
  )
  const compared = await Promise.all(
    found.map(async ({ version, record }) => ({
      record: { ...record, files: await filesOf(ctx, record) },
      metrics: version.metrics,
    })),
  )
  const versions = found.map(({ version: { model, version, id, stage, at } }) => ({ model, version, id, stage, at }))
  return { versions, ...diff(compared) }
}

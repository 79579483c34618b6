import { comparisonOf } from '../core/compare/comparison'
import { summaryOf } from '../core/compare/summary'
import { diff, type VersionDiff } from '../core/diff'
import { badUsage } from '../core/errors'
import { type ComparedColumn, directionsOf, findColumn, headed, sidesOf } from './comparedSides'
import type { Context } from './context'
import { read } from './read'

export interface Differences extends VersionDiff {
  /** Of a run, model and version are null. */
  versions: Pick<ComparedColumn, 'model' | 'version' | 'id' | 'stage' | 'at'>[]
  /** What changed against the first one, and whether it is better. */
  summary: string
}

/** What differs among two or more versions, of whichever models; also among runs. */
export async function diffVersions(ctx: Context, references: readonly string[]): Promise<Differences> {
  if (references.length < 2) throw badUsage('A diff needs two versions.', 'For example: pedigree diff churn@1 churn@2.')
  const { found, directions } = await read(ctx, (db) => {
    const columns = references.map((reference) => findColumn(db, reference))
    return { found: columns, directions: directionsOf(db, columns) }
  })
  const sides = await sidesOf(ctx, found)
  const columns = found.map(({ column }) => column)
  const versions = columns.map(({ model, version, id, stage, at }) => ({ model, version, id, stage, at }))
  const comparison = comparisonOf(sides, 0, directions)
  const summary = summaryOf({ columns: columns.map(headed), baseline: 0, comparison })
  return { versions, summary, ...diff(sides, comparison.metrics) }
}

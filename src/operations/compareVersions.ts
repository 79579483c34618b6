import { type Comparison, comparisonOf } from '../core/compare/comparison'
import { summaryOf } from '../core/compare/summary'
import { worstSlice, type WorstSlice } from '../core/compare/worstSlice'
import { mainStage } from '../core/policy/policy'
import { byStage } from '../index/find'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { type ComparedCommits, commitsOf } from './comparedCommits'
import { type ComparedCurves, curvesOf } from './comparedCurves'
import {
  type ComparedColumn,
  directionsOf,
  findColumn,
  type FoundColumn,
  headed,
  sidesOf,
  versionColumn,
} from './comparedSides'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'

export interface CompareVersions {
  /** References of versions, or `run:<id>`, in the order of the columns. */
  columns: readonly string[]
  /** One of them, or another one; else the holder of the last stage. */
  baseline?: string | undefined
  /** The metric whose way over the steps is shown. */
  curve?: string | undefined
  /** May git be asked what lies between two commits? It reads settings of the workspace. */
  mayAskGit?: boolean | undefined
}

export interface ComparedVersions extends Comparison {
  columns: ComparedColumn[]
  /** The column that the others are compared with. */
  baseline: number
  /** What changed and whether it is better. */
  summary: string
  worst: WorstSlice | null
  /** By column; null for the baseline, and where nothing is known. */
  commits: (ComparedCommits | null)[]
  curves: ComparedCurves
  /** How many files are not listed, all of them alike in every column. */
  unlisted: number
  /** Why no files are compared, in sentences: a long list of them is kept in the store. */
  problems: string[]
}

/** So many rows of files are listed. */
const mostFiles = 5000

/** Versions and runs side by side, and what changed against one of them. */
export async function compareVersions(ctx: Context, args: CompareVersions): Promise<ComparedVersions> {
  const { found, baseline, directions } = await read(ctx, (db) => lookUp(db, args))
  const columns = found.map(({ column }) => column)
  const problems: string[] = []
  const sides = await sidesOf(ctx, found, ({ name }, { message }) => {
    problems.push(`The list of the files of ${name} cannot be read: ${message}`)
  })
  const [commits, curves] = await Promise.all([
    commitsOf(ctx, sides, baseline, args.mayAskGit ?? false),
    curvesOf(ctx, found, { wanted: args.curve, directions }),
  ])
  const compared = comparisonOf(sides, baseline, directions)
  // A list that is not known would look like one without files.
  const whole = problems.length ? { ...compared, files: [] } : compared
  const others = columns.flatMap((_, i) => (i === baseline ? [] : [i]))
  const { files, unlisted } = listedFiles(whole)
  return {
    ...{ columns, baseline, commits, curves, ...whole, files, unlisted, problems },
    worst: worstSlice(whole.metrics, others),
    summary: summaryOf({ columns: columns.map(headed), baseline, comparison: whole, commits }),
  }
}

function lookUp(db: Db, { columns: references, baseline: wanted }: CompareVersions) {
  const columns = distinct(references.map((reference) => findColumn(db, reference)))
  const base = wanted === undefined ? defaultBaseline(db, columns) : findColumn(db, wanted)
  const at = columns.findIndex(({ column }) => column.id === base.column.id)
  const found = at < 0 ? [{ ...base, column: { ...base.column, isExtra: true } }, ...columns] : columns
  return { found, baseline: Math.max(at, 0), directions: directionsOf(db, [...found, base]) }
}

const distinct = (found: readonly FoundColumn[]): FoundColumn[] =>
  found.filter(({ column }, i) => found.findIndex((other) => other.column.id === column.id) === i)

/** The holder of the last stage of the first column's model, else its first parent, else the first column. */
function defaultBaseline(db: Db, columns: readonly FoundColumn[]): FoundColumn {
  const first = columns.find(({ column }) => column.model !== null)
  if (!first) return columns[0]!
  const { model, id } = first.column
  const holder = byStage(db, model!, mainStage(policyOf(db, model!)))
  // Beside itself there would be nothing to see.
  const others = [holder, ...first.record!.parents.map(({ version }) => version)]
  const other = others.find((one) => one !== undefined && (columns.length > 1 || one !== id) && versionById(db, one))
  const row = other === undefined ? undefined : versionById(db, other)
  return row ? versionColumn(db, `${row.model}@${row.version}`, row) : columns[0]!
}

/** All files that differ, and as many of the others as there is room for. */
function listedFiles({ files }: Comparison) {
  const different = files.filter(({ same }) => !same).length
  let room = Math.max(0, mostFiles - different)
  const listed = files.filter(({ same }) => !same || room-- > 0)
  return { files: listed, unlisted: files.length - listed.length }
}

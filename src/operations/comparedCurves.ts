import { isBetter } from '../core/compare/change'
import { type Curve, curveOf, thinned } from '../core/compare/curves'
import { type Direction, directionFor } from '../core/gate/directions'
import { RegistryError } from '../core/registryError'
import { RunHistory } from '../core/runHistory'
import { documentOf } from './blobs'
import type { ComparedColumn, FoundColumn } from './comparedSides'
import type { Context } from './context'
import { memo } from './memo'

/** How one metric went, step by step. */
export interface ComparedCurves {
  /** Every metric that has a history: those that most columns have come first. */
  metrics: string[]
  /** The one that is shown; null where there is none. */
  metric: string | null
  /** By column; null where its run has no such history. */
  curves: (ComparedCurve | null)[]
  /** Why histories could not be read, in sentences. */
  problems: string[]
}

export interface ComparedCurve extends Curve {
  /** How many steps there are, more than are shown perhaps. */
  count: number
  /** Of all the steps; null where none is finite. */
  best: number | null
}

/** In all columns together, and in one. */
const [mostPoints, mostPointsEach] = [100_000, 10_000]

export async function curvesOf(
  ctx: Context,
  found: readonly FoundColumn[],
  { wanted, directions }: { wanted: string | undefined; directions: Readonly<Record<string, Direction>> },
): Promise<ComparedCurves> {
  const problems: string[] = []
  const histories = await Promise.all(
    found.map(({ run, column }) =>
      run?.history === undefined ? undefined : historyOf(ctx, run.history, column, problems),
    ),
  )
  const metrics = namesOf(histories)
  const metric = wanted !== undefined && metrics.includes(wanted) ? wanted : (metrics[0] ?? null)
  const most = Math.min(mostPointsEach, Math.max(3, Math.floor(mostPoints / Math.max(1, found.length))))
  const { direction } = directionFor(directions, metric ?? '')
  const curves = histories.map((history) => {
    const points = metric !== null && history && Object.hasOwn(history.metrics, metric) ? history.metrics[metric]! : []
    if (!points.length) return null
    const curve = curveOf(points)
    return { ...thinned(curve, most), count: curve.steps.length, best: bestOf(curve, direction) }
  })
  return { metrics, metric, curves, problems }
}

function bestOf({ values }: Curve, direction: Direction): number | null {
  const known = values.filter((value) => value !== null)
  return known.length ? known.reduce((a, b) => (isBetter(b, a, direction) ? b : a)) : null
}

async function historyOf(ctx: Context, sha256: string, { name }: ComparedColumn, problems: string[]) {
  try {
    const known = readBefore.get(ctx.local, sha256)
    if (known) return known
    const history = await documentOf(ctx, sha256, RunHistory)
    const points = Object.values(history.metrics).reduce((sum, { length }) => sum + length, 0)
    if (points <= mostKept) readBefore.keep(ctx.local, sha256, history)
    return history
  } catch (error) {
    problems.push(
      error instanceof RegistryError
        ? `The history of ${name} cannot be read: ${error.message}`
        : `The history of ${name} is not of the shape of one.`,
    )
    return undefined
  }
}

/** The page asks again whenever the registry changes, and the store may be far away. */
const readBefore = memo<RunHistory>(20)
/** In points, of one history. */
const mostKept = 50_000

function namesOf(histories: readonly (RunHistory | undefined)[]): string[] {
  const counts = new Map<string, number>()
  for (const history of histories)
    for (const name of Object.keys(history?.metrics ?? {})) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name)
}

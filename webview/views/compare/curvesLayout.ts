import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { type Curve, smoothed, thinned } from '../../../src/core/compare/curves'

export interface CurvesAsked {
  /** By column; null where there is none. */
  curves: readonly (Curve | null)[]
  width: number
  height: number
  smoothing: number
  isLog: boolean
  /** The steps in sight; null for all. */
  steps: readonly [number, number] | null
}

export interface CurvesLayout {
  /** Where the lines are drawn. */
  left: number
  right: number
  top: number
  bottom: number
  steps: readonly [number, number]
  /** All the steps there are. */
  all: readonly [number, number]
  xTicks: { at: number; step: number }[]
  yTicks: { at: number; value: number }[]
  lines: { column: number; path: string; raw: string | null }[]
  stepAt(x: number): number
  xOf(step: number): number
}

const margin = { left: 64, right: 12, top: 10, bottom: 28 }

/** Lines over steps; smoothed ones with what they were made of behind them. */
export function curvesLayout({ curves, width, height, smoothing, isLog, steps }: CurvesAsked): CurvesLayout {
  const all = extentOf(curves.flatMap((curve) => (curve?.steps.length ? [curve.steps[0]!, curve.steps.at(-1)!] : [])))
  // The steps in sight are those of other columns, perhaps.
  const seen = steps && steps[0] < all[1] && steps[1] > all[0] ? steps : all
  const { left, top } = margin
  const [right, bottom] = [Math.max(left + 50, width - margin.right), Math.max(top + 50, height - margin.bottom)]
  const x = scaleLinear()
    .domain(seen[0] === seen[1] ? [seen[0] - 1, seen[1] + 1] : seen)
    .range([left, right])
  const most = Math.max(50, Math.round(right - left))
  const isDrawn = (value: number | null): value is number => value !== null && (!isLog || value >= nearest)
  const lines = curves.flatMap((curve, column) => {
    if (!curve) return []
    const raw = thinned(within(curve, seen), most)
    return [{ column, raw, smooth: smoothing > 0 ? thinned(within(smoothed(curve, smoothing), seen), most) : raw }]
  })
  const [least, largest] = extentOf(lines.flatMap(({ raw }) => raw.values.filter(isDrawn).map(bounded)))
  const range =
    least === largest
      ? [least - (Math.abs(least) * 0.1 || 1), largest + (Math.abs(largest) * 0.1 || 1)]
      : [least, largest]
  const y = isLog
    ? scaleLog().domain([Math.max(nearest / 10, range[0]! > 0 ? range[0]! : largest / 10), range[1]!])
    : scaleLinear().domain(range)
  y.range([bottom, top])
  if (!isLog) y.nice(5)
  const path = (curve: Curve) =>
    line<number>()
      .defined((i) => isDrawn(curve.values[i] ?? null))
      .x((i) => round(x(curve.steps[i]!)))
      .y((i) => round(y(bounded(curve.values[i]!))))(curve.steps.map((_, i) => i)) ?? ''
  const yTicks = spaced(y.ticks(5).map((value) => ({ at: round(y(value)), value })))
  return {
    ...{ left, right, top, bottom, steps: seen, all },
    xTicks: x.ticks(Math.max(2, Math.floor((right - left) / 90))).map((step) => ({ at: round(x(step)), step })),
    yTicks,
    lines: lines.map(({ column, raw, smooth }) => ({
      column,
      path: path(smooth),
      raw: smoothing > 0 ? path(raw) : null,
    })),
    stepAt: (at) => x.invert(Math.min(right, Math.max(left, at))),
    xOf: (step) => x(step),
  }
}

/** What is further away could not be subtracted, and what is nearer to 0 not divided. */
const bounded = (value: number): number =>
  Math.abs(value) < nearest ? 0 : Math.max(-1 / nearest, Math.min(1 / nearest, value))
const nearest = 1e-150

/** The part of a curve that is in sight, with a point more on either side. */
function within({ steps, values }: Curve, [from, to]: readonly [number, number]): Curve {
  const first = Math.max(0, steps.findIndex((step) => step >= from) - 1)
  const last = steps.findLastIndex((step) => step <= to) + 2
  return { steps: steps.slice(first, last), values: values.slice(first, last) }
}

/** Labels of a logarithmic scale are too many at times. */
function spaced<T extends { at: number }>(ticks: T[]): T[] {
  const kept: T[] = []
  for (const tick of ticks) if (!kept.length || Math.abs(kept.at(-1)!.at - tick.at) >= 22) kept.push(tick)
  return kept
}

export function zoomed(
  [from, to]: readonly [number, number],
  factor: number,
  at: number,
  all: readonly [number, number],
) {
  const inside = ([a, b]: readonly [number, number]): readonly [number, number] => [
    Math.max(a, all[0]),
    Math.min(b, all[1]),
  ]
  const next = inside([at - (at - from) * factor, at + (to - at) * factor])
  return next[1] - next[0] >= all[1] - all[0] ? null : next[1] > next[0] ? next : ([from, to] as const)
}

/** Moved by a share of what is in sight, as far as there is something. */
export function panned(
  [from, to]: readonly [number, number],
  share: number,
  all: readonly [number, number],
): readonly [number, number] {
  const by = Math.min(all[1] - to, Math.max(all[0] - from, (to - from) * share))
  return [from + by, to + by]
}

/** The value of a curve at the step that is nearest. */
export function nearestValue(
  { steps, values }: Curve,
  step: number,
): { step: number; value: number | null } | undefined {
  if (!steps.length) return undefined
  const after = steps.findIndex((one) => one >= step)
  const [a, b] = after < 0 ? [steps.length - 1, steps.length - 1] : [Math.max(0, after - 1), after]
  const at = Math.abs(steps[a]! - step) <= Math.abs(steps[b]! - step) ? a : b
  return { step: steps[at]!, value: values[at]! }
}

function extentOf(numbers: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity]
  for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)]
  return least <= most ? [least, most] : [0, 1]
}

const round = (number: number): number => Math.round(number * 10) / 10

import { scaleLinear } from 'd3-scale'
import type { Series } from './reviewed'

/** A drawing of how a metric stood: where everything is, in pixels. */
export interface Trend {
  width: number
  height: number
  /** Where lines begin and end. */
  from: number
  to: number
  /** The line through what was measured, broken where nothing was. */
  runs: [x: number, y: number][][]
  dots: Dot[]
  /** What is no finite number, at the edge. */
  odd: Omit<Dot, 'fails'>[]
  bounds: BoundLine[]
  /** Versions along the bottom, as many as there is room for. */
  versions: { x: number; version: number }[]
  /** Values along the left. */
  values: { y: number; value: number }[]
}

export interface Dot {
  x: number
  y: number
  version: number
  value: number | string
  held: boolean
  isCandidate: boolean
  /** Does it miss one of the bounds? */
  fails: boolean
}

export interface BoundLine {
  y: number
  /** Where its words stand, so that none overlap. */
  textY: number
  value: number
  is: 'min' | 'max'
  of: number | undefined
}

export interface Room {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

/** In a row of the list. */
export const small: Room = { width: 124, height: 26, left: 5, right: 7, top: 5, bottom: 5 }
/** Among what there is to know of a rule. Where there is little of it, words stand on their lines, not beside them. */
export function roomOf(width: number): Room {
  const wide = Math.max(260, Math.min(720, width))
  return { width: wide, height: 180, left: 56, right: wide < 480 ? 16 : 132, top: 18, bottom: 28 }
}

/** How far two lines of text have to be apart. */
const line = 15

export function trendOf({ points, bounds }: Series, room: Room): Trend {
  const { width, height, left, right, top, bottom } = room
  const finite = points.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  const x = scaleLinear([0, Math.max(1, points.length - 1)], [left, width - right])
  const extent = extentOf([...finite, ...bounds.map(({ value }) => value)])
  // The distance of huge numbers may be too large for a number.
  const unit = extent.some((value) => Math.abs(value) > 1e300) ? 1e10 : 1
  const scale = scaleLinear(
    extent.map((value) => value / unit),
    [height - bottom, top],
  )
  const y = (value: number) => round(scale(value / unit))
  const last = points.length - 1
  // One version alone stands in the middle.
  const at = (i: number) => round(points.length === 1 ? (left + width - right) / 2 : x(i))
  const placed = points.map((point, i) => ({ ...point, x: at(i), isCandidate: i === last }))
  const runs: Trend['runs'] = [[]]
  for (const { value, x } of placed) {
    if (typeof value === 'number') runs.at(-1)!.push([x, y(value)])
    else if (runs.at(-1)!.length) runs.push([])
  }
  return {
    ...{ width, height },
    ...{ from: left - 4, to: width - right + 4 },
    runs: runs.filter(({ length }) => length > 1),
    dots: placed.flatMap(({ value, ...dot }) =>
      typeof value === 'number' ? [{ ...dot, value, y: y(value), fails: misses(value, bounds) }] : [],
    ),
    odd: placed.flatMap(({ value, ...dot }) =>
      typeof value === 'string' ? [{ ...dot, value, y: value === 'Infinity' ? top : height - bottom }] : [],
    ),
    bounds: apart(
      bounds.map((bound) => ({ ...bound, of: bound.of, y: y(bound.value), textY: 0 })),
      height,
    ),
    versions: thinned(placed, Math.max(1, Math.floor((width - left - right) / 48))),
    values: scale.ticks(3).map((tick) => ({ value: tick * unit, y: round(scale(tick)) })),
  }
}

export const misses = (value: number, bounds: Series['bounds']): boolean =>
  bounds.some(({ value: bound, is }) => (is === 'min' ? value < bound : value > bound))

/** With some air around it; values that are all the same stand in the middle. */
function extentOf(values: readonly number[]): [number, number] {
  if (!values.length) return [0, 1]
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  // Next to nothing is nothing.
  if (Math.max(Math.abs(low), Math.abs(high)) < 1e-300) return [-0.5, 0.5]
  const air = (high / 2 - low / 2) * 0.1 || Math.abs(low) * 0.05 || 0.5
  const [from, to] = [low - air, high + air]
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : [low, high]
}

/** From the top down, each at least a line below the one before, and all within the drawing. */
function apart(lines: BoundLine[], height: number): BoundLine[] {
  const sorted = lines.toSorted((a, b) => a.y - b.y)
  let above = -Infinity
  for (const one of sorted) above = one.textY = Math.max(one.y, above + line)
  let below = height - 4 + line
  for (const one of sorted.toReversed()) below = one.textY = Math.min(one.textY, below - line)
  return sorted
}

/** The first, the last, and every so many in between. */
function thinned(placed: readonly { x: number; version: number }[], most: number): Trend['versions'] {
  const step = Math.ceil(placed.length / most)
  const fromEnd = (i: number) => placed.length - 1 - i
  return placed.filter((_, i) => fromEnd(i) % step === 0).map(({ x, version }) => ({ x, version }))
}

const round = (value: number): number => Math.round(value * 10) / 10

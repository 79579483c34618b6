import type { MarkKind } from '../../../src/core/timeline/marks'
import type { Point, Span } from './lanes'

// What becomes of spans and points at a zoom: x is in pixels from the beginning of all time.

/** A bar, or several that are too narrow to be told apart. */
export interface BarShape {
  key: string
  x: number
  width: number
  /** One, or those that are drawn as one. */
  spans: readonly Span[]
}

export interface MarkShape {
  key: string
  /** Of its middle. */
  x: number
  points: readonly Point[]
  /** The worst of them. */
  kind: MarkKind
  /** How far it is to the next one. */
  room: number
}

/** Narrower bars that touch are drawn as one. */
const tiny = 7
/** No bar is narrower. */
const least = 2
/** Bars that are as near as this touch. */
const near = 3
/** Marks nearer than this are drawn as one. */
const apart = 16
/** What is drawn as one stands for no more pixels. */
const most = { bars: 60, marks: 40 }

/** From left to right. They do not overlap, if the spans do not. `scale` is pixels per millisecond from `begin` on. */
export function barShapes(spans: readonly Span[], begin: number, scale: number): BarShape[] {
  const shapes: BarShape[] = []
  let run: Span[] = []
  let end = -Infinity
  const close = () => {
    if (!run.length) return
    const x = Math.max((run[0]!.from - begin) * scale, end)
    const width = Math.max((Math.max(...run.map(({ to }) => to)) - begin) * scale - x, least)
    shapes.push({ key: run[0]!.key, x, width, spans: run })
    end = x + width
    run = []
  }
  for (const span of spans) {
    const isTiny = (span.to - span.from) * scale < tiny
    const last = run.at(-1)
    const isFar = last && ((span.from - last.to) * scale > near || (span.to - run[0]!.from) * scale > most.bars)
    if (last && (!isTiny || isFar)) close()
    run.push(span)
    if (!isTiny) close()
  }
  close()
  return shapes
}

export function markShapes(points: readonly Point[], begin: number, scale: number): MarkShape[] {
  const shapes: MarkShape[] = []
  let run: Point[] = []
  const xOf = ({ at }: Point) => (at - begin) * scale
  const close = () => {
    if (!run.length) return
    const x = (xOf(run[0]!) + xOf(run.at(-1)!)) / 2
    const kind = severity.find((kind) => run.some(({ mark }) => mark.kind === kind))!
    shapes.push({ key: run[0]!.key, x, points: run, kind, room: Infinity })
    run = []
  }
  for (const point of [...points].sort((a, b) => a.at - b.at)) {
    const first = run[0]
    const last = run.at(-1)
    if (first && last && (xOf(point) - xOf(last) >= apart || xOf(point) - xOf(first) > most.marks)) close()
    run.push(point)
  }
  close()
  return spread(shapes)
}

/** What stands for many is moved to the right where it would touch what is left of it. */
function spread(shapes: MarkShape[]): MarkShape[] {
  for (const [i, shape] of shapes.entries()) {
    const before = shapes[i - 1]
    if (!before) continue
    shape.x = Math.max(shape.x, before.x + apart)
    before.room = shape.x - before.x
  }
  return shapes
}

/** The worst first. */
const severity: readonly MarkKind[] = [
  ...(['untrusted', 'clock', 'rollback', 'refused', 'check', 'override'] as const),
  ...(['withdrawal', 'policy', 'approval', 'registered'] as const),
]

/** Those between two places; shapes are in the order of their beginnings and do not overlap. */
export function visible<S extends { x: number; width?: number }>(
  shapes: readonly S[],
  left: number,
  right: number,
): S[] {
  const first = bisect(shapes, (shape) => shape.x + (shape.width ?? 0) < left)
  const last = bisect(shapes, (shape) => shape.x <= right)
  return shapes.slice(first, last)
}

/** How many at the beginning are so. */
function bisect<S>(shapes: readonly S[], isSo: (shape: S) => boolean): number {
  let [low, high] = [0, shapes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(shapes[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

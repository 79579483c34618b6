import * as l10n from '@vscode/l10n'
import { type Clock, type Tick, ticksOf } from './axis'
import { type Lane, type LaneGroup, type Span } from './lanes'
import { type BarShape, barShapes, type MarkShape, markShapes, visible } from './shapes'
import { barLabel, clusterText, groupText, laneText, markSentence, spanText } from './words'
import type { MarkKind } from '../../../src/core/timeline/marks'

/** How much of time is seen, in milliseconds. */
export interface Range {
  from: number
  to: number
}

export interface Scene {
  lanes: readonly Lane[]
  /** Of the drawing, in pixels. */
  width: number
  range: Range
  clock: Clock
}

/** What can be pointed at: a bar, several that are one, or marks. Places are in pixels from the left end of what is seen. */
export interface Item {
  key: string
  type: 'bar' | 'thin' | 'mark'
  x: number
  y: number
  width: number
  height: number
  /** What stands in it, or beside a mark; '' where there is no room. */
  text: string
  textX: number
  /** For those who cannot see it. */
  label: string
  /** The classes of its looks. */
  look: string
  kind?: MarkKind
  shape: BarShape | MarkShape
}

/** Items of one row of the drawing, from left to right, also those that are not in sight. */
export interface Row {
  lane: Lane
  y: number
  height: number
  type: Item['type']
  shapes: readonly (BarShape | MarkShape)[]
}

export interface LaneBox {
  key: string
  text: string
  y: number
  height: number
  /** Of the text's middle. */
  middle: number
}

export interface Layout {
  width: number
  height: number
  labelWidth: number
  plotWidth: number
  headers: { group: LaneGroup; text: string; y: number }[]
  boxes: LaneBox[]
  rows: Row[]
}

export const axisHeight = 28
const headerHeight = 24
const barHeight = 22
const thinHeight = 15
const markHeight = 18
const gap = 3
const pad = 5

/** Where lanes and rows are: all that does not change while somebody looks elsewhere in time. */
export function layoutOf({ lanes, width, range }: Pick<Scene, 'lanes' | 'width' | 'range'>, begin: number): Layout {
  const labelWidth = width < 560 ? 92 : 148
  const plotWidth = Math.max(80, width - labelWidth)
  const scale = plotWidth / (range.to - range.from)
  const layout: Layout = { width, height: 0, labelWidth, plotWidth, headers: [], boxes: [], rows: [] }
  let y = axisHeight
  let group: LaneGroup | undefined
  for (const lane of lanes) {
    if (lane.group !== group) {
      group = lane.group
      layout.headers.push({ group, text: groupText(group), y })
      y += headerHeight
    }
    const top = y
    y += pad
    const add = (type: Row['type'], height: number, shapes: Row['shapes']) => {
      layout.rows.push({ lane, y, height, type, shapes })
      y += height + gap
    }
    for (const spans of lane.rows) add('bar', barHeight, barShapes(spans, begin, scale))
    for (const spans of lane.thin) add('thin', thinHeight, barShapes(spans, begin, scale))
    if (lane.points.length) add('mark', markHeight, markShapes(lane.points, begin, scale))
    if (y === top + pad) y += barHeight + gap
    y += pad - gap
    const first = lane.rows.length ? barHeight : markHeight
    layout.boxes.push({ key: lane.key, text: laneText(lane), y: top, height: y - top, middle: top + pad + first / 2 })
  }
  layout.height = y + 1
  return layout
}

/** Where the pixels of items are counted from, and what is seen of them. */
interface Place {
  /** In pixels from the beginning of all time. */
  origin: number
  /** In pixels from the origin. */
  left: number
  plotWidth: number
}

/** The items that are in sight, with as much again on both sides for who drags the drawing. Their x is 0 at `origin`. */
export function itemsOf(
  layout: Layout,
  { range, clock }: Pick<Scene, 'range' | 'clock'>,
  begin: number,
  origin = range.from,
): Item[] {
  const { plotWidth } = layout
  const scale = plotWidth / (range.to - range.from)
  const place = { origin: (origin - begin) * scale, left: (range.from - origin) * scale, plotWidth }
  const left = place.origin + place.left
  return layout.rows.flatMap((row) =>
    visible(row.shapes, left - plotWidth, left + 2 * plotWidth).map((shape) =>
      'spans' in shape ? barItem(row, shape, place, clock) : markItem(row, shape, place, clock),
    ),
  )
}

function barItem({ lane, y, height, type }: Row, shape: BarShape, place: Place, clock: Clock): Item {
  const { key, spans } = shape
  const [span, ...others] = spans as [Span, ...Span[]]
  const { origin, left, plotWidth } = place
  // Browsers draw nothing that is very long; and there is a pixel between neighbours.
  const x = Math.max(shape.x - origin, left - plotWidth - 20)
  const end = Math.min(shape.x - origin + shape.width, left + 2 * plotWidth + 20)
  const width = Math.max(end - x - 1, 1.5)
  const text = others.length ? `×${spans.length}` : barLabel(span.bar)
  const room = textWidth(text, type === 'thin' ? 10 : 11)
  const textX = textPlace({ x, width }, left)
  const look = [others.length ? 'many' : span.bar.lane, lane.group === 'stages' ? `tone-${lane.tone}` : '']
  return {
    ...{ key, type, x, y, width, height, shape, textX },
    text: endInSight(x, width, left + plotWidth) - textX >= room + 2 ? text : '',
    label: labelOf(shape, () => (others.length ? clusterText(spans, clock) : spanText(span, clock))),
    look: look.filter(Boolean).join(' '),
  }
}

/** Where what is seen of something ends; of what is out of sight, where it does. */
const endInSight = (x: number, width: number, right: number): number =>
  x < right ? Math.min(x + width, right) : x + width

/** Where the text of a bar stands: at its beginning, or where what is seen of it begins. */
export const textPlace = ({ x, width }: Pick<Item, 'x' | 'width'>, left: number): number =>
  Math.max(x, Math.min(left, x + width)) + 4

/** Labels take longer to word than shapes take to draw. */
const labels = new WeakMap<BarShape | MarkShape, string>()
function labelOf(shape: BarShape | MarkShape, word: () => string): string {
  const label = labels.get(shape) ?? word()
  labels.set(shape, label)
  return label
}

function markItem({ lane, y, height, type }: Row, shape: MarkShape, place: Place, clock: Clock): Item {
  const { key, points, kind } = shape
  const x = shape.x - place.origin
  const [first, ...others] = points.map(({ mark }) => mark)
  const text = others.length
    ? `×${points.length}`
    : lane.group === 'events' && first!.version !== undefined
      ? `v${first!.version}`
      : ''
  const room = Math.min(shape.room - 22, endInSight(x + 9, Infinity, place.left + place.plotWidth) - x - 9)
  const fits = room >= textWidth(text, 11)
  return {
    ...{ key, type, x, y, width: 16, height, shape, kind, textX: x + 9 },
    text: fits ? text : '',
    label: labelOf(shape, () => {
      const told = [first!, ...others.slice(0, 9)].map((mark) => markSentence(mark, clock)).join('; ')
      return others.length ? l10n.t('×{0}: {1}', points.length, told) : told
    }),
    look: `mark-${kind}`,
  }
}

/** As wide as text will be at most, near enough to keep labels apart. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.62

/** Also of what is to the left and right of it. */
export const axisTicks = ({ range, clock }: Pick<Scene, 'range' | 'clock'>, { plotWidth }: Layout): Tick[] => {
  const span = range.to - range.from
  return ticksOf(range.from - span, range.to + span, plotWidth * 3, clock)
}

import { select } from 'd3-selection'
import { type Clock, instantText } from './axis'
import { around, within } from './bounds'
import { drawCursor, drawItems, drawLanes, drawPresent, drawTicks, partsOf, trimTicks } from './draw'
import { keysOf } from './keys'
import type { Lane } from './lanes'
import { axisTicks, type Item, itemsOf, type Layout, layoutOf, type Range, textPlace } from './layout'
import { onCursorDragged, onWheelAcross } from './pointer'
import { sightOf } from './sight'
import { zooming } from './zooming'

export interface Watched {
  /** Told while somebody looks elsewhere. */
  looks(range: Range): void
  moves(cursor: number): void
  chooses(item: Item | undefined): void
  points(item: Item | undefined, at: { x: number; y: number }): void
  label(): string
}

export interface Shown {
  lanes: readonly Lane[]
  /** All of time. */
  whole: Range
  range: Range
  cursor: number
  now: number
  chosen: string | undefined
  width: number
  clock: Clock
}

/** The drawing, and what hands can do with it. */
export function timelineView(element: SVGSVGElement, watched: Watched) {
  const parts = partsOf(element)
  let shown: Shown
  let layout: Layout
  let items: Item[] = []
  /** What was in sight when items were drawn, and by which they are moved until they are drawn again. */
  let drawn: Range = { from: 0, to: 1 }
  /** The instant from which pixels are counted. */
  let origin = 0
  let current: string | undefined
  let isWhole = false
  let frame = 0

  const sight = sightOf(element, () => redraw())
  const scaleOf = () => layout.plotWidth / (shown.range.to - shown.range.from)
  const xOf = (at: number) => (at - shown.range.from) * scaleOf()
  const instantAt = (x: number) => shown.range.from + x / scaleOf()
  const plotX = (event: { clientX: number }) => event.clientX - element.getBoundingClientRect().left - layout.labelWidth

  const { tune, lookAt, pan, zoomBy } = zooming(parts, {
    ...{ shown: () => shown, layout: () => layout },
    look,
    done: redraw,
  })

  function look(range: Range): void {
    shown = { ...shown, range }
    frame ||= requestAnimationFrame(() => {
      frame = 0
      watched.looks(shown.range)
      if (isNear(shown.range)) shift()
      else redraw()
    })
  }

  /** Is all of a range drawn already, at this zoom? */
  function isNear({ from, to }: Range): boolean {
    const span = drawn.to - drawn.from
    return Math.abs((to - from) / span - 1) < 1e-9 && Math.abs(from - drawn.from) < span * 0.9
  }

  /** Moves what is drawn. */
  function shift(): void {
    const left = (shown.range.from - origin) * scaleOf()
    parts.moving.attr('transform', `translate(${-left},0)`)
    for (const item of items) {
      const { key, type, x, width, text } = item
      if (type === 'mark' || !text || x >= left || x + width < left) continue
      const element = texts.get(key)
      if (!element) continue
      element.setAttribute('x', String(textPlace(item, left)))
      parts.known.delete(element.parentElement!)
    }
    trimTicks(parts, xOf, layout.plotWidth)
    showCursor()
  }
  const texts = new Map<string, Element>()

  function redraw(): void {
    if (!layout) return
    const { range, whole, clock, chosen, now } = shown
    const span = range.to - range.from
    // Panning changes no shape, and moves none.
    if (Math.abs((drawn.to - drawn.from) / span - 1) > 1e-9) {
      layout = layoutOf(shown, whole.from)
      origin = range.from
    } else if (Math.abs(range.from - origin) * scaleOf() > farthest) origin = range.from
    drawn = range
    const isInSight = sight.look()
    current = current === undefined ? undefined : shapeOf(current)?.key
    const rows = layout.rows.filter((row) => isWhole || isInSight(row) || row.shapes.some(({ key }) => key === current))
    items = itemsOf({ ...layout, rows }, shown, whole.from, origin)
    const hadFocus = parts.moving.node()!.contains(document.activeElement)
    const xAt = (at: number) => (at - origin) * scaleOf()
    const [left, right] = [xAt(range.from), xAt(range.to)]
    const isSeen = ({ x, width }: Item) => x + width > left && x < right
    if (!items.some(({ key }) => key === current)) current = items.find(isSeen)?.key ?? items[0]?.key
    parts.moving.attr('transform', `translate(${-left},0)`)
    drawItems(parts, items, { chosen, current })
    drawTicks(parts, axisTicks({ range, clock }, layout), xAt, layout.height)
    trimTicks(parts, xOf, layout.plotWidth)
    drawPresent(parts, xAt(now), layout.height)
    texts.clear()
    parts.moving.selectAll<SVGGElement, Item>('g.item').each(function ({ key }) {
      texts.set(key, this.lastElementChild!)
    })
    showCursor()
    // What had it may be one with others now, or far away.
    if (hadFocus && !parts.moving.node()!.contains(document.activeElement)) focusCurrent({ preventScroll: true })
  }

  /** What stands for what had a key, alone or as one with others. */
  function shapeOf(key: string): Item['shape'] | undefined {
    const shapes: readonly Item['shape'][] = layout.rows.flatMap((row) => row.shapes)
    const stands = (shape: Item['shape']) =>
      ('spans' in shape ? shape.spans : shape.points).some((one) => one.key === key)
    return shapes.find((shape) => shape.key === key) ?? shapes.find(stands)
  }

  function focusCurrent(options?: FocusOptions): void {
    texts
      .get(current ?? '')
      ?.parentElement?.closest<SVGGElement>('g.item')
      ?.focus(options)
  }

  function showCursor(): void {
    const { cursor: at, whole, now: to, clock } = shown
    drawCursor(parts, {
      ...{ x: xOf(at), height: layout.height, at, from: whole.from, to },
      ...{ label: watched.label(), text: instantText(at, clock, { seconds: true }) },
    })
  }

  function moveCursor(at: number): void {
    shown = { ...shown, cursor: Math.min(shown.now, Math.max(shown.whole.from, at)) }
    showCursor()
    watched.moves(shown.cursor)
  }

  /** The item of an event, if any. */
  const itemAt = ({ target }: Event): Item | undefined => {
    const found = (target as Element).closest('g.item')
    return found ? (select(found).datum() as Item) : undefined
  }

  parts.plot
    .on('click', (event: MouseEvent) => {
      const item = itemAt(event)
      if (!item) return moveCursor(instantAt(plotX(event)))
      current = item.key
      watched.chooses(item)
    })
    .on('pointermove', (event: PointerEvent) => watched.points(event.buttons ? undefined : itemAt(event), event))
    .on('pointerleave', (event: PointerEvent) => watched.points(undefined, event))
    .on('focusin', (event: FocusEvent) => {
      const item = itemAt(event)
      if (item) current = item.key
    })
  onWheelAcross(element, (pixels) => pan(pixels / layout.plotWidth))
  onCursorDragged(parts, (event) => moveCursor(instantAt(plotX(event))))

  function focusOn(key: string): void {
    current = key
    redraw()
    focusCurrent()
  }

  element.addEventListener(
    'keydown',
    keysOf({
      rows: () => layout.rows,
      current: () => current,
      seen: () => ({ left: (shown.range.from - shown.whole.from) * scaleOf(), width: layout.plotWidth }),
      reveal: (x, key) => {
        const span = shown.range.to - shown.range.from
        const at = shown.whole.from + x / scaleOf()
        if (at < shown.range.from || at > shown.range.to) {
          shown = { ...shown, range: within(around(at, span), shown.whole) }
          watched.looks(shown.range)
          tune()
        }
        focusOn(key)
      },
      choose: () => watched.chooses(items.find(({ key }) => key === current)),
      leave: () => watched.chooses(undefined),
      pan,
      zoomBy,
      moveCursor: (pixels) =>
        moveCursor(
          pixels === 'begin' ? shown.whole.from : pixels === 'now' ? shown.now : shown.cursor + pixels / scaleOf(),
        ),
    }),
  )

  return {
    zoomBy,
    update(next: Shown): void {
      const isSame = layout && shown.lanes === next.lanes && shown.width === next.width
      shown = next
      if (!isSame) {
        layout = layoutOf(next, next.whole.from)
        drawn = next.range
        origin = next.range.from
        drawLanes(parts, layout)
      }
      redraw()
      tune()
    },
    lookAt,
    shapeOf,
    /** Does something with a drawing that has all rows, also those that are not in sight. */
    whole<T>(work: () => T): T {
      isWhole = true
      redraw()
      try {
        return work()
      } finally {
        isWhole = false
        redraw()
      }
    },
  }
}

/** So many pixels from the origin browsers still draw sharply. */
const farthest = 50_000

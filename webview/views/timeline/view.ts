import { select } from 'd3-selection'
import { type D3ZoomEvent, zoom, zoomIdentity } from 'd3-zoom'
import { type Clock, instantText } from './axis'
import { type CursorLook, drawCursor, drawItems, drawLanes, drawPresent, drawTicks, partsOf, trimTicks } from './draw'
import { keysOf } from './keys'
import type { Lane } from './lanes'
import { axisTicks, type Item, itemsOf, type Layout, layoutOf, type Range, textPlace } from './layout'

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
  let frame = 0
  let isOurs = false

  const scaleOf = () => layout.plotWidth / (shown.range.to - shown.range.from)
  const xOf = (at: number) => (at - shown.range.from) * scaleOf()
  const instantAt = (x: number) => shown.range.from + x / scaleOf()
  const plotX = (event: { clientX: number }) => event.clientX - element.getBoundingClientRect().left - layout.labelWidth

  const behavior = zoom<SVGGElement, unknown>()
    .filter(({ type, button, shiftKey, deltaX = 0, deltaY = 0 }: WheelEvent) =>
      type === 'wheel' ? !shiftKey && Math.abs(deltaX) <= Math.abs(deltaY) : button === 0,
    )
    .clickDistance(4)
    .on('zoom', ({ transform }: D3ZoomEvent<SVGGElement, unknown>) => {
      if (isOurs) return
      const { from, to } = shown.whole
      const perPixel = (to - from) / layout.plotWidth
      const start = from + (-transform.x / transform.k) * perPixel
      look({ from: start, to: start + (to - from) / transform.k })
    })
    .on('end', () => void (isOurs || redraw()))
  parts.plot.call(behavior).on('dblclick.zoom', null)

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
    items = itemsOf(layout, shown, whole.from, origin)
    const xAt = (at: number) => (at - origin) * scaleOf()
    const [left, right] = [xAt(range.from), xAt(range.to)]
    const isInSight = ({ x, width }: Item) => x + width > left && x < right
    if (!items.some(({ key }) => key === current)) current = items.find(isInSight)?.key ?? items[0]?.key
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
  }

  function showCursor(): void {
    const { cursor, whole, now: to, clock } = shown
    const { from } = whole
    const text = instantText(cursor, clock, { seconds: true })
    const told: CursorLook = {
      x: xOf(cursor),
      height: layout.height,
      at: cursor,
      from,
      to,
      label: watched.label(),
      text,
    }
    drawCursor(parts, told)
  }

  /** Brings the zoom in line with what is seen. */
  function tune(): void {
    const { whole, range } = shown
    const { plotWidth } = layout
    const k = (whole.to - whole.from) / (range.to - range.from)
    const x = -((range.from - whole.from) / (whole.to - whole.from)) * plotWidth * k
    behavior
      .scaleExtent([1, Math.max(1, (whole.to - whole.from) / closest)])
      .extent([
        [0, 0],
        [plotWidth, layout.height],
      ])
      .translateExtent([
        [0, -Infinity],
        [plotWidth, Infinity],
      ])
    isOurs = true
    parts.plot.call(behavior.transform, zoomIdentity.translate(x, 0).scale(k))
    isOurs = false
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
  element.addEventListener(
    'wheel',
    (event) => {
      const across = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX
      if (!across || (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY))) return
      event.preventDefault()
      pan(across / layout.plotWidth)
    },
    { passive: false },
  )
  parts.cursor.on('pointerdown', (event: PointerEvent) => {
    event.stopPropagation()
    const handle = event.target as Element
    handle.setPointerCapture(event.pointerId)
    const drag = (moved: PointerEvent) => moveCursor(instantAt(plotX(moved)))
    handle.addEventListener('pointermove', drag as EventListener)
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', drag as EventListener), {
      once: true,
    })
  })
  parts.cursor.on('mousedown', (event: MouseEvent) => event.stopPropagation())

  /** By a part of what is seen. */
  function pan(part: number): void {
    const { whole, range } = shown
    const span = range.to - range.from
    const from = Math.min(whole.to - span, Math.max(whole.from, range.from + part * span))
    look({ from, to: from + span })
    tune()
  }

  /** Around the middle, or around the cursor if that is seen. */
  function zoomBy(factor: number): void {
    const { whole, range, cursor } = shown
    const about = cursor >= range.from && cursor <= range.to ? cursor : (range.from + range.to) / 2
    const span = Math.min(whole.to - whole.from, Math.max(closest, (range.to - range.from) / factor))
    const part = (about - range.from) / (range.to - range.from)
    const from = Math.min(whole.to - span, Math.max(whole.from, about - part * span))
    look({ from, to: from + span })
    tune()
  }

  function focusOn(key: string): void {
    current = key
    redraw()
    texts.get(key)?.parentElement?.closest<SVGGElement>('g.item')?.focus({ preventScroll: false })
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
          const from = Math.min(shown.whole.to - span, Math.max(shown.whole.from, at - span / 2))
          shown = { ...shown, range: { from, to: from + span } }
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
    pan,
    zoomBy,
    update(next: Shown): void {
      shown = next
      layout = layoutOf(next, next.whole.from)
      drawn = next.range
      origin = next.range.from
      drawLanes(parts, layout)
      redraw()
      tune()
    },
    /** Looks at spans or points, with a little room around them. */
    showAll({ from, to }: Range): void {
      const { whole } = shown
      const span = Math.min(whole.to - whole.from, Math.max(closest, (to - from) * 1.2))
      const start = Math.min(whole.to - span, Math.max(whole.from, (from + to - span) / 2))
      look({ from: start, to: start + span })
      tune()
    },
    item: (key: string): Item | undefined => items.find((item) => item.key === key),
  }
}

/** So many pixels from the origin browsers still draw sharply. */
const farthest = 50_000
/** The least that is seen at once, in milliseconds. */
const closest = 1000

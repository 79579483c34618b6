import { type D3ZoomEvent, zoom, zoomIdentity } from 'd3-zoom'
import { around, within } from './bounds'
import type { Parts } from './draw'
import type { Layout, Range } from './layout'

interface Zoomed {
  /** All of time, what is seen of it, and where the cursor is. */
  shown(): { whole: Range; range: Range; cursor: number }
  layout(): Layout
  /** Something else is seen now. */
  look(range: Range): void
  /** Whoever zoomed or dragged has let go. */
  done(): void
}

/** What changes the part of time that is seen: wheels, fingers and dragging, and the steps of keys and buttons. */
export function zooming({ plot }: Parts, { shown, layout, look, done }: Zoomed) {
  let isOurs = false

  const behavior = zoom<SVGGElement, unknown>()
    .filter(({ type, button, shiftKey, deltaX = 0, deltaY = 0 }: WheelEvent) =>
      type === 'wheel' ? !shiftKey && Math.abs(deltaX) <= Math.abs(deltaY) : button === 0,
    )
    .clickDistance(4)
    .on('zoom', ({ transform }: D3ZoomEvent<SVGGElement, unknown>) => {
      if (isOurs) return
      const { from, to } = shown().whole
      const perPixel = (to - from) / layout().plotWidth
      const start = from + (-transform.x / transform.k) * perPixel
      look({ from: start, to: start + (to - from) / transform.k })
    })
    .on('end', () => void (isOurs || done()))
  plot.call(behavior).on('dblclick.zoom', null)

  /** Brings the zoom in line with what is seen. */
  function tune(): void {
    const { whole, range } = shown()
    const { plotWidth, height } = layout()
    const k = (whole.to - whole.from) / (range.to - range.from)
    const x = -((range.from - whole.from) / (whole.to - whole.from)) * plotWidth * k
    behavior
      .scaleExtent([1, Math.max(1, (whole.to - whole.from) / closest)])
      .extent([
        [0, 0],
        [plotWidth, height],
      ])
      .translateExtent([
        [0, -Infinity],
        [plotWidth, Infinity],
      ])
    isOurs = true
    plot.call(behavior.transform, zoomIdentity.translate(x, 0).scale(k))
    isOurs = false
  }

  /** Looks at a range, or around it if it is too short to be seen; at all of what there is at most. */
  function lookAt({ from, to }: Range): void {
    look(within(around((from + to) / 2, Math.max(closest, to - from)), shown().whole))
    tune()
  }

  /** By a part of what is seen. */
  function pan(part: number): void {
    const { from, to } = shown().range
    const by = part * (to - from)
    lookAt({ from: from + by, to: to + by })
  }

  /** Around the middle, or around the cursor if that is seen; 0 shows all. */
  function zoomBy(factor: number): void {
    const { whole, range, cursor } = shown()
    const about = cursor >= range.from && cursor <= range.to ? cursor : (range.from + range.to) / 2
    const span = Math.min(whole.to - whole.from, Math.max(closest, (range.to - range.from) / factor))
    const from = about - ((about - range.from) / (range.to - range.from)) * span
    lookAt({ from, to: from + span })
  }

  return { tune, lookAt, pan, zoomBy }
}

/** The least that is seen at once, in milliseconds. */
const closest = 1000

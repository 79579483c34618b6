import { select } from 'd3-selection'
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom'

export interface Seen {
  x: number
  y: number
  k: number
}

/** What is seen of a drawing: by wheel, by dragging, by keys and by buttons. */
export interface Camera {
  readonly seen: Seen
  look(seen: Seen): void
  /** Around the middle, or the pointer. */
  zoomBy(factor: number): void
  panBy(dx: number, dy: number): void
  /** All of it, or as much as can be read. */
  fit(): void
  /** Moves as little as needed for an area to be in sight. */
  reveal(area: { x: number; y: number; width: number; height: number }): void
  /** Puts a place of the drawing into the middle. */
  centre(x: number, y: number, k?: number): void
}

const [nearest, farthest] = [2.5, 0.005]

export function camera(
  svg: SVGSVGElement,
  sizeOf: () => { width: number; height: number },
  moved: (seen: Seen, isByHand: boolean) => void,
): Camera {
  const root = select<SVGSVGElement, unknown>(svg)
  let seen: Seen = { x: 0, y: 0, k: 1 }
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([farthest, nearest])
    .on('zoom', ({ transform: { x, y, k }, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
      seen = { x, y, k }
      moved(seen, sourceEvent !== null && sourceEvent !== undefined)
    })
  root.call(behaviour).on('dblclick.zoom', null)
  const look = ({ x, y, k }: Seen) => root.call((at) => behaviour.transform(at, zoomIdentity.translate(x, y).scale(k)))
  const window = () => ({ width: svg.clientWidth || 800, height: svg.clientHeight || 600 })
  const centre = (x: number, y: number, k = seen.k) => {
    const { width, height } = window()
    look({ x: width / 2 - x * k, y: height / 2 - y * k, k })
  }
  return {
    get seen() {
      return seen
    },
    look,
    zoomBy: (factor) => root.call((at) => behaviour.scaleBy(at, factor)),
    panBy: (dx, dy) => look({ ...seen, x: seen.x + dx, y: seen.y + dy }),
    fit() {
      const { width, height } = window()
      const all = sizeOf()
      const k = Math.max(farthest, Math.min(1.15, (width - 40) / (all.width || 1), (height - 48) / (all.height || 1)))
      centre(all.width / 2, all.height / 2, k)
    },
    reveal({ x, y, width, height }) {
      const { k } = seen
      const room = window()
      const margin = 24
      const shift = (start: number, length: number, size: number) =>
        start < margin ? margin - start : start + length > size - margin ? size - margin - start - length : 0
      const dx = shift(x * k + seen.x, width * k, room.width)
      const dy = shift(y * k + seen.y, height * k, room.height)
      if (dx || dy) look({ ...seen, x: seen.x + dx, y: seen.y + dy })
    },
    centre,
  }
}

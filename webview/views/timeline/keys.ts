import type { Row } from './layout'
import type { BarShape, MarkShape } from './shapes'

interface Hands {
  rows(): readonly Row[]
  /** The key of the item that has the focus. */
  current(): string | undefined
  /** What is left of the drawing, and how wide it is, in pixels. */
  seen(): { left: number; width: number }
  /** Moves the focus to an item at `x`, in pixels from the beginning of all time. */
  reveal(x: number, key: string): void
  choose(): void
  leave(): void
  /** By a part of what is seen. */
  pan(part: number): void
  zoomBy(factor: number): void
  /** By so many pixels. */
  moveCursor(by: number | 'begin' | 'now'): void
}

type Shape = BarShape | MarkShape

/** What keys do: on the cursor they move it, elsewhere they go from item to item. */
export function keysOf(hands: Hands): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isCursor = (event.target as Element).getAttribute('role') === 'slider'
    const act = (isCursor ? cursorKeys(event) : itemKeys(event)) ?? common(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  function cursorKeys({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const step = shiftKey ? 1 : 10
    if (key === 'ArrowLeft' || key === 'ArrowDown') return () => hands.moveCursor(-step)
    if (key === 'ArrowRight' || key === 'ArrowUp') return () => hands.moveCursor(step)
    if (key === 'PageUp') return () => hands.moveCursor(100)
    if (key === 'PageDown') return () => hands.moveCursor(-100)
    if (key === 'Home') return () => hands.moveCursor('begin')
    return key === 'End' ? () => hands.moveCursor('now') : undefined
  }

  function common({ key }: KeyboardEvent): (() => void) | undefined {
    if (key === '+' || key === '=') return () => hands.zoomBy(1.5)
    if (key === '-') return () => hands.zoomBy(1 / 1.5)
    if (key === '0') return () => hands.zoomBy(0)
    if (key === ',') return () => hands.pan(-0.25)
    if (key === '.') return () => hands.pan(0.25)
    return key === 'Escape' ? hands.leave : undefined
  }

  function itemKeys({ key }: KeyboardEvent): (() => void) | undefined {
    if (key === 'Enter' || key === ' ') return hands.choose
    const rows = hands.rows().filter(({ shapes }) => shapes.length)
    const row = rows.findIndex(({ shapes }) => shapes.some((shape) => shape.key === hands.current()))
    if (row < 0) return undefined
    const { shapes } = rows[row]!
    const at = shapes.findIndex((shape) => shape.key === hands.current())
    const goTo = (shape: Shape | undefined) => shape && (() => hands.reveal(Math.max(shape.x, 0), shape.key))
    if (key === 'ArrowLeft') return goTo(shapes[at - 1])
    if (key === 'ArrowRight') return goTo(shapes[at + 1])
    if (key === 'Home') return goTo(shapes[0])
    if (key === 'End') return goTo(shapes.at(-1))
    if (key === 'ArrowUp') return goTo(nearest(rows[row - 1]?.shapes, middleOf(shapes[at]!)))
    return key === 'ArrowDown' ? goTo(nearest(rows[row + 1]?.shapes, middleOf(shapes[at]!))) : undefined
  }

  /** Of what is seen of it. */
  function middleOf(shape: Shape): number {
    const { left, width } = hands.seen()
    const [from, to] = [shape.x, shape.x + ('width' in shape ? shape.width : 0)]
    return (Math.min(Math.max(from, left), left + width) + Math.max(Math.min(to, left + width), left)) / 2
  }
}

/** The one that is at `x`, or else the nearest. */
function nearest(shapes: readonly Shape[] = [], x: number): Shape | undefined {
  const away = (shape: Shape) => Math.max(shape.x - x, x - shape.x - ('width' in shape ? shape.width : 0), 0)
  return shapes.reduce<Shape | undefined>(
    (best, shape) => (best && away(best) <= away(shape) ? best : shape),
    undefined,
  )
}

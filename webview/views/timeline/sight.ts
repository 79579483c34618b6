import type { Row } from './layout'

/** Rows that are drawn: those in the window, with as much again above and below. */
export interface Sight {
  /** Looks where the window is, and says of rows whether they are drawn. */
  look(): (row: Pick<Row, 'y' | 'height'>) => boolean
}

/** Of a drawing that may be many windows tall; `came` is told in a frame after other rows came into sight. */
export function sightOf(element: SVGSVGElement, came: () => void): Sight {
  let drawn = { top: 0, bottom: 0 }
  let frame = 0
  const seen = () => {
    const { top, height } = element.getBoundingClientRect()
    return { top: -top, bottom: innerHeight - top, height }
  }
  const moved = () => {
    const { top, bottom, height } = seen()
    if (Math.max(0, top) >= drawn.top && Math.min(height, bottom) <= drawn.bottom) return
    frame ||= requestAnimationFrame(() => {
      frame = 0
      came()
    })
  }
  for (const event of ['scroll', 'resize']) addEventListener(event, moved, { passive: true })
  return {
    look() {
      const { top, bottom } = seen()
      drawn = { top: 2 * top - bottom, bottom: 2 * bottom - top }
      return ({ y, height }) => y < drawn.bottom && y + height > drawn.top
    },
  }
}

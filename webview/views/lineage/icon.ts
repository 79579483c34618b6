import type { DrawnNode } from '../../../src/core/lineage/collapse'
import { icons } from './icons'

/** The sign of a kind, outside of the drawing. */
export function icon(kind: DrawnNode['kind']): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  for (const [name, value] of Object.entries({
    class: `icon ${kind}`,
    viewBox: '0 0 16 16',
    width: '16',
    height: '16',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(name, value)
  svg.appendChild(document.createElementNS(space, 'path')).setAttribute('d', icons[kind])
  return svg
}

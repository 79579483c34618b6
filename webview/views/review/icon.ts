const namespace = 'http://www.w3.org/2000/svg'

const paths = {
  pass: 'M3.5 8.5 6.5 11.5 12.5 5',
  fail: 'M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5',
  wait: 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.2l2.2 1.3',
  info: 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 7.6V11M8 5.1v.01',
  none: 'M5 8H11',
  open: 'M6 4 10 8 6 12',
} as const
export type IconName = keyof typeof paths

/** A small sign beside words that say the same. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg')
  for (const [key, value] of [
    ['class', `icon ${name}`],
    ['viewBox', '0 0 16 16'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(key, value)
  const path = svg.appendChild(document.createElementNS(namespace, 'path'))
  path.setAttribute('d', paths[name])
  return svg
}

export const newDrawing = (): SVGSVGElement => document.createElementNS(namespace, 'svg')

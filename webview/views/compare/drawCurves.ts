import { select } from 'd3-selection'
import { number } from '../../format'
import type { CurvesLayout } from './curvesLayout'

/** Which look the line of a column has: the baseline is neutral, the others differ by colour and then by dashes. */
export function lookOf(column: number, baseline: number): string {
  if (column === baseline) return 'line base'
  const at = column < baseline ? column : column - 1
  return `line c${at % 6} d${Math.floor(at / 6)}`
}

export function drawCurves(
  svg: SVGSVGElement,
  layout: CurvesLayout,
  width: number,
  height: number,
  baseline: number,
): void {
  const { left, right, top, bottom, xTicks, yTicks, lines } = layout
  const root = select(svg).attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height)
  root
    .selectAll('clipPath')
    .data([0])
    .join((enter) => {
      const clip = enter.append('clipPath').attr('id', 'inside')
      clip.append('rect')
      return clip
    })
    .select('rect')
    .attr('x', left)
    .attr('y', top)
    .attr('width', right - left)
    .attr('height', bottom - top)
  const y = root
    .selectAll<SVGGElement, (typeof yTicks)[number]>('g.y')
    .data(yTicks, ({ value }) => value)
    .join((enter) => {
      const made = enter.append('g').attr('class', 'y tick')
      made.append('line')
      made.append('text')
      return made
    })
  y.attr('transform', ({ at }) => `translate(0,${at})`)
  y.select('line').attr('x1', left).attr('x2', right)
  y.select('text')
    .attr('x', left - 8)
    .attr('y', 4)
    .attr('text-anchor', 'end')
    .text(({ value }) => number(value))
  const x = root
    .selectAll<SVGGElement, (typeof xTicks)[number]>('g.x')
    .data(xTicks, ({ step }) => step)
    .join((enter) => {
      const made = enter.append('g').attr('class', 'x tick')
      made.append('line')
      made.append('text')
      return made
    })
  x.attr('transform', ({ at }) => `translate(${at},${bottom})`)
  x.select('line').attr('y2', 4)
  x.select('text')
    .attr('y', 18)
    .attr('text-anchor', 'middle')
    .text(({ step }) => number(step))
  root.selectAll('g.lines').data([0]).join('g').attr('class', 'lines').attr('clip-path', 'url(#inside)')
  // The baseline is behind the others.
  const ordered = lines.toSorted((a, b) => Number(b.column === baseline) - Number(a.column === baseline))
  const paths = ordered.flatMap(({ column, path, raw }) => [
    ...(raw === null ? [] : [{ key: `raw ${column}`, look: `${lookOf(column, baseline)} raw`, path: raw }]),
    { key: `line ${column}`, look: lookOf(column, baseline), path },
  ])
  root
    .select('g.lines')
    .selectAll<SVGPathElement, (typeof paths)[number]>('path')
    .data(paths, ({ key }) => key)
    .join('path')
    .attr('class', ({ look }) => look)
    .attr('fill', 'none')
    .attr('d', ({ path }) => path)
    .order()
}

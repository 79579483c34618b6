import * as l10n from '@vscode/l10n'
import { select, type Selection } from 'd3-selection'
import { line, symbol, symbolCircle, symbolDiamond, symbolTriangle } from 'd3-shape'
import { number } from '../../format'
import type { BoundLine, Dot, Trend } from './trend'
import { v } from './words'

/** Draws a trend over what was drawn before. */
export function drawTrend(svg: SVGSVGElement, trend: Trend, isLarge: boolean): void {
  const { width, height, from, to } = trend
  const root = select(svg)
    .attr('viewBox', `0 0 ${width} ${height}`)
    .attr('width', width)
    .attr('height', height)
    .attr('class', isLarge ? 'trend large' : 'trend')
  if (isLarge) axes(layer(root, 'axes'), trend)
  layer(root, 'bounds')
    .selectAll('line')
    .data(trend.bounds)
    .join('line')
    .attr('x1', from)
    .attr('x2', to)
    .attr('y1', ({ y }) => y)
    .attr('y2', ({ y }) => y)
  layer(root, 'runs')
    .selectAll('path')
    .data(trend.runs)
    .join('path')
    .attr('d', (run) => line()(run))
  const scale = isLarge ? 1.6 : 1
  layer(root, 'dots')
    .selectAll<SVGPathElement, Dot>('path')
    .data(trend.dots, ({ version }) => version)
    .join('path')
    .attr('class', classOf)
    .attr('transform', ({ x, y }) => `translate(${x},${y})`)
    .attr('d', (dot) => symbol(shapeOf(dot), (dot.isCandidate ? 34 : dot.held ? 20 : 9) * scale)())
  layer(root, 'odd')
    .selectAll('text')
    .data(trend.odd)
    .join('text')
    .attr('x', ({ x }) => x)
    .attr('y', ({ y }) => y)
    .attr('dy', '0.3em')
    .attr('text-anchor', 'middle')
    .text(({ value }) => (value === 'NaN' ? '×' : value === 'Infinity' ? '∞' : '−∞'))
  if (!isLarge) return
  const isBeside = width - to > 60
  layer(root, 'asks')
    .selectAll('text')
    .data(trend.bounds)
    .join('text')
    .attr('x', isBeside ? to + 6 : to)
    .attr('y', ({ textY }) => textY)
    .attr('dy', isBeside ? '0.35em' : '-0.35em')
    .attr('text-anchor', isBeside ? 'start' : 'end')
    .text(boundText)
}

type Layer = Selection<SVGGElement, unknown, null, undefined>
type Root = Selection<SVGSVGElement, unknown, null, undefined>

const layer = (root: Root, name: string): Layer =>
  root.selectAll<SVGGElement, string>(`g.${name}`).data([name]).join('g').attr('class', name) as unknown as Layer

function axes(axes: Layer, { values, versions, from, to, height }: Trend): void {
  axes
    .selectAll('line')
    .data(values)
    .join('line')
    .attr('x1', from)
    .attr('x2', to)
    .attr('y1', ({ y }) => y)
    .attr('y2', ({ y }) => y)
  axes
    .selectAll('text.value')
    .data(values)
    .join('text')
    .attr('class', 'value')
    .attr('x', from - 6)
    .attr('y', ({ y }) => y)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .text(({ value }) => tick(value))
  axes
    .selectAll('text.version')
    .data(versions)
    .join('text')
    .attr('class', 'version')
    .attr('x', ({ x }) => x)
    .attr('y', height - 8)
    .attr('text-anchor', 'middle')
    .text(({ version }) => v(version))
}

/** There is little room beside the drawing: `5.000e11` is `5e11`. */
const tick = (value: number): string =>
  Math.abs(value) >= 1e5
    ? value.toExponential(1).replace('.0e', 'e').replace('e+', 'e')
    : number(value).replace(/\.?0+e/, 'e')

// Never by colour alone: who misses a bound is a triangle, who has held the stage a diamond.
const shapeOf = ({ fails, held, isCandidate }: Dot) =>
  isCandidate && fails ? symbolTriangle : held ? symbolDiamond : symbolCircle

const classOf = ({ fails, held, isCandidate }: Dot): string =>
  [isCandidate ? 'candidate' : '', held ? 'held' : '', fails ? 'fails' : ''].filter(Boolean).join(' ')

export function boundText({ value, is, of }: Pick<BoundLine, 'value' | 'is' | 'of'>): string {
  const bound = is === 'min' ? l10n.t('at least {0}', number(value)) : l10n.t('at most {0}', number(value))
  return of === undefined ? bound : `${bound} (${v(of)})`
}

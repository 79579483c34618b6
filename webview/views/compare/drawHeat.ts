import { select } from 'd3-selection'
import type { Heat } from './heatLayout'
import { fitting } from './textWidth'

export interface HeatPlace {
  width: number
  columns: readonly string[]
  heat: Heat
}

const [line, head, gap] = [26, 24, 14]

/** Slices as rows, columns as columns, a block for each metric. */
export function drawHeat(svg: SVGSVGElement, { width, columns, heat: { blocks } }: HeatPlace): void {
  const label = Math.min(200, Math.max(90, width * 0.3))
  const cell = Math.max(64, Math.min(140, (width - label) / columns.length))
  const tops = blocks.map((_, i) =>
    blocks.slice(0, i).reduce((sum, { rows }) => sum + head + rows.length * line + gap, 0),
  )
  const last = blocks.length - 1
  const height = last < 0 ? 0 : tops[last]! + head + blocks[last]!.rows.length * line + 2
  const right = label + cell * columns.length
  select(svg)
    .attr('viewBox', `0 0 ${right + 2} ${height}`)
    .attr('width', right + 2)
    .attr('height', height)
  const groups = select(svg)
    .selectAll<SVGGElement, (typeof blocks)[number]>('g.block')
    .data(blocks, ({ label: name }) => name)
    .join('g')
    .attr('class', 'block')
    .attr('transform', (_, i) => `translate(0,${tops[i]})`)
  groups
    .selectAll('text.metric')
    .data((block) => [block.label])
    .join('text')
    .attr('class', 'metric')
    .attr('y', 16)
    .text((text) => fitting(text, label - 8))
  groups
    .selectAll('text.column')
    .data(columns)
    .join('text')
    .attr('class', 'column')
    .attr('x', (_, i) => label + (i + 0.5) * cell)
    .attr('y', 16)
    .attr('text-anchor', 'middle')
    .text((text) => fitting(text, cell - 8))
  const rows = groups
    .selectAll<SVGGElement, (typeof blocks)[number]['rows'][number]>('g.slice')
    .data((block) => block.rows)
    .join('g')
    .attr('class', 'slice')
    .attr('transform', (_, i) => `translate(0,${head + i * line})`)
  rows
    .selectAll('text.name')
    .data(({ slice }) => [slice])
    .join('text')
    .attr('class', 'name')
    .attr('y', 17)
    .text((text) => fitting(text, label - 12))
  const cells = rows
    .selectAll<SVGGElement, (typeof blocks)[number]['rows'][number]['cells'][number]>('g.cell')
    .data(({ cells: all }) => all)
    .join((enter) => {
      const made = enter.append('g')
      made.append('rect')
      made.append('text')
      made.append('title')
      return made
    })
    .attr('class', ({ tone, isWorst }) => `cell ${tone}${isWorst ? ' worst' : ''}`)
    .attr('transform', (_, i) => `translate(${label + i * cell},0)`)
  cells
    .select('rect')
    .attr('x', 1)
    .attr('y', 1)
    .attr('width', cell - 2)
    .attr('height', line - 2)
    .attr('rx', 2)
    .attr('fill-opacity', ({ tone, level }) => (tone === 'none' ? 0 : (0.06 + 0.24 * level).toFixed(3)))
  cells
    .select('text')
    .attr('x', cell / 2)
    .attr('y', 17)
    .attr('text-anchor', 'middle')
    .text(({ text, isWorst }) => fitting(isWorst ? `${text} ◀` : text, cell - 6))
  cells.select('title').text(({ title }) => title)
}

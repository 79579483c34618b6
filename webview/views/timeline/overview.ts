import { brushX, type D3BrushEvent } from 'd3-brush'
import { select } from 'd3-selection'
import type { Lane, Span } from './lanes'
import type { Range } from './layout'
import { barShapes, markShapes } from './shapes'

const height = 34
const margin = 3

/** The strip with all of the past in small, in which a part is chosen by brushing. */
export function overview(element: SVGSVGElement, brushed: (range: Range | undefined) => void) {
  const svg = select(element)
  const content = svg.append('g').attr('class', 'content')
  const brush = brushX<unknown>()
  const strip = svg.append('g').attr('class', 'brush')
  let whole: Range = { from: 0, to: 1 }
  let width = 1
  let drawn: readonly Lane[] | undefined

  brush.on('brush end', ({ selection, sourceEvent, type }: D3BrushEvent<unknown>) => {
    if (!sourceEvent) return
    if (!selection) return type === 'end' ? brushed(undefined) : undefined
    const [left, right] = selection as [number, number]
    const at = (x: number) => whole.from + (x / width) * (whole.to - whole.from)
    if (right - left >= 2) brushed({ from: at(left), to: at(right) })
  })

  return {
    /** Draws everything anew, if there is something new, or the width is another. */
    draw(lanes: readonly Lane[], all: Range, pixels: number): void {
      if (lanes === drawn && pixels === width) return
      drawn = lanes
      whole = all
      width = pixels
      svg.attr('width', width).attr('height', height)
      const scale = width / (all.to - all.from)
      const stages = lanes.filter(({ group }) => group === 'stages')
      const each = Math.min(8, (height - 2 * margin) / Math.max(1, stages.length))
      const bars = stages.flatMap(({ rows, tone }, i) => {
        const shapes =
          rows.length > 1 ? inhabited(rows.flat(), all.from, scale) : barShapes(rows[0] ?? [], all.from, scale)
        return shapes.map(({ x, width }) => ({ x, width, tone, y: margin + i * each }))
      })
      content
        .selectAll('rect')
        .data(bars)
        .join('rect')
        .attr('class', ({ tone }) => `tone-${tone}`)
        .attr('x', ({ x }) => x)
        .attr('y', ({ y }) => y)
        .attr('width', ({ width }) => Math.max(1, width - 0.5))
        .attr('height', Math.max(1, each - 1))
      const grave = lanes.flatMap(({ points }) =>
        points.filter(({ mark }) => mark.kind === 'rollback' || mark.kind === 'refused'),
      )
      content
        .selectAll('line')
        .data(markShapes(grave, all.from, scale))
        .join('line')
        .attr('class', 'grave')
        .attr('x1', ({ x }) => x)
        .attr('x2', ({ x }) => x)
        .attr('y1', height - 5)
        .attr('y2', height)
      brush.extent([
        [0, 0],
        [width, height],
      ])
      strip.call(brush)
    },
    /** Shows which part is seen. */
    show({ from, to }: Range): void {
      const x = (at: number) => ((at - whole.from) / (whole.to - whole.from)) * width
      const [left, right] = [Math.max(0, x(from)), Math.min(width, x(to))]
      strip.call(brush.move, [left, Math.max(right, left + 1)])
    },
  }
}

/** From where to where anybody was in a stage that several can be in, in pixels from `begin` on. */
function inhabited(spans: readonly Span[], begin: number, scale: number): { x: number; width: number }[] {
  const shapes: { x: number; width: number }[] = []
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const [x, end] = [(from - begin) * scale, (to - begin) * scale]
    const last = shapes.at(-1)
    if (last && x <= last.x + last.width + 1) last.width = Math.max(last.width, end - last.x)
    else shapes.push({ x, width: end - x })
  }
  return shapes
}

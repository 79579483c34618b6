import { select } from 'd3-selection'
import type { Bar, BarPanel } from './barsLayout'
import { fitting } from './textWidth'

const [line, head, gap] = [22, 26, 18]

/** A panel for each metric, as many beside one another as there is room for. */
export function drawBars(svg: SVGSVGElement, width: number, panels: readonly BarPanel[]): void {
  const across = Math.max(1, Math.min(panels.length, Math.floor((width + gap) / (300 + gap))))
  const wide = Math.min(460, (width - gap * (across - 1)) / across)
  const high = head + line * (panels[0]?.bars.length ?? 0) + gap
  const name = Math.min(120, wide * 0.32)
  const value = 74
  const room = wide - name - value
  select(svg)
    .attr('viewBox', `0 0 ${Math.max(1, width)} ${high * Math.ceil(panels.length / across)}`)
    .attr('width', width)
    .attr('height', high * Math.ceil(panels.length / across))
  const groups = select(svg)
    .selectAll<SVGGElement, BarPanel>('g.panel')
    .data(panels, ({ label }) => label)
    .join('g')
    .attr('class', 'panel')
    .attr('transform', (_, i) => `translate(${(i % across) * (wide + gap)},${Math.floor(i / across) * high})`)
  groups
    .selectAll('text.metric')
    .data(({ label, direction }) => [`${fitting(label, wide - 20)} ${direction}`])
    .join('text')
    .attr('class', 'metric')
    .attr('y', 16)
    .text((text) => text)
  groups
    .selectAll<SVGLineElement, BarPanel>('line.zero')
    .data((panel) => [panel])
    .join('line')
    .attr('class', 'zero')
    .attr('x1', ({ zero }) => name + zero * room)
    .attr('x2', ({ zero }) => name + zero * room)
    .attr('y1', head - 2)
    .attr('y2', ({ bars }) => head + bars.length * line)
  const bars = groups
    .selectAll<SVGGElement, Bar>('g.bar')
    .data(({ bars: all }) => all)
    .join((enter) => {
      const made = enter.append('g')
      made.append('text').attr('class', 'name')
      made.append('rect')
      made.append('path').attr('class', 'whisker')
      made.append('text').attr('class', 'value')
      return made
    })
    .attr('class', ({ isBaseline }) => `bar${isBaseline ? ' baseline' : ''}`)
    .attr('transform', (_, i) => `translate(0,${head + i * line})`)
  bars
    .select('text.name')
    .attr('y', 15)
    .text(({ name: text }) => fitting(text, name - 8))
  bars
    .select('rect')
    .attr('x', ({ from }) => round(name + from * room))
    .attr('y', 4)
    .attr('height', line - 8)
    .attr('width', ({ from, to }) => round(Math.max(0, to - from) * room))
    .attr('rx', 1)
  bars.select('path.whisker').attr('d', ({ whisker }) => {
    if (!whisker) return null
    const [a, b] = whisker.map((place) => round(name + place * room))
    return `M${a},7v8M${a},11H${b}M${b},7v8`
  })
  bars
    .select('text.value')
    .attr('x', wide)
    .attr('y', 15)
    .attr('text-anchor', 'end')
    .text(({ text, isBest }) => fitting(isBest ? `★ ${text}` : text, value))
}

const round = (number: number): number => Math.round(number * 10) / 10

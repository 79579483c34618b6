import { type EnterElement, select, type Selection } from 'd3-selection'
import type { Tick } from './axis'
import { glyphs } from './glyphs'
import { axisHeight, type Item, type Layout, textWidth } from './layout'

// What a layout looks like. Everything is drawn over what was there before, so that focus stays where it is.

type Of<E extends Element, D = unknown> = Selection<E, D, null, undefined>

/** The parts that are always there, from back to front. */
export interface Parts {
  svg: Of<SVGSVGElement>
  lanes: Of<SVGGElement>
  /** Where somebody points at instants. */
  plot: Of<SVGGElement>
  ground: Of<SVGRectElement>
  /** Moves to and fro while somebody drags. */
  moving: Of<SVGGElement>
  ticks: Of<SVGGElement>
  cursor: Of<SVGGElement>
  /** How each item was drawn last. */
  known: WeakMap<Element, string>
}

const once = <P extends Element, E extends SVGElement>(parent: Of<P>, name: string, className: string): Of<E> => {
  const found = parent.select<E>(`:scope > .${className}`)
  return (found.empty() ? parent.append<E>(name).attr('class', className) : found) as Of<E>
}

export function partsOf(element: SVGSVGElement): Parts {
  const svg = select(element) as unknown as Of<SVGSVGElement>
  const defs = once<SVGSVGElement, SVGDefsElement>(svg, 'defs', 'defs')
  const clip = once<SVGDefsElement, SVGClipPathElement>(defs, 'clipPath', 'window').attr('id', 'window')
  once<SVGClipPathElement, SVGRectElement>(clip, 'rect', 'clip')
  const pattern = once<SVGDefsElement, SVGPatternElement>(defs, 'pattern', 'stripes')
    .attr('id', 'stripes')
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('width', 8)
    .attr('height', 8)
  once<SVGPatternElement, SVGPathElement>(pattern, 'path', 'stripe').attr('d', 'M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4')
  const lanes = once<SVGSVGElement, SVGGElement>(svg, 'g', 'lanes')
  const plot = once<SVGSVGElement, SVGGElement>(svg, 'g', 'plot')
  const ground = once<SVGGElement, SVGRectElement>(plot, 'rect', 'ground')
  const clipped = once<SVGGElement, SVGGElement>(plot, 'g', 'clipped').attr('clip-path', 'url(#window)')
  const moving = once<SVGGElement, SVGGElement>(clipped, 'g', 'moving')
  const ticks = once<SVGGElement, SVGGElement>(moving, 'g', 'ticks')
  const cursor = once<SVGGElement, SVGGElement>(clipped, 'g', 'cursor')
  return { svg, lanes, plot, ground, moving, ticks, cursor, known: new WeakMap() }
}

/** Lanes, their names, and the room for what is in them. */
export function drawLanes({ svg, lanes, plot, ground }: Parts, layout: Layout): void {
  const { width, height, labelWidth, plotWidth, boxes, headers } = layout
  svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`)
  svg.select('.clip').attr('width', plotWidth).attr('height', height)
  plot.attr('transform', `translate(${labelWidth},0)`)
  ground.attr('width', plotWidth).attr('height', height)
  lanes
    .selectAll<SVGTextElement, Layout['headers'][number]>('text.group')
    .data(headers, ({ group }) => group)
    .join('text')
    .attr('class', 'group')
    .attr('x', 0)
    .attr('y', ({ y }) => y + 16)
    .text(({ text }) => text)
  lanes
    .selectAll<SVGLineElement, Layout['boxes'][number]>('line.edge')
    .data(boxes, ({ key }) => key)
    .join('line')
    .attr('class', 'edge')
    .attr('x1', 0)
    .attr('x2', width)
    .attr('y1', ({ y }) => y - 0.5)
    .attr('y2', ({ y }) => y - 0.5)
  const most = Math.floor((labelWidth - 14) / 7)
  const names = lanes
    .selectAll<SVGTextElement, Layout['boxes'][number]>('text.lane')
    .data(boxes, ({ key }) => key)
    .join((enter) => {
      const text = enter.append('text').attr('class', 'lane')
      text.append('tspan')
      text.append('title')
      return text
    })
    .attr('x', 0)
    .attr('y', ({ middle }) => middle + 4)
  names.select('tspan').text(({ text }) => (text.length > most ? `${text.slice(0, most - 1)}…` : text))
  names.select('title').text(({ text }) => text)
}

export function drawTicks({ ticks }: Parts, told: readonly Tick[], xOf: (at: number) => number, height: number): void {
  const all = ticks
    .selectAll<SVGGElement, Tick>('g.tick')
    .data(told, ({ at }) => at)
    .join((enter) => {
      const tick = enter.append('g').attr('class', 'tick')
      tick.append('line')
      tick.append('text')
      return tick
    })
    .attr('transform', ({ at }) => `translate(${round(xOf(at))},0)`)
  all
    .select('line')
    .attr('y1', axisHeight - 6)
    .attr('y2', height)
  all
    .select<SVGTextElement>('text')
    .attr('x', 4)
    .attr('y', 16)
    .text(({ text }) => text)
}

/** Texts of the axis that are cut off are not shown where they are now. */
export function trimTicks({ ticks }: Parts, xOf: (at: number) => number, plotWidth: number): void {
  ticks.selectAll<SVGTextElement, Tick>('text').attr('visibility', ({ at, text }) => {
    const x = xOf(at) + 4
    return x < 0 || x + textWidth(text, 11) > plotWidth ? 'hidden' : null
  })
}

export interface Looks {
  /** Keys of the item that was chosen, and of the one that Tab comes to. */
  chosen: string | undefined
  current: string | undefined
}

/** What looks as it did before is left alone. */
export function drawItems({ moving, known }: Parts, items: readonly Item[], { chosen, current }: Looks): void {
  const all = moving
    .selectAll<SVGGElement, Item>('g.item')
    .data(items, ({ key }) => key)
    .join(enterItems)
    .filter(function (item) {
      const now = lookOf(item)
      if (known.get(this) === now) return false
      known.set(this, now)
      return true
    })
    .attr('class', ({ key, type, look }) => `item ${type} ${look}${key === chosen ? ' chosen' : ''}`)
    .attr('tabindex', ({ key }) => (key === current ? 0 : -1))
    .attr('aria-label', ({ label }) => label)
    .attr('aria-pressed', ({ key }) => String(key === chosen))
  all
    .select('text')
    .attr('x', ({ textX }) => round(textX))
    .attr('y', ({ y, height, type }) => y + height / 2 + (type === 'bar' ? 4 : 3.5))
    .text(({ text }) => text)
  all
    .filter(({ type }) => type !== 'mark')
    .select('rect')
    .attr('x', ({ x }) => round(x))
    .attr('y', ({ y }) => y + 0.5)
    .attr('width', ({ width }) => round(width))
    .attr('height', ({ height }) => height - 1)
    .attr('rx', ({ width }) => Math.min(3, width / 2))
    .attr('fill', ({ look }) => (look.startsWith('drift') ? 'url(#stripes)' : null))
  all
    .filter(({ type }) => type === 'mark')
    .select('path')
    .attr('transform', ({ x, y, height }) => `translate(${round(x)},${y + height / 2})`)
    .attr('d', ({ kind }) => glyphs[kind!])

  function lookOf({ key, x, y, width, text, textX, label, look }: Item): string {
    return [x, y, width, text, textX, label, look, key === chosen, key === current].join('\n')
  }
}

function enterItems(enter: Selection<EnterElement, Item, SVGGElement, unknown>) {
  const item = enter.append('g').attr('role', 'button')
  item.append(function ({ type }) {
    return this.ownerDocument.createElementNS('http://www.w3.org/2000/svg', type === 'mark' ? 'path' : 'rect')
  })
  item.append('text')
  return item
}

export interface CursorLook {
  x: number
  height: number
  /** Told to those who cannot see it, with its bounds in milliseconds. */
  at: number
  from: number
  to: number
  label: string
  text: string
}

/** A line through all lanes, with a handle that the keyboard moves. */
export function drawCursor({ cursor }: Parts, { x, height, at, from, to, label, text }: CursorLook): void {
  const line = once<SVGGElement, SVGLineElement>(cursor, 'line', 'line')
  const handle = once<SVGGElement, SVGPathElement>(cursor, 'path', 'handle')
  cursor.attr('transform', `translate(${round(x)},0)`)
  line.attr('y1', axisHeight - 6).attr('y2', height)
  handle
    .attr('d', `M-6,${axisHeight - 14}H6V${axisHeight - 6}L0,${axisHeight}L-6,${axisHeight - 6}Z`)
    .attr('role', 'slider')
    .attr('tabindex', 0)
    .attr('aria-label', label)
    .attr('aria-valuemin', from)
    .attr('aria-valuemax', to)
    .attr('aria-valuenow', at)
    .attr('aria-valuetext', text)
}

/** Where now is, and that what comes after it has not happened. */
export function drawPresent({ moving }: Parts, x: number, height: number): void {
  once<SVGGElement, SVGLineElement>(moving, 'line', 'present')
    .attr('x1', round(x))
    .attr('x2', round(x))
    .attr('y1', axisHeight - 6)
    .attr('y2', height)
}

const round = (x: number): number => Math.round(x * 10) / 10

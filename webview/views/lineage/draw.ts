import { select } from 'd3-selection'
import type { LineageEdge } from '../../../src/core/lineage/graph'
import { number } from '../../format'
import { curve } from './curve'
import { icons } from './icons'
import type { Point } from './layout'
import type { Picture, PictureEdge, PictureNode } from './picture'
import { edgeSaid, spoken } from './words'

/** What is marked in a drawing. */
export interface Marks {
  focus: string
  chosen: string | undefined
  /** The edge of which the panel tells; as PictureEdge has its key. */
  chosenEdge: string | undefined
  /** If there is one, everything else is faint. */
  path: { nodes: ReadonlySet<string>; edges: ReadonlySet<LineageEdge> } | undefined
  /** What a search found; undefined while nobody searches. */
  found: ReadonlySet<string> | undefined
  /** The one node that Tab leads to. */
  reachable: string
}

/** The part of a picture that is drawn: what is out of sight is left out. */
export interface Window {
  left: number
  top: number
  right: number
  bottom: number
}

export const everything: Window = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }

/** Draws a picture into a group, over what was drawn there before. */
export function drawPicture(plane: SVGGElement, picture: Picture, marks: Marks, window: Window = everything): void {
  // Whoever is at a node with the keyboard stays there.
  const nodes = picture.nodes.filter(
    ({ id, x, y, width, height }) => id === marks.reachable || isIn(window, x, y, x + width, y + height),
  )
  const edges = picture.edges.map((edge) => drawnEdge(edge, marks)).filter(({ line }) => touches(window, line))
  drawEdges(layer(plane, 'edges'), edges, marks)
  drawLabels(layer(plane, 'labels'), edges, marks)
  drawNodes(layer(plane, 'nodes'), nodes, marks)
  drawChips(layer(plane, 'chips'), nodes, marks)
}

function layer(plane: SVGGElement, name: string): SVGGElement {
  const found = [...plane.children].find((child) => child.getAttribute('class') === name)
  return (found as SVGGElement | undefined) ?? select(plane).append('g').attr('class', name).node()!
}

const isIn = (window: Window, left: number, top: number, right: number, bottom: number): boolean =>
  left <= window.right && right >= window.left && top <= window.bottom && bottom >= window.top

interface DrawnEdge extends PictureEdge {
  line: readonly Point[]
}

/** What is marked is drawn from its beginning, also where it shares the way of others. */
function drawnEdge(edge: PictureEdge, { chosen, chosenEdge, path }: Marks): DrawnEdge {
  const isMarked = edge.key === chosenEdge || edge.edge.to === chosen || path?.edges.has(edge.edge)
  return { ...edge, line: isMarked ? edge.points : edge.own }
}

function touches(window: Window, points: readonly Point[]): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return isIn(window, left, top, right, bottom)
}

function drawEdges(layer: SVGGElement, edges: readonly DrawnEdge[], marks: Marks): void {
  const drawn = select(layer)
    .selectAll<SVGGElement, DrawnEdge>('g')
    .data(edges, ({ key }) => key)
    .join((enter) => {
      const edge = enter.append('g')
      edge.append('path').attr('class', 'hit')
      edge.append('path').attr('class', 'line')
      edge.append('title')
      return edge
    })
  drawn
    .attr('class', (edge) => names('edge', edge.edge.relation, edgeMarks(edge, marks)))
    .attr('data-edge', ({ key }) => key)
  for (const part of ['.hit', '.line'])
    drawn.select<SVGPathElement>(part).attr('d', ({ line, isBackward }) => curve(line, isBackward))
  drawn.select('title').text(({ edge, from, to }) => `${from.node.label} → ${to.node.label}: ${edgeSaid(edge)}`)
}

function drawLabels(layer: SVGGElement, edges: readonly PictureEdge[], marks: Marks): void {
  const drawn = select(layer)
    .selectAll<SVGGElement, PictureEdge>('g')
    .data(
      edges.filter(({ label }) => label),
      ({ key }) => key,
    )
    .join((enter) => {
      const label = enter.append('g')
      label.append('rect').attr('height', 14).attr('rx', 2)
      label.append('text').attr('text-anchor', 'middle')
      return label
    })
  drawn
    .attr('class', (edge) => names('label', edgeMarks(edge, marks)))
    .attr('data-edge', ({ key }) => key)
    .attr('aria-hidden', 'true')
  drawn
    .select('rect')
    .attr('x', ({ label }) => round(label!.x - label!.width / 2))
    .attr('y', ({ label }) => round(label!.y - 7))
    .attr('width', ({ label }) => round(label!.width))
  drawn
    .select('text')
    .attr('x', ({ label }) => round(label!.x))
    .attr('y', ({ label }) => round(label!.y + 3.5))
    .text(({ label }) => label!.text)
}

function drawNodes(layer: SVGGElement, nodes: readonly PictureNode[], marks: Marks): void {
  const drawn = select(layer)
    .selectAll<SVGGElement, PictureNode>('g.node')
    .data(nodes, ({ id }) => id)
    .join((enter) => {
      const node = enter.append('g')
      node.append('rect').attr('class', 'behind')
      node.append('rect').attr('class', 'face').attr('rx', 5).attr('role', 'button').append('title')
      node.append('path').attr('class', 'icon')
      node.append('text').attr('class', 'title').attr('x', 36)
      node.append('text').attr('class', 'second').attr('x', 36)
      node.append('rect').attr('class', 'badge').attr('rx', 7.5).attr('height', 15)
      node.append('text').attr('class', 'badge-text').attr('text-anchor', 'middle')
      // They may be shortened; what they stand for is said by the face.
      node.selectAll('text').attr('aria-hidden', 'true')
      return node
    })
  drawn
    .attr('class', (node) => names('node', node.node.kind, nodeMarks(node, marks)))
    .attr('transform', ({ x, y }) => `translate(${round(x)},${round(y)})`)
    .attr('data-id', ({ id }) => id)
  drawn
    .select('.face')
    .attr('tabindex', ({ id }) => (id === marks.reachable ? 0 : -1))
    .attr('aria-pressed', ({ id }) => (id === marks.chosen ? 'true' : 'false'))
    .attr('aria-label', ({ node }) => spoken(node))
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
  drawn.select('.face > title').text(({ node }) => spoken(node))
  // A chain is several on top of one another.
  drawn
    .select('.behind')
    .attr('x', 4)
    .attr('y', 4)
    .attr('rx', 5)
    .attr('width', ({ node, width }) => (node.kind === 'chain' ? width : 0))
    .attr('height', ({ node, height }) => (node.kind === 'chain' ? height : 0))
  drawn
    .select('.icon')
    .attr('transform', ({ height }) => `translate(11,${height / 2 - 8})`)
    .attr('d', ({ node }) => icons[node.kind])
  drawn
    .select('.title')
    .attr('y', ({ height, second }) => (second ? height / 2 - 4 : height / 2 + 4.5))
    .text(({ title }) => title)
  drawn
    .select('.second')
    .attr('y', ({ height }) => height / 2 + 13)
    .text(({ second }) => second)
  drawn
    .select('rect.badge')
    .attr('x', ({ width, badgeWidth }) => width - badgeWidth - 8)
    .attr('y', -8)
    .attr('width', ({ badgeWidth }) => badgeWidth)
  drawn
    .select('.badge-text')
    .attr('x', ({ width, badgeWidth }) => width - badgeWidth / 2 - 8)
    .attr('y', 3.2)
    .text(({ badge }) => badge)
}

interface Chip {
  id: string
  side: 'before' | 'after'
  text: string
  x: number
  y: number
  width: number
  isFaint: boolean
}

/** How much there is beside a node that is not shown; a click shows more of it. */
function drawChips(layer: SVGGElement, nodes: readonly PictureNode[], marks: Marks): void {
  const chips = nodes.flatMap((node): Chip[] =>
    (['before', 'after'] as const).flatMap((side): Chip[] => {
      const count = node.node.hidden[side]
      if (!count) return []
      const text = `+${number(count)}`
      const width = 12 + text.length * 6.4
      const x = side === 'before' ? node.x - 6 : node.x + node.width + 6 - width
      return [{ id: node.id, side, text, x, y: node.y + node.height - 7, width, isFaint: isFaint(node.id, marks) }]
    }),
  )
  const drawn = select(layer)
    .selectAll<SVGGElement, Chip>('g')
    .data(chips, ({ id, side }) => `${side} ${id}`)
    .join((enter) => {
      const chip = enter.append('g').attr('aria-hidden', 'true')
      chip.append('rect').attr('height', 15).attr('rx', 7.5)
      chip.append('text').attr('text-anchor', 'middle').attr('y', 11)
      return chip
    })
  drawn
    .attr('class', ({ isFaint }) => names('chip', isFaint ? 'faint' : ''))
    .attr('transform', ({ x, y }) => `translate(${round(x)},${round(y)})`)
    .attr('data-chip', ({ id }) => id)
    .attr('data-side', ({ side }) => side)
  drawn.select('rect').attr('width', ({ width }) => round(width))
  drawn
    .select('text')
    .attr('x', ({ width }) => round(width / 2))
    .text(({ text }) => text)
}

const isFaint = (id: string, { path, found }: Marks): boolean =>
  path ? !path.nodes.has(id) : found ? !found.has(id) : false

const nodeMarks = ({ id, node, badge }: PictureNode, marks: Marks): string =>
  [
    id === marks.focus && 'focus',
    id === marks.chosen && 'chosen',
    marks.path?.nodes.has(id) && 'on-path',
    marks.found?.has(id) && 'found',
    isFaint(id, marks) && 'faint',
    badge === 'archived' && 'archived',
    node.kind === 'version' && node.facts.isMissing && 'missing',
  ]
    .filter(Boolean)
    .join(' ')

function edgeMarks({ key, edge, isBackward }: PictureEdge, { chosen, chosenEdge, path, found }: Marks): string {
  const isNext = edge.from === chosen || edge.to === chosen
  const faint = path ? !path.edges.has(edge) : found !== undefined
  return [
    key === chosenEdge && 'chosen',
    isNext && 'next',
    path?.edges.has(edge) && 'on-path',
    faint && 'faint',
    isBackward && 'backward',
  ]
    .filter(Boolean)
    .join(' ')
}

const names = (...words: string[]): string => words.filter(Boolean).join(' ')
const round = (value: number) => Math.round(value * 10) / 10

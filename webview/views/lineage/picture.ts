import { collapseChains, type DrawnNode } from '../../../src/core/lineage/collapse'
import type { Graph, LineageEdge, NodeKind } from '../../../src/core/lineage/graph'
import { fitted, textWidth } from './fit'
import { type Label, labelsFor } from './labels'
import { type Layout, layoutOf, type Placed, type Point } from './layout'
import { edgeWords, linesOf } from './words'

/** How a lineage is looked at, as far as that decides what is where. */
export interface Chosen {
  /** The node that it is the lineage of. */
  focus: string
  hiddenKinds: readonly NodeKind[]
  collapse: boolean
  /** Chains that were opened, by any of their members; and what else must not be in a chain. */
  keep: readonly string[]
}

export interface Picture {
  graph: Graph<DrawnNode>
  nodes: readonly PictureNode[]
  edges: readonly PictureEdge[]
  byId: ReadonlyMap<string, PictureNode>
  width: number
  height: number
}

export interface PictureNode extends Placed {
  node: DrawnNode
  title: string
  second: string
  badge: string
  badgeWidth: number
}

export interface PictureEdge {
  key: string
  edge: LineageEdge
  points: readonly Point[]
  /** The part of them that no other edge from the same node has drawn. */
  own: readonly Point[]
  isBackward: boolean
  from: PictureNode
  to: PictureNode
  label: Label | undefined
}

export const titleSize = 13
/** Bold letters are wider. */
const boldSize = 14.3
export const secondSize = 11
export const labelSize = 10.5
const widths: Partial<Record<DrawnNode['kind'], number>> = { version: 184, chain: 184 }
const usual = 168

/** What is where. `previous` is what was where before: nodes that stay keep their order. */
export function pictureOf(
  graph: Graph,
  { focus, hiddenKinds, collapse, keep }: Chosen,
  previous?: ReadonlyMap<string, { y: number }>,
): Picture {
  const seen = withoutKinds(graph, hiddenKinds, focus)
  const drawn: Graph<DrawnNode> = collapse ? collapseChains(seen, { keep: new Set([focus, ...keep]) }) : seen
  const texts = drawn.nodes.map(textsOf)
  const layout = layoutOf(
    drawn.nodes.map(({ id, kind }) => ({
      id,
      width: widths[kind] ?? usual,
      height: 46,
      isSpine: kind === 'version' || kind === 'chain',
    })),
    drawn.edges,
    previous,
    { across: 84, between: 24 },
  )
  const nodes = drawn.nodes.map((node, i): PictureNode => ({ ...layout.nodes.get(node.id)!, node, ...texts[i]! }))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = edgesIn(drawn, layout, byId)
  return { graph: drawn, nodes, edges, byId, width: layout.width, height: layout.height }
}

function withoutKinds(graph: Graph, hidden: readonly NodeKind[], focus: string): Graph {
  if (!hidden.length) return graph
  const nodes = graph.nodes.filter(({ id, kind }) => id === focus || !hidden.includes(kind))
  const ids = new Set(nodes.map(({ id }) => id))
  return { nodes, edges: graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) }
}

function textsOf(node: DrawnNode): Pick<PictureNode, 'title' | 'second' | 'badge' | 'badgeWidth'> {
  const { second, badge } = linesOf(node)
  const width = (widths[node.kind] ?? usual) - 44
  const short = fitted(badge, secondSize, width - 20)
  const badgeWidth = short ? Math.ceil(textWidth(short, secondSize)) + 10 : 0
  const tail = node.kind === 'version' ? node.label.length - node.label.lastIndexOf('@') : 0
  return {
    title: fitted(node.label, widths[node.kind] ? boldSize : titleSize, width, Math.min(tail, 8)),
    second: fitted(second, secondSize, width),
    badge: short,
    badgeWidth,
  }
}

function edgesIn(graph: Graph<DrawnNode>, layout: Layout, byId: ReadonlyMap<string, PictureNode>): PictureEdge[] {
  const found = layout.links.map(({ index, points, isBackward }) => {
    const edge = graph.edges[index]!
    const [from, to] = [byId.get(edge.from)!, byId.get(edge.to)!]
    return { key: `${edge.from} ${edge.to} ${edge.relation}`, edge, points, isBackward, from, to }
  })
  const labels = labelsFor(
    found.map(({ edge, points, to }) => ({
      text: edgeWords(edge),
      points,
      from: edge.from,
      // Where a version is can be seen; what was made of it has to be read.
      isLesser: to.node.kind === 'stage' || to.node.kind === 'deployment',
    })),
    [...byId.values()],
    (text) => textWidth(text, labelSize) + 6,
  )
  const own = ownParts(found)
  return found.map((edge, i): PictureEdge => ({ ...edge, own: own[i]!, label: labels[i] }))
}

/** Edges from one node share their way: the longest draws it, the others what branches off. */
function ownParts(edges: readonly { edge: LineageEdge; points: readonly Point[]; isBackward: boolean }[]): Point[][] {
  const drawn = new Map<string, Set<string>>()
  const own: Point[][] = []
  const longFirst = [...edges.keys()].sort((a, b) => edges[b]!.points.length - edges[a]!.points.length)
  for (const i of longFirst) {
    const { edge, points, isBackward } = edges[i]!
    const seen = drawn.get(edge.from) ?? drawn.set(edge.from, new Set()).get(edge.from)!
    const places = points.map(String)
    const firstNew = places.findIndex((place) => !seen.has(place))
    own[i] = isBackward ? [...points] : points.slice(Math.max(0, firstNew - 1))
    if (!isBackward) for (const place of places) seen.add(place)
  }
  return own
}

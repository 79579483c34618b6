import { orderLayers } from './order'
import { placeLayers } from './place'
import { rankNodes } from './rank'

// A layered drawing from the left to the right (Sugiyama's): circles are cut, nodes get a layer each, layers an order
// with few crossings, and nodes their places without overlaps. The same graph is laid out in the same way.

export interface Box {
  id: string
  width: number
  height: number
  /** Is it of those that are to be in a straight line? */
  isSpine?: boolean
}

export interface Link {
  from: string
  to: string
}

export interface Placed extends Box {
  /** Of its top left corner. */
  x: number
  y: number
  layer: number
}

export interface Routed {
  /** Which of the links. */
  index: number
  /** From the right side of where it begins to the left side of where it ends, by way of gaps between nodes. */
  points: readonly Point[]
  /** Does it run against all others, because it closes a circle? */
  isBackward: boolean
}

export type Point = readonly [x: number, y: number]

export interface Layout {
  nodes: ReadonlyMap<string, Placed>
  links: readonly Routed[]
  width: number
  height: number
}

export interface Spacing {
  /** Between layers, and between nodes of one layer. */
  across: number
  between: number
}

/** Where everything is. Nodes that were there before, in `previous`, keep their order within a layer. */
export function layoutOf(
  boxes: readonly Box[],
  links: readonly Link[],
  previous: ReadonlyMap<string, { y: number }> = new Map(),
  { across, between }: Spacing = { across: 96, between: 20 },
): Layout {
  const index = new Map(boxes.map(({ id }, i) => [id, i]))
  const joined = links.flatMap((link, i) => {
    const from = index.get(link.from)
    const to = index.get(link.to)
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, link: i }]
  })
  const { ranks, reversed } = rankNodes(boxes.length, joined)
  const ordered = orderLayers({
    ranks,
    edges: joined.map(({ from, to }, i) => (reversed.has(i) ? { from: to, to: from } : { from, to })),
    known: boxes.map(({ id }) => previous.get(id)?.y),
  })
  const heights = (cell: number) => boxes[cell]?.height ?? 4
  const ys = placeLayers(ordered, heights, (cell) => boxes[cell]?.isSpine === true, between)

  const widths = ordered.layers.map((layer) => Math.max(0, ...layer.map((cell) => boxes[cell]?.width ?? 0)))
  const xs: number[] = []
  for (const [layer] of widths.entries()) xs.push(layer === 0 ? 0 : xs[layer - 1]! + widths[layer - 1]! + across)

  const nodes = new Map<string, Placed>()
  for (const [i, box] of boxes.entries())
    nodes.set(box.id, { ...box, layer: ranks[i]!, x: xs[ranks[i]!]!, y: ys[i]! - box.height / 2 })
  const routed = joined.map(({ link }, i): Routed => {
    const cells = ordered.routes[i]!
    const points = cells.flatMap((cell): Point[] => {
      const layer = ordered.layerOf[cell]!
      const [left, y] = [xs[layer]!, ys[cell]!]
      if (cell === cells[0]) return [[left + boxes[cell]!.width, y]]
      if (cell === cells.at(-1)) return [[left, y]]
      return [
        [left, y],
        [left + widths[layer]!, y],
      ]
    })
    const isBackward = reversed.has(i)
    return { index: link, points: isBackward ? points.toReversed() : points, isBackward }
  })
  const all = [...nodes.values()]
  return {
    nodes,
    links: routed,
    width: Math.max(0, ...all.map(({ x, width }) => x + width)),
    height: Math.max(0, ...all.map(({ y, height }) => y + height)),
  }
}

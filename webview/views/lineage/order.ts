import type { Edge } from './rank'

/**
 * Layers of cells, in order. Cells up to the number of nodes are nodes; higher ones are the places where an edge passes
 * a layer.
 */
export interface Ordered {
  layers: number[][]
  layerOf: number[]
  /** The cells that each edge goes by, from its first node to its last. */
  routes: number[][]
  /** The cells next to each one, in the layer before and in the one after. */
  before: number[][]
  after: number[][]
}

export interface ToOrder {
  ranks: readonly number[]
  edges: readonly Edge[]
  /** Where nodes were before, if they were: their order stays. */
  known: readonly (number | undefined)[]
}

/** From so many cells on, edges run straight, behind what is in between. */
const most = 16_000
const sweeps = 8
/** Of so many cells, fewer sweeps have to do. */
const many = 8000

/** Layers in an order with few crossings: sweeps by the middle of the neighbours, the best of them. */
export function orderLayers({ ranks, edges, known }: ToOrder): Ordered {
  const ordered = withPlaces(ranks, edges)
  const { layers } = ordered
  const place: number[] = []
  const settle = (layer: readonly number[]) => layer.forEach((cell, i) => (place[cell] = i))
  arrangeFirst(ordered)
  for (const layer of layers) settle(layer)

  let best = layers.map((layer) => [...layer])
  let fewest = crossings(ordered, place)
  const turns = ordered.layerOf.length > many ? sweeps / 2 : sweeps
  for (let sweep = 0, idle = 0; sweep < turns && idle < 3 && fewest > 0; sweep++) {
    const isForward = sweep % 2 === 0
    const near = isForward ? ordered.before : ordered.after
    const order = isForward ? layers : layers.toReversed()
    for (const layer of order) {
      sortBy(layer, (cell) => middle(near[cell]!, place))
      settle(layer)
    }
    const found = crossings(ordered, place)
    idle = found < fewest ? 0 : idle + 1
    if (found < fewest) {
      fewest = found
      best = layers.map((layer) => [...layer])
    }
  }
  for (const [i, layer] of best.entries()) layers[i] = inKnownOrder(layer, known)
  return ordered
}

function withPlaces(ranks: readonly number[], edges: readonly Edge[]): Ordered {
  const layerOf = [...ranks]
  const layers: number[][] = Array.from({ length: ranks.reduce((a, b) => Math.max(a, b), -1) + 1 }, () => [])
  const before: number[][] = ranks.map(() => [])
  const after: number[][] = ranks.map(() => [])
  ranks.forEach((rank, node) => layers[rank]!.push(node))
  // Edges from one node go the same way for as long as they can, and are one line there.
  const shared = new Map<string, number>()
  const join = (from: number, to: number) => {
    after[from]!.push(to)
    before[to]!.push(from)
  }
  const routes: number[][] = []
  const span = ({ from, to }: Edge) => ranks[to]! - ranks[from]!
  const shortFirst = [...edges.keys()].sort((a, b) => span(edges[a]!) - span(edges[b]!))
  for (const i of shortFirst) {
    const { from, to } = edges[i]!
    const [first, last] = [ranks[from]!, ranks[to]!]
    const route = [from]
    const end = layerOf.length + last - first > most ? first : last
    for (let layer = first + 1; layer < end; layer++) {
      const key = `${from} ${layer}`
      let cell = shared.get(key)
      if (cell === undefined) {
        cell = layerOf.push(layer) - 1
        shared.set(key, cell)
        before.push([])
        after.push([])
        layers[layer]!.push(cell)
        join(route.at(-1)!, cell)
      }
      route.push(cell)
    }
    join(route.at(-1)!, to)
    route.push(to)
    routes[i] = route
  }
  return { layers, layerOf, routes, before, after }
}

/** To begin with, by depth first from what leads to nothing: what belongs together is together. */
function arrangeFirst({ layers, layerOf, before, after }: Ordered): void {
  const seen = new Uint8Array(layerOf.length)
  const found: number[][] = layers.map(() => [])
  for (const layer of layers)
    for (const root of layer) {
      const stack = [root]
      while (stack.length) {
        const cell = stack.pop()!
        if (seen[cell]) continue
        seen[cell] = 1
        found[layerOf[cell]!]!.push(cell)
        for (const next of [...before[cell]!, ...after[cell]!]) if (!seen[next]) stack.push(next)
      }
    }
  for (const [i, layer] of found.entries()) layers[i] = layer
}

/** The mean of the two middle neighbours' places; undefined where there are none. */
function middle(near: readonly number[], place: readonly number[]): number | undefined {
  if (!near.length) return undefined
  if (near.length === 1) return place[near[0]!]!
  const places = near.map((cell) => place[cell]!).sort((a, b) => a - b)
  const half = places.length >> 1
  return places.length % 2 ? places[half]! : (places[half - 1]! + places[half]!) / 2
}

/** Sorts in place, and leaves those without a value where they are. */
function sortBy(layer: number[], valueOf: (cell: number) => number | undefined): void {
  const slots: number[] = []
  const told: { cell: number; value: number }[] = []
  for (const [i, cell] of layer.entries()) {
    const value = valueOf(cell)
    if (value === undefined) continue
    slots.push(i)
    told.push({ cell, value })
  }
  // Equals stay as they are.
  told.sort((a, b) => a.value - b.value)
  for (const [i, slot] of slots.entries()) layer[slot] = told[i]!.cell
}

/** Cells that were there before keep the places of such cells among them, in the order that they had. */
function inKnownOrder(layer: readonly number[], known: readonly (number | undefined)[]): number[] {
  const slots = layer.flatMap((cell, i) => (known[cell] === undefined ? [] : [i]))
  const cells = slots.map((i) => layer[i]!).sort((a, b) => known[a]! - known[b]!)
  const kept = [...layer]
  for (const [i, slot] of slots.entries()) kept[slot] = cells[i]!
  return kept
}

/** How many pairs of edges between neighbouring layers cross, counted by a tree of sums. */
function crossings({ layers, after, layerOf }: Ordered, place: readonly number[]): number {
  let count = 0
  for (const [i, layer] of layers.entries()) {
    const width = layers[i + 1]?.length ?? 0
    if (!width) continue
    const sums = new Int32Array(width + 1)
    let total = 0
    for (const cell of layer) {
      const ends = after[cell]!
      let seen = total
      for (const next of ends) {
        if (layerOf[next] !== i + 1) continue
        let passed = 0
        for (let at = place[next]! + 1; at > 0; at -= at & -at) passed += sums[at]!
        count += total - passed
        seen++
      }
      for (const next of ends)
        if (layerOf[next] === i + 1) for (let at = place[next]! + 1; at <= width; at += at & -at) sums[at]!++
      total = seen
    }
  }
  return count
}

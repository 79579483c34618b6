import type { Graph, LineageEdge, Side } from './graph'

type AnyGraph = Graph<{ id: string }>

/** The edges next to each node. */
export function edgesOf({ nodes, edges }: AnyGraph): Map<string, Record<Side, LineageEdge[]>> {
  const found = new Map(nodes.map(({ id }): [string, Record<Side, LineageEdge[]>] => [id, { before: [], after: [] }]))
  for (const edge of edges) {
    found.get(edge.from)?.after.push(edge)
    found.get(edge.to)?.before.push(edge)
  }
  return found
}

/** All that a node was made of, nearest first; without itself, whatever circles there are. */
export const ancestorsOf = (graph: AnyGraph, id: string): string[] => reached(graph, id, 'before')
/** All that was made of a node, and where that is; nearest first. */
export const descendantsOf = (graph: AnyGraph, id: string): string[] => reached(graph, id, 'after')

/** No further than `end`, where it is given. */
function reached(graph: AnyGraph, id: string, side: Side, end?: string): string[] {
  const near = edgesOf(graph)
  const seen = new Set([id])
  for (const at of seen)
    if (at !== end) for (const edge of near.get(at)?.[side] ?? []) seen.add(side === 'before' ? edge.from : edge.to)
  return [...seen].slice(1)
}

export interface Path {
  nodes: ReadonlySet<string>
  edges: ReadonlySet<LineageEdge>
}

/**
 * What lies on any way from one node to another along the edges, or back. Where neither was made of the other, the
 * shortest way between them in any direction. Empty when there is none.
 */
export function pathsBetween(graph: AnyGraph, one: string, other: string): Path {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // What lies beyond the ends is on a way between them only by a circle.
    const after = new Set([from, ...reached(graph, from, 'after', to)])
    if (!after.has(to)) continue
    const before = new Set([to, ...reached(graph, to, 'before', from)])
    const nodes = new Set([...after].filter((id) => before.has(id)))
    // Edges back to where the way begins, or on from where it ends, are of a circle.
    const isBetween = (edge: LineageEdge) =>
      nodes.has(edge.from) && nodes.has(edge.to) && edge.to !== from && edge.from !== to
    return { nodes, edges: new Set(graph.edges.filter(isBetween)) }
  }
  return shortest(graph, one, other)
}

function shortest(graph: AnyGraph, one: string, other: string): Path {
  const near = edgesOf(graph)
  const came = new Map<string, LineageEdge | undefined>([[one, undefined]])
  for (const at of came.keys()) {
    if (at === other) break
    const { before = [], after = [] } = near.get(at) ?? {}
    for (const edge of [...before, ...after]) {
      const next = edge.from === at ? edge.to : edge.from
      if (!came.has(next)) came.set(next, edge)
    }
  }
  const nodes = new Set<string>()
  const edges = new Set<LineageEdge>()
  if (!came.has(other)) return { nodes, edges }
  for (let at = other; ;) {
    nodes.add(at)
    const edge = came.get(at)
    if (!edge) return { nodes, edges }
    edges.add(edge)
    at = edge.from === at ? edge.to : edge.from
  }
}

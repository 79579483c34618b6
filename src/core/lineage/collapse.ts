import type { Graph, Hidden, LineageEdge, LineageNode, LineageNodeOf } from './graph'
import { edgesOf } from './paths'

/** Several versions in a row, each made of the one before and of nothing else that is told elsewhere. */
export interface ChainNode {
  id: string
  kind: 'chain'
  label: string
  /** The oldest first. */
  members: readonly LineageNodeOf<'version'>[]
  hidden: Hidden
}
export type DrawnNode = LineageNode | ChainNode

export interface Collapse {
  /** Nodes that stay as they are. */
  keep: ReadonlySet<string>
  /** How many versions in a row are a long chain. */
  least?: number
}

/** Each long chain as one node; the data, code and runs of its versions alone are in it. */
export function collapseChains(graph: Graph, { keep, least = 4 }: Collapse): Graph<DrawnNode> {
  const chains = chainsIn(graph, keep).filter(({ length }) => length >= least)
  if (!chains.length) return graph
  const into = new Map<string, string>()
  const made: ChainNode[] = chains.map((members) => {
    const id = `chain:${members[0]!.id}`
    for (const member of members) into.set(member.id, id)
    const [first, last] = [members[0]!, members.at(-1)!]
    return {
      ...{ id, kind: 'chain', members },
      label: `${first.label} … ${last.facts.version ?? last.label}`,
      hidden: { before: first.hidden.before, after: last.hidden.after },
    }
  })
  swallow(graph, into, keep)
  const edges = new Map<string, LineageEdge>()
  for (const edge of graph.edges) {
    const [from, to] = [into.get(edge.from) ?? edge.from, into.get(edge.to) ?? edge.to]
    if (from !== to) edges.set(JSON.stringify([from, to, edge.relation]), { ...edge, from, to })
  }
  return {
    nodes: [...graph.nodes.filter(({ id }) => !into.has(id)), ...made],
    edges: [...edges.values()],
  }
}

/** Versions in a row between which nothing branches, and which are in use nowhere. */
function chainsIn(graph: Graph, keep: ReadonlySet<string>): LineageNodeOf<'version'>[][] {
  const near = edgesOf(graph)
  const versions = new Map(graph.nodes.flatMap((node) => (node.kind === 'version' ? [[node.id, node] as const] : [])))
  const next = (id: string): string | undefined => {
    const after = [...new Set(near.get(id)!.after.map(({ to }) => to))]
    return after.length === 1 && versions.has(after[0]!) ? after[0] : undefined
  }
  const previous = (id: string): string | undefined => {
    const before = [...new Set(near.get(id)!.before.map(({ from }) => from))].filter((from) => versions.has(from))
    return before.length === 1 ? before[0] : undefined
  }
  /** Whatever else follows from it has to be seen. */
  const isPlain = (id: string) => !keep.has(id) && near.get(id)!.after.every(({ to }) => versions.has(to))
  const isLinked = (id: string, after: string | undefined): after is string =>
    after !== undefined && after !== id && previous(after) === id && isPlain(after)
  const chains: LineageNodeOf<'version'>[][] = []
  const seen = new Set<string>()
  for (const [id, version] of versions) {
    const before = previous(id)
    const isFirst = before === undefined || next(before) !== id || !isPlain(before)
    if (!isFirst || !isPlain(id) || seen.has(id)) continue
    const chain = [version]
    seen.add(id)
    for (let at = id, after = next(at); isLinked(at, after) && !seen.has(after); at = after, after = next(at)) {
      seen.add(after)
      chain.push(versions.get(after)!)
    }
    chains.push(chain)
  }
  return chains
}

/** Data, code and runs that only one chain is made of go into it. */
function swallow(graph: Graph, into: Map<string, string>, keep: ReadonlySet<string>): void {
  const near = edgesOf(graph)
  // Runs first: what only they used is then in the chain as well.
  for (const kinds of [['run'], ['dataset', 'code']])
    for (const { id, kind } of graph.nodes) {
      if (!kinds.includes(kind) || keep.has(id)) continue
      const ends = new Set(near.get(id)!.after.map(({ to }) => into.get(to)))
      const [only] = ends
      if (ends.size === 1 && only) into.set(id, only)
    }
}

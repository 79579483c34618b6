import { buildGraph } from '../core/lineage/build'
import type { Change } from '../core/lineage/change'
import { type Graph, idOf } from '../core/lineage/graph'
import type { VersionRow } from '../index/versions'
import { type Basis, requireBasis } from './basis'
import { changeAlong } from './changeAlong'
import type { Context } from './context'
import { type Expansion, gatherLineage } from './gatherLineage'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface TraceLineage {
  reference: string
  /** How many steps away; 2 when it is left out, and from 1,000 on all there is. */
  depth?: number | undefined
  /** As it was at this instant (ISO 8601, UTC). */
  at?: string | undefined
  /** What is shown beside that: neighbours of these nodes, a lot of them each time one is named. */
  expanded?: readonly Expansion[] | undefined
  /** Of which edge to say what changed along it. */
  edge?: { from: string; to: string } | undefined
}

export interface TracedLineage extends Graph {
  /** The version that it is the lineage of. */
  focus: Pick<VersionRow, 'model' | 'version' | 'id' | 'at'> & { node: string }
  depth: number
  basis: Basis
  /** What changed along the edge that was asked for; null for one that there is not. */
  change: Change | null
}

/** No picture shows more, and nobody reads more. */
const most = 5000

/** What a version was made of and what was made of it, to a depth. */
export const traceLineage = (
  ctx: Context,
  { reference, depth = 2, at, expanded = [], edge }: TraceLineage,
): Promise<TracedLineage> =>
  read(ctx, (db) => {
    const basis = requireBasis(db, at)
    const { model, version, id, at: since } = resolveReference(db, reference, at === undefined ? undefined : basis)
    const facts = gatherLineage(db, { focus: id, depth, expanded, basis, most })
    const graph = buildGraph(facts)
    const along = edge && graph.edges.find(({ from, to }) => from === edge.from && to === edge.to)
    return {
      ...{ focus: { model, version, id, at: since, node: idOf.version(id) }, depth, basis, ...graph },
      change: along ? changeAlong(db, graph, along, basis) : null,
    }
  })

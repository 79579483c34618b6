import type { Graph, LineageEdge, LineageNode } from '../../../src/core/lineage/graph'

/**
 * A graph from words: `v1>v2 d>v2` are two edges. What begins with a v is a version, with a d data, with a c code,
 * with an s a stage.
 */
export function graphOf(words: string): Graph {
  const edges = words.split(' ').flatMap((word): LineageEdge[] => {
    const [from, to] = word.split('>')
    return to === undefined
      ? []
      : [{ from: from!, to, relation: from!.startsWith('v') ? 'retrained-from' : 'trained-on' }]
  })
  const ids = new Set(words.split(/[ >]/).filter(Boolean))
  return { nodes: [...ids].map(nodeCalled), edges }
}

function nodeCalled(id: string): LineageNode {
  const own = { id, label: id, hidden: { before: 0, after: 0 } }
  const unknown = { version: null, digest: null, uri: null, size: null, rows: null }
  if (id.startsWith('d')) return { ...own, kind: 'dataset', facts: { name: id, ...unknown } }
  if (id.startsWith('c')) return { ...own, kind: 'code', facts: { commit: id, branch: null, remote: null } }
  if (id.startsWith('s')) return { ...own, kind: 'stage', facts: { model: 'churn', stage: id } }
  return {
    ...{ ...own, kind: 'version' },
    facts: {
      ...{ model: 'churn', id, version: Number(id.slice(1)) || 1, stage: 'none', aliases: [], label: null },
      ...{ description: '', at: null, by: null, metrics: [], files: 1, bytes: 1, isMissing: false },
    },
  }
}

export const linesOf = ({ edges }: Graph<{ id: string }>): string[] =>
  edges.map(({ from, to }) => `${from}>${to}`).toSorted()

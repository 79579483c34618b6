import type { DrawnNode } from '../../../src/core/lineage/collapse'
import { factsOf } from './facts'
import type { Picture } from './picture'
import { linesOf } from './words'

/** The nodes with a text somewhere in what is told of them, from the left to the right. */
export function matches({ nodes }: Pick<Picture, 'nodes'>, query: string): Set<string> {
  const wanted = query.trim().toLowerCase()
  return new Set(
    nodes
      .filter(({ node }) => wanted && textsOf(node).some((text) => text.toLowerCase().includes(wanted)))
      .toSorted((a, b) => a.layer - b.layer || a.y - b.y)
      .map(({ id }) => id),
  )
}

const textsOf = (node: DrawnNode): string[] =>
  node.kind === 'chain'
    ? node.members.flatMap(textsOf)
    : [node.label, linesOf(node).second, ...factsOf(node).map(([, value]) => value)]

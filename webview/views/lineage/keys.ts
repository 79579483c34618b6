import type { Picture, PictureNode } from './picture'

/** Where an arrow key leads from a node: along an edge to the left or right, or to the next one of its layer. */
export function next({ nodes, edges, byId }: Picture, id: string, key: string): string | undefined {
  const own = byId.get(id)
  if (!own) return undefined
  const middle = (node: PictureNode) => node.y + node.height / 2
  const nearest = (candidates: readonly PictureNode[]) =>
    candidates.toSorted((a, b) => Math.abs(middle(a) - middle(own)) - Math.abs(middle(b) - middle(own)))[0]?.id
  switch (key) {
    case 'ArrowRight':
      return nearest(edges.flatMap(({ from, to }) => (from === own ? [to] : [])))
    case 'ArrowLeft':
      return nearest(edges.flatMap(({ from, to }) => (to === own ? [from] : [])))
    case 'ArrowDown':
      return nearest(nodes.filter(({ layer, y }) => layer === own.layer && y > own.y))
    case 'ArrowUp':
      return nearest(nodes.filter(({ layer, y }) => layer === own.layer && y < own.y))
  }
  return undefined
}

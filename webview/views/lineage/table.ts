import * as l10n from '@vscode/l10n'
import { h } from '../../element'
import { factsOf } from './facts'
import type { Picture } from './picture'
import { edgeSaid, kindWords, linesOf, namesOf } from './words'

/** What is drawn, as rows with their heads: the nodes, then the edges. */
export function tablesOf({ nodes, edges }: Pick<Picture, 'nodes' | 'edges'>): { nodes: string[][]; edges: string[][] } {
  const sorted = nodes.toSorted((a, b) => a.layer - b.layer || a.y - b.y)
  const name = namesOf(nodes.map(({ node }) => node))
  return {
    nodes: [
      [l10n.t('Kind'), l10n.t('Name'), l10n.t('About'), l10n.t('Facts'), l10n.t('Not shown')],
      ...sorted.map(({ node }) => {
        const { second, badge } = linesOf(node)
        const facts = factsOf(node).map(([name, value]) => `${name}: ${value}`)
        const hidden = node.hidden.before + node.hidden.after
        return [
          kindWords(node.kind),
          node.label,
          [badge, second].filter(Boolean).join(' · '),
          facts.join('; '),
          hidden ? String(hidden) : '',
        ]
      }),
    ],
    edges: [
      [l10n.t('From'), l10n.t('Relation'), l10n.t('To')],
      ...edges.map(({ edge, from, to }) => [name(from.node), edgeSaid(edge), name(to.node)]),
    ],
  }
}

interface TableActions {
  chooseNode(id: string): void
  chooseEdge(key: string): void
}

/** The same as tables on the page: for those who do not see the drawing, and for those who would rather read. */
export function tableTwin(picture: Picture, { chooseNode, chooseEdge }: TableActions): HTMLElement[] {
  const { nodes, edges } = tablesOf(picture)
  const sorted = picture.nodes.toSorted((a, b) => a.layer - b.layer || a.y - b.y)
  return [
    table(l10n.t('Nodes'), nodes, 1, (row) => chooseNode(sorted[row]!.id)),
    table(l10n.t('Edges'), edges, 1, (row) => chooseEdge(picture.edges[row]!.key)),
  ]
}

/** The cells of one column are buttons. */
function table(
  caption: string,
  [heads = [], ...rows]: readonly (readonly string[])[],
  column: number,
  choose: (row: number) => void,
): HTMLElement {
  return h(
    'table',
    { class: 'twin' },
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head) => h('th', { scope: 'col' }, head)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row, i) =>
        h(
          'tr',
          {},
          row.map((cell, at) =>
            h('td', {}, at === column ? h('button', { class: 'plain link', click: () => choose(i) }, cell) : cell),
          ),
        ),
      ),
    ),
  )
}

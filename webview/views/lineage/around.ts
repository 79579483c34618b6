import * as l10n from '@vscode/l10n'
import type { NodeKind } from '../../../src/core/lineage/graph'
import type { Drawn } from '../../page'
import { h } from '../../element'
import { number } from '../../format'
import type { Marks } from './draw'
import { edgePanel, nodePanel, type PanelActions } from './panel'
import type { Parts } from './parts'
import type { Picture, PictureEdge } from './picture'
import { summaryOf, titleOf } from './summary'
import { tableTwin } from './table'
import type { View } from './view'

/** All that the page shows, and how. */
export interface State {
  shown: Drawn<'lineage', View>
  view: View
  picture: Picture
  marks: Marks
  /** Where a path begins whose end is being chosen. */
  picking: string | undefined
}

/** Everything around the drawing. */
export function renderAround(parts: Parts, state: State, actions: PanelActions): void {
  const { title, summary, bar, tables, stage } = parts
  const { shown, view, picture, marks, picking } = state
  title.textContent = titleOf(shown.data)
  summary.textContent = summaryOf(shown.data)
  const counts = new Map<NodeKind, number>()
  for (const { kind } of shown.data.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const folds = picture.nodes.some(({ node }) => node.kind === 'chain')
  bar.update({ subject: shown.subject, view, counts, folds, found: marks.found?.size })
  stage.svg.classList.toggle('picking', picking !== undefined)
  renderPanel(parts, state, actions)
  renderNote(parts, state, actions)
  tables.hidden = !view.table
  // Whoever reads it is not disturbed by what does not change it.
  const told = view.table ? picture : undefined
  if (tabled.get(tables) !== told) tables.replaceChildren(...(told ? tableTwin(told, actions) : []))
  tabled.set(tables, told)
}

const tabled = new WeakMap<HTMLElement, Picture | undefined>()

function renderPanel({ panel }: Parts, { shown, view, picture }: State, actions: PanelActions): void {
  const node = view.chosen === undefined ? undefined : picture.byId.get(view.chosen)
  const edge = picture.edges.find(({ key }) => key === view.chosenEdge)
  // Whoever is in it stays there, as near as can be.
  const index = [...panel.querySelectorAll('button')].findIndex((button) => button === document.activeElement)
  const scroll = panel.scrollTop
  const isAnswered = edge && isOf(shown.subject.edge, edge)
  panel.replaceChildren(
    ...(edge
      ? edgePanel(edge, isAnswered ? shown.data.change : undefined, actions)
      : node
        ? nodePanel(node, picture, shown.data.focus.node, actions)
        : []),
  )
  panel.hidden = !edge && !node
  panel.scrollTop = scroll
  if (index >= 0) panel.querySelectorAll('button')[index]?.focus()
}

function renderNote({ note }: Parts, { view: { path }, picture, marks, picking }: State, actions: PanelActions): void {
  const label = (id: string) => picture.byId.get(id)?.node.label ?? ''
  const end = (text: string) => h('button', { class: 'small', click: () => actions.clear() }, text)
  const said = picking
    ? [l10n.t('Choose the other end of the path from {0}', label(picking)), end(l10n.t('Cancel'))]
    : path
      ? [
          marks.path?.nodes.size
            ? l10n.t('{0} to {1}: {2} nodes', label(path[0]), label(path[1]), number(marks.path.nodes.size))
            : l10n.t('Nothing here connects {0} and {1}', label(path[0]), label(path[1])),
          end(l10n.t('Clear')),
        ]
      : []
  note.hidden = !said.length
  note.replaceChildren(...said)
}

/** The ends of an edge as the registry knows them: of a chain, the member that it begins or ends at. */
export const endsOf = ({ edge, from, to }: PictureEdge): { from: string; to: string } => ({
  from: from.node.kind === 'chain' ? from.node.members.at(-1)!.id : edge.from,
  to: to.node.kind === 'chain' ? to.node.members[0]!.id : edge.to,
})

export function isOf(asked: { from: string; to: string } | undefined, edge: PictureEdge): boolean {
  const { from, to } = endsOf(edge)
  return asked?.from === from && asked.to === to
}

import * as l10n from '@vscode/l10n'
import type { LineageNodeOf, Side } from '../../../src/core/lineage/graph'
import { h } from '../../element'
import { number } from '../../format'
import { type Changed, changeBody } from './changeBody'
import { factsOf } from './facts'
import { icon } from './icon'
import type { Picture, PictureEdge, PictureNode } from './picture'
import { edgeSaid, kindWords, namesOf } from './words'

/** What a panel can ask for. */
export interface PanelActions {
  close(): void
  /** Ends a path. */
  clear(): void
  chooseNode(id: string): void
  chooseEdge(key: string): void
  expand(id: string, side: Side): void
  openChain(id: string): void
  pathFrom(id: string): void
  focusOn(reference: string): void
  compare(reference: string): void
  run(
    command: 'pedigree.showVersion' | 'pedigree.review' | 'pedigree.openCard' | 'pedigree.timeline',
    about: string,
  ): void
  copy(text: string): void
}

/** All that is known of a node, and what can be done with it. */
export function nodePanel(shown: PictureNode, picture: Picture, focus: string, actions: PanelActions): HTMLElement[] {
  const { node, id } = shown
  const near = (side: Side) => picture.edges.filter(({ edge }) => (side === 'before' ? edge.to : edge.from) === id)
  return [
    head(node.kind, kindWords(node.kind), node.label, actions.close),
    h(
      'dl',
      {},
      factsOf(node).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
    ),
    h('div', { class: 'actions' }, ...nodeActions(shown, focus, actions)),
    ...neighbours(l10n.t('Comes from'), near('before'), 'before', shown, actions),
    ...neighbours(l10n.t('Leads to'), near('after'), 'after', shown, actions),
  ]
}

function nodeActions({ node, id }: PictureNode, focus: string, actions: PanelActions): HTMLElement[] {
  const path = small(l10n.t('Path To…'), () => actions.pathFrom(id), l10n.t('Then choose the other end'))
  if (node.kind === 'version' && !node.facts.isMissing) return [...versionActions(node, focus, actions), path]
  switch (node.kind) {
    case 'chain':
      return [small(l10n.t('Show Each Version'), () => actions.openChain(id)), path]
    case 'dataset':
      return [path, small(l10n.t('Copy Digest'), () => actions.copy(node.facts.digest ?? node.facts.name))]
    case 'code':
      return [path, small(l10n.t('Copy Commit'), () => actions.copy(node.facts.commit))]
    case 'run':
      return [path, small(l10n.t('Copy Id'), () => actions.copy(node.facts.run))]
    case 'version':
      return [path, small(l10n.t('Copy Id'), () => actions.copy(node.facts.id))]
    case 'stage':
    case 'deployment':
      return [path, small(l10n.t('Timeline'), () => actions.run('pedigree.timeline', node.facts.model))]
  }
}

function versionActions({ id, label }: LineageNodeOf<'version'>, focus: string, actions: PanelActions): HTMLElement[] {
  return [
    small(l10n.t('Show in Models'), () => actions.run('pedigree.showVersion', label)),
    ...(id === focus
      ? []
      : [
          small(l10n.t('Lineage of This'), () => actions.focusOn(label)),
          small(
            l10n.t('Compare'),
            () => actions.compare(label),
            l10n.t('Compare with the version that this is the lineage of'),
          ),
        ]),
    small(l10n.t('Card'), () => actions.run('pedigree.openCard', label)),
    small(l10n.t('Review'), () => actions.run('pedigree.review', label)),
    small(l10n.t('Copy Reference'), () => actions.copy(label)),
  ]
}

/** Few are listed; the others are in the table. */
const listed = 12

function neighbours(
  title: string,
  edges: readonly PictureEdge[],
  side: Side,
  { node, id }: PictureNode,
  actions: PanelActions,
): HTMLElement[] {
  const hidden = node.hidden[side]
  if (!edges.length && !hidden) return []
  const otherOf = (edge: PictureEdge) => (side === 'before' ? edge.from : edge.to)
  const name = namesOf([...new Set(edges.map((edge) => otherOf(edge).node))])
  const rows = edges.slice(0, listed).map((edge) => {
    const other = otherOf(edge)
    return h(
      'li',
      {},
      h('button', { class: 'plain link', click: () => actions.chooseNode(other.id) }, name(other.node)),
      h(
        'button',
        {
          class: 'plain quiet',
          click: () => actions.chooseEdge(edge.key),
          title: l10n.t('What changed along this edge'),
        },
        edgeSaid(edge.edge),
      ),
    )
  })
  const more = edges.length - listed
  return [
    h('h3', {}, title),
    h(
      'ul',
      {},
      rows,
      more > 0 && h('li', { class: 'quiet' }, l10n.t('{0} more in the drawing', number(more))),
      hidden > 0 &&
        h(
          'li',
          {},
          h(
            'button',
            { class: 'plain link', click: () => actions.expand(id, side) },
            hidden === 1 ? l10n.t('Show 1 more') : l10n.t('Show more of {0}', number(hidden)),
          ),
        ),
    ),
  ]
}

/** What changed along an edge; without a change while it is asked for. */
export function edgePanel(
  { edge, from, to }: PictureEdge,
  change: Changed | undefined,
  actions: PanelActions,
): HTMLElement[] {
  const end = ({ id, node }: PictureNode) =>
    h('button', { class: 'plain link', click: () => actions.chooseNode(id) }, node.label)
  return [
    head(undefined, edgeSaid(edge), h('span', {}, end(from), ' → ', end(to)), actions.close),
    ...(change === undefined
      ? [h('p', { class: 'quiet' }, l10n.t('Asking…'))]
      : changeBody(change, { from: from.node, to: to.node, edge }, actions)),
  ]
}

function head(
  kind: PictureNode['node']['kind'] | undefined,
  above: string,
  title: string | HTMLElement,
  close: () => void,
) {
  return h(
    'div',
    { class: 'panel-head' },
    kind && icon(kind),
    h('div', { class: 'panel-title' }, h('span', { class: 'quiet' }, above), h('h2', {}, title)),
    h(
      'button',
      { class: 'plain close', 'aria-label': l10n.t('Close'), title: l10n.t('Close (Escape)'), click: close },
      '×',
    ),
  )
}

const small = (text: string, act: () => void, title?: string): HTMLElement =>
  h('button', { class: 'small', click: act, title }, text)

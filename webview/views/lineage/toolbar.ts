import * as l10n from '@vscode/l10n'
import { type NodeKind, nodeKinds } from '../../../src/core/lineage/graph'
import type { SubjectOf } from '../../../src/protocol'
import { h } from '../../element'
import { number } from '../../format'
import { icon } from './icon'
import type { View } from './view'
import { kindsWords } from './words'

export const exports = ['svg', 'png', 'csv', 'md', 'html'] as const
export type Export = (typeof exports)[number]

export interface ToolbarActions {
  search(query: string): void
  nextFound(): void
  setDepth(depth: number): void
  setAt(at: string | undefined): void
  toggleKind(kind: NodeKind): void
  toggleCollapse(): void
  toggleTable(): void
  forgetExpansions(): void
  zoom(factor: number): void
  fit(): void
  exportAs(kind: Export): void
}

export interface ToolbarState {
  subject: SubjectOf<'lineage'>
  view: View
  counts: ReadonlyMap<NodeKind, number>
  found: number | undefined
  /** Is anything folded? */
  folds: boolean
}

export interface Toolbar {
  element: HTMLElement
  update(state: ToolbarState): void
}

const depths = [1, 2, 3, 5, 10, 1000]

/** The controls above a lineage. They are made once, so that nobody loses their place in them. */
export function toolbar(actions: ToolbarActions): Toolbar {
  const search = h('input', {
    ...{ type: 'search', class: 'field', placeholder: l10n.t('Find'), 'aria-label': l10n.t('Find in the lineage') },
    input: () => actions.search(search.value),
    keydown: (event) => (event as KeyboardEvent).key === 'Enter' && actions.nextFound(),
  })
  const found = h('span', { class: 'quiet count' })
  const depth = h(
    'select',
    { class: 'field', 'aria-label': l10n.t('How far'), change: () => actions.setDepth(Number(depth.value)) },
    depths.map((steps) => h('option', { value: steps }, depthWords(steps))),
  )
  const kinds = nodeKinds.map((kind) => {
    const count = h('span', { class: 'count' })
    const button = h(
      'button',
      { class: 'toggle kind', click: () => actions.toggleKind(kind) },
      icon(kind),
      kindsWords(kind),
      count,
    )
    return { kind, button, count }
  })
  const collapse = toggle(l10n.t('Fold Chains'), actions.toggleCollapse, l10n.t('Show many versions in a row as one'))
  const table = toggle(l10n.t('Table'), actions.toggleTable, l10n.t('Show as a table'))
  const day = h('input', {
    ...{ type: 'date', class: 'field', 'aria-label': l10n.t('As of the end of this day') },
    change: () => actions.setAt(day.value ? endOfDay(day.value) : undefined),
  })
  const now = h('button', { class: 'small', click: () => actions.setAt(undefined) }, l10n.t('Now'))
  const forget = h('button', { class: 'small', click: actions.forgetExpansions }, l10n.t('Less'))
  forget.title = l10n.t('Hide again what was shown beside the neighbourhood')
  const element = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Lineage') },
    h('span', { class: 'group' }, search, found),
    h('span', { class: 'group' }, depth, forget),
    h(
      'span',
      { class: 'group', role: 'group', 'aria-label': l10n.t('What is shown') },
      ...kinds.map(({ button }) => button),
    ),
    collapse,
    h('span', { class: 'group' }, h('span', { class: 'quiet' }, l10n.t('As of')), day, now),
    h(
      'span',
      { class: 'group end' },
      h(
        'span',
        { class: 'group', role: 'group', 'aria-label': l10n.t('Zoom') },
        plain('−', l10n.t('Zoom Out (−)'), () => actions.zoom(1 / 1.3)),
        plain('+', l10n.t('Zoom In (+)'), () => actions.zoom(1.3)),
        h('button', { class: 'small', title: l10n.t('Show all of it (0)'), click: actions.fit }, l10n.t('Fit')),
      ),
      table,
      exportMenu(actions.exportAs),
    ),
  )
  return {
    element,
    update({ subject, view, counts, folds, found: matches }) {
      if (search.value !== view.query) search.value = view.query
      found.textContent =
        matches === undefined ? '' : matches === 1 ? l10n.t('1 found') : l10n.t('{0} found', number(matches))
      depth.value = String(depths.findLast((steps) => steps <= (subject.depth ?? 2)) ?? 2)
      for (const { kind, button, count } of kinds) {
        button.setAttribute('aria-pressed', String(!view.hiddenKinds.includes(kind)))
        count.textContent = number(counts.get(kind) ?? 0)
        button.hidden = !counts.get(kind) && kind !== 'version'
      }
      collapse.setAttribute('aria-pressed', String(view.collapse))
      collapse.hidden = !folds && view.collapse
      table.setAttribute('aria-pressed', String(view.table))
      const value = subject.at ? dayOf(subject.at) : ''
      if (day.value !== value && document.activeElement !== day) day.value = value
      now.hidden = !subject.at
      forget.hidden = !subject.expanded?.length
    },
  }
}

function exportMenu(exportAs: (kind: Export) => void): HTMLElement {
  const words: Record<Export, string> = {
    svg: 'SVG',
    png: 'PNG',
    csv: 'CSV',
    md: 'Markdown',
    html: l10n.t('For Printing'),
  }
  const menu = h(
    'select',
    {
      ...{ class: 'field', 'aria-label': l10n.t('Export') },
      change: () => {
        const kind = exports.find((kind) => kind === menu.value)
        menu.value = ''
        if (kind) exportAs(kind)
      },
    },
    h('option', { value: '' }, l10n.t('Export…')),
    exports.map((kind) => h('option', { value: kind }, words[kind])),
  )
  return menu
}

const depthWords = (steps: number): string =>
  steps === 1000 ? l10n.t('Whole lineage') : steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps)

const toggle = (text: string, act: () => void, title: string): HTMLElement =>
  h('button', { class: 'toggle', click: act, title }, text)
const plain = (text: string, label: string, act: () => void): HTMLElement =>
  h('button', { class: 'small', 'aria-label': label, title: label, click: act }, text)

/** The last moment of a day, where the person is. */
export function endOfDay(day: string): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const end = new Date(year, month - 1, date, 23, 59, 59, 999)
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString()
}

export function dayOf(instant: string): string {
  const time = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

import * as l10n from '@vscode/l10n'
import { markKinds } from '../../../src/core/timeline/marks'
import { append, h } from '../../element'
import { button, checkbox } from '../../ui'
import { glyphs } from './glyphs'
import type { Filter } from './lanes'
import { kindText } from './words'

export interface ControlActions {
  filter(change: Partial<Filter>): void
  zoomBy(factor: number): void
  last(days: number): void
  table(shown: boolean): void
  export(kind: 'svg' | 'png' | 'csv' | 'md' | 'html'): void
}

/** The row of controls above the drawing. */
export function controls(filter: Filter, isTable: boolean, actions: ControlActions): HTMLElement {
  const days = (count: number, text: string) =>
    button(text, () => actions.last(count), { title: l10n.t('The last {0} days', count) })
  return h(
    'div',
    { class: 'toolbar controls', role: 'toolbar', 'aria-label': l10n.t('What is shown') },
    button('−', () => actions.zoomBy(1 / 1.5), { label: l10n.t('Zoom out'), title: l10n.t('Zoom out') }),
    button('+', () => actions.zoomBy(1.5), { label: l10n.t('Zoom in'), title: l10n.t('Zoom in') }),
    button(l10n.t('All'), () => actions.zoomBy(0), { title: l10n.t('All of the past') }),
    days(365, l10n.t('Year')),
    days(30, l10n.t('Month')),
    days(7, l10n.t('Week')),
    h('span', { class: 'space' }),
    h(
      'div',
      { class: 'checks' },
      checkbox(l10n.t('Aliases'), filter.aliases, (aliases) => actions.filter({ aliases })),
      checkbox(l10n.t('Environments'), filter.environments, (environments) => actions.filter({ environments })),
      checkbox(l10n.t('Marks'), filter.marks, (marks) => actions.filter({ marks })),
      checkbox(l10n.t('Show as Table'), isTable, (shown) => actions.table(shown)),
    ),
  )
}

export function exports(actions: Pick<ControlActions, 'export'>): HTMLElement {
  const link = (kind: Parameters<ControlActions['export']>[0], text: string) =>
    h('button', { class: 'plain link', click: () => actions.export(kind) }, text)
  return h(
    'div',
    { class: 'exports controls', role: 'group', 'aria-label': l10n.t('Export') },
    h('span', { class: 'quiet' }, l10n.t('Export')),
    link('svg', 'SVG'),
    link('png', 'PNG'),
    link('csv', 'CSV'),
    link('md', 'Markdown'),
    link('html', l10n.t('For Printing')),
  )
}

/** What the signs mean. */
export function legend(): HTMLElement {
  const list = h('ul', { class: 'legend', 'aria-label': l10n.t('Legend') })
  append(list, [
    markKinds.map((kind) => h('li', {}, sign(`mark-${kind}`, glyphs[kind]), kindText(kind))),
    h(
      'li',
      {},
      sign('stripes', 'M-6,2L-2,-2M-4,6L4,-2M2,6L6,2'),
      l10n.t('Drift: runs something else than its stage has'),
    ),
    h('li', {}, h('span', { class: 'sample' }, '×3'), l10n.t('Several that are too short to be told apart')),
  ])
  return list
}

function sign(look: string, path: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K) =>
    document.createElementNS('http://www.w3.org/2000/svg', name)
  const svg = make('svg')
  svg.setAttribute('viewBox', '-8 -8 16 16')
  svg.setAttribute('class', `item mark sign ${look}`)
  svg.setAttribute('aria-hidden', 'true')
  const drawn = make('path')
  drawn.setAttribute('d', path)
  svg.append(drawn)
  return svg
}

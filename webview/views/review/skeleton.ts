import * as l10n from '@vscode/l10n'
import { h } from '../../element'

/** The places of the page, in the order in which they are read; each is filled by itself. */
export function skeleton(main: HTMLElement, reasonField: HTMLElement) {
  const place = <K extends 'div' | 'section' | 'header'>(name: K, key: string) =>
    h(name, { id: key }) as HTMLElementTagNameMap[K]
  const places = {
    head: place('header', 'head'),
    notice: h('p', { id: 'notice', class: 'notice' }),
    effect: place('section', 'effect'),
    gate: place('section', 'gate'),
    versus: place('section', 'versus'),
    reports: place('section', 'reports'),
    told: place('div', 'told'),
    shares: place('div', 'shares'),
    buttons: place('div', 'buttons'),
    approvals: place('section', 'approvals'),
    checks: place('section', 'checks'),
    card: place('section', 'card'),
  }
  const { head, notice, effect, gate, versus, reports, told, shares, buttons, approvals, checks, card } = places
  const decision = h(
    'section',
    { id: 'decision', class: 'box' },
    h('h2', {}, l10n.t('Decide')),
    ...[told, shares, reasonField, buttons],
  )
  const narrow = h('div', { class: 'narrow' }, decision, approvals, checks, card)
  new ResizeObserver(() => narrow.style.setProperty('--tall', `${narrow.clientHeight}px`)).observe(narrow)
  main.replaceChildren(
    ...[head, notice],
    h('div', { class: 'columns' }, h('div', { class: 'wide' }, effect, gate, versus, reports), narrow),
  )
  return places
}
export type Places = ReturnType<typeof skeleton>

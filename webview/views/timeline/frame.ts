import * as l10n from '@vscode/l10n'
import type { Timeline } from '../../../src/core/timeline/timeline'
import { h } from '../../element'
import { type Clock, instantText } from './axis'
import { type ControlActions, controls, exports, legend } from './controls'
import type { Item, Range } from './layout'
import type { Looks } from './looks'
import { tableElement } from './table'
import { summaryText } from './words'

/** What stands around the drawing: its name, what is in sight of it, the table that says the same, and the tooltip. */
export function frame(looks: Looks, clock: Clock, act: ControlActions, beside: readonly HTMLElement[]) {
  const [drawing, strip] = [svg('timeline', 'group'), svg('overview', 'img')]
  const title = h('h1', {})
  const summary = h('p', { class: 'quiet summary' })
  const seen = h('p', { class: 'quiet seen' })
  const tooltip = h('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true })
  const table = h('div', { class: 'asTable', tabindex: 0, role: 'region', 'aria-label': l10n.t('Show as Table') })
  const pictures = h('div', { class: 'pictures' }, strip, seen, drawing, tooltip)
  const left = h('div', { class: 'left' }, pictures, table)
  const element = h(
    'div',
    { class: 'page' },
    h('header', {}, title, summary),
    controls(looks.filter, looks.isTable, act),
    h('div', { class: 'columns' }, left, h('aside', {}, beside)),
    h('footer', {}, legend(), exports(act)),
  )
  let tabled: Timeline | undefined

  return {
    element,
    drawing,
    strip,
    pictures,
    left,
    entitle(data: Timeline): void {
      title.textContent = l10n.t('Timeline of {0}', data.model)
      drawing.setAttribute('aria-label', l10n.t('Timeline of {0}', data.model))
      strip.setAttribute('aria-label', l10n.t('All of the past in small'))
      summary.textContent = summaryText(data)
    },
    showSeen({ from, to }: Range): void {
      seen.textContent = `${instantText(from, clock)} – ${instantText(to, clock)}`
    },
    /** Shows the table instead of the drawing, or the drawing again. */
    showTable(data: Timeline, isTable: boolean): void {
      element.classList.toggle('tabular', isTable)
      pictures.hidden = isTable
      table.hidden = !isTable
      // Whoever reads it is not disturbed by what does not change it.
      if (tabled === (isTable ? data : undefined)) return
      tabled = isTable ? data : undefined
      table.replaceChildren(...(isTable ? [tableElement(data, (at) => instantText(Date.parse(at), clock))] : []))
    },
    point(item: Item | undefined, { x, y }: { x: number; y: number }): void {
      tooltip.hidden = !item
      if (!item) return
      tooltip.textContent = item.label
      const box = pictures.getBoundingClientRect()
      tooltip.style.setProperty('left', `${Math.min(Math.max(0, x - box.left + 12), Math.max(0, box.width - 300))}px`)
      tooltip.style.setProperty('top', `${y - box.top + 16}px`)
    },
  }
}

function svg(name: string, role: string): SVGSVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  made.setAttribute('class', name)
  made.setAttribute('role', role)
  return made
}

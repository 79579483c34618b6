import * as l10n from '@vscode/l10n'
import { h } from '../../element'
import { type Stage, stage, type StageActions } from './stage'
import { type Toolbar, toolbar, type ToolbarActions } from './toolbar'

/** What the page is made of; made once, so that nobody loses their place. */
export interface Parts {
  root: HTMLElement
  title: HTMLElement
  summary: HTMLElement
  bar: Toolbar
  stage: Stage
  /** What is going on in the drawing. */
  note: HTMLElement
  /** What is known of what was chosen. */
  panel: HTMLElement
  tables: HTMLElement
}

export function makeParts(actions: StageActions & ToolbarActions & { escape(): void }): Parts {
  const [title, summary] = [h('h1', {}), h('p', { class: 'quiet summary' })]
  const note = h('div', { class: 'note' })
  const panel = h('aside', { class: 'panel', 'aria-label': l10n.t('What was chosen'), tabindex: 0 })
  const tables = h('div', { class: 'tables' })
  panel.hidden = tables.hidden = note.hidden = true
  const drawing = stage(actions)
  const bar = toolbar(actions)
  const frame = h('div', { class: 'frame' }, h('div', { class: 'drawing' }, drawing.svg, note), panel)
  const root = h('div', { class: 'lineage' }, h('header', {}, title, summary), bar.element, frame, tables)
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    actions.escape()
  })
  return { root, title, summary, bar, stage: drawing, note, panel, tables }
}

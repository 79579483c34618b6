import * as l10n from '@vscode/l10n'
import type { ShownCard } from '../../../src/protocol'
import { h } from '../../element'
import { when } from '../../format'
import { button } from '../../ui'
import type { CardActions, CardLook } from './actions'
import { affirmAll } from './affirmAll'
import { completeness } from './groups'

export interface HeaderActions {
  show(tab: CardLook['tab']): void
  resolve(): void
  print(): void
}

/** What the card is of, how complete it is, and what can be done with it. */
export function header(act: CardActions, { show, resolve, print }: HeaderActions) {
  const reference = () => ({ reference: `${last!.model}@${last!.version}` })
  const title = h('h1')
  const about = h('p', { class: 'quiet about' })
  const bar = h('progress', { max: 1, 'aria-label': l10n.t('Completeness') })
  const count = h('span')
  // Made once: what is pressed while somebody's words are on their way is still there when they are heard.
  const affirm = affirmAll((fields) => act.change({ type: 'affirm', fields }))
  const changes = button(l10n.t('Changes'), () => act.run('pedigree.diffCard', reference()))
  const tools = [
    ...[affirm.button, changes],
    button(l10n.t('Open as Text'), () => act.run('pedigree.openCardAsText', reference())),
    button(l10n.t('Export…'), () => act.run('pedigree.exportCard', reference())),
    button(l10n.t('Print'), print),
  ]
  const locked = h('p', { class: 'notice' })
  const saved = h('p', { role: 'alert' })
  const conflict = h('div', { class: 'notice' }, saved, button(l10n.t('Resolve…'), resolve, { appearance: 'primary' }))
  const tabs = (['form', 'preview'] as const).map((tab) =>
    h('button', {
      class: 'plain tab',
      role: 'tab',
      type: 'button',
      id: `tab-${tab}`,
      'aria-controls': tab,
      click: () => show(tab),
      keydown: turn,
    }),
  )
  const element = h(
    'header',
    {},
    h(
      'div',
      { class: 'top' },
      h('div', { class: 'names' }, title, about),
      h('div', { class: 'progress' }, bar, count),
      h('div', { class: 'toolbar' }, tools),
    ),
    ...[conflict, locked, affirm.box],
    h('div', { class: 'tabs', role: 'tablist', 'aria-label': l10n.t('Form and preview') }, tabs),
  )
  let last: ShownCard | undefined

  function turn(event: Event): void {
    const { key } = event as KeyboardEvent
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const next = tabs[(tabs.indexOf(event.currentTarget as HTMLButtonElement) + 1) % 2]!
    next.click()
    next.focus()
  }

  return {
    element,
    choose(chosen: CardLook['tab']): void {
      const names = { form: l10n.t('Write'), preview: l10n.t('Preview') }
      for (const [i, tab] of (['form', 'preview'] as const).entries()) {
        tabs[i]!.textContent = names[tab]
        tabs[i]!.setAttribute('aria-selected', String(tab === chosen))
        tabs[i]!.tabIndex = tab === chosen ? 0 : -1
      }
    },
    update(data: ShownCard): void {
      last = data
      const { model, version, previous, readonly } = data
      title.textContent = `${model} ${version}`
      about.textContent = data.saved
        ? l10n.t('Saved by {0} on {1}', data.saved.by, when(data.saved.at))
        : l10n.t('No card is saved yet: what you see is a draft.')
      const { done, required } = completeness(data)
      bar.value = required ? done / required : 1
      count.className = done === required ? 'done' : ''
      count.textContent = l10n.t('{0} of {1} required', done, required)
      affirm.update(readonly ? [] : Object.keys(data.card.inherited))
      changes.hidden = !previous
      changes.title = previous ? l10n.t('What differs from the card of {0}', previous.reference) : ''
      conflict.hidden = !data.conflict
      const said = data.conflict
        ? l10n.t('{0} saved this card while you wrote.', data.conflict.by || l10n.t('Somebody'))
        : ''
      // An alert is read aloud whenever it is set.
      if (saved.textContent !== said) saved.textContent = said
      locked.textContent = readonly
      locked.hidden = !readonly || data.conflict !== null
    },
  }
}

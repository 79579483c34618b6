import * as l10n from '@vscode/l10n'
import type { ShownCard } from '../../../src/protocol'
import { append, h } from '../../element'
import { when } from '../../format'
import { button } from '../../ui'
import type { CardActions, CardLook } from './actions'
import { completeness } from './groups'

export interface HeaderActions {
  show(tab: CardLook['tab']): void
  resolve(): void
  print(): void
}

/** What the card is of, how complete it is, and what can be done with it. */
export function header(act: CardActions, { show, resolve, print }: HeaderActions) {
  const title = h('h1')
  const about = h('p', { class: 'quiet about' })
  const progress = h('div', { class: 'progress' })
  const tools = h('div', { class: 'toolbar' })
  const notice = h('div', { class: 'notice' })
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
    h('div', { class: 'top' }, h('div', { class: 'names' }, title, about), progress, tools),
    notice,
    h('div', { class: 'tabs', role: 'tablist', 'aria-label': l10n.t('Form and preview') }, tabs),
  )
  let drawn = ''

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
      const { done, required } = completeness(data)
      const inherited = Object.keys(data.card.inherited)
      const key = JSON.stringify([
        done,
        required,
        inherited,
        data.saved,
        data.isDirty,
        data.readonly,
        data.conflict,
        data.previous?.reference,
      ])
      if (key === drawn) return
      drawn = key
      const { model, version, saved } = data
      const reference = `${model}@${version}`
      title.replaceChildren(`${model} ${version}`)
      about.textContent = saved
        ? l10n.t('Saved by {0} on {1}', saved.by, when(saved.at))
        : l10n.t('No card is saved yet: what you see is a draft.')
      const part = required ? done / required : 1
      const bar = h('progress', { max: 1, value: part, 'aria-label': l10n.t('Completeness') })
      progress.replaceChildren(
        bar,
        h('span', { class: done === required ? 'done' : '' }, l10n.t('{0} of {1} required', done, required)),
      )
      tools.replaceChildren()
      append(tools, [
        inherited.length > 0 &&
          !data.readonly &&
          button(l10n.t('Affirm All… ({0})', inherited.length), () => askAll(inherited)),
        data.previous &&
          button(l10n.t('Changes'), () => act.run('pedigree.diffCard', { reference }), {
            title: l10n.t('What differs from the card of {0}', data.previous.reference),
          }),
        button(l10n.t('Open as Text'), () => act.run('pedigree.openCardAsText', { reference })),
        button(l10n.t('Export…'), () => act.run('pedigree.exportCard', { reference })),
        button(l10n.t('Print'), print),
      ])
      drawNotice(data)
    },
  }

  function drawNotice({ readonly, conflict }: ShownCard): void {
    notice.replaceChildren()
    if (conflict)
      append(notice, [
        h('p', { role: 'alert' }, l10n.t('{0} saved this card while you wrote.', conflict.by || l10n.t('Somebody'))),
        button(l10n.t('Resolve…'), resolve, { appearance: 'primary' }),
      ])
    else if (readonly) append(notice, [h('p', {}, readonly)])
  }

  /** To affirm is to say that it still holds: not by one click for all. */
  function askAll(fields: string[]): void {
    const yes = button(
      l10n.t('Affirm {0} Sections', fields.length),
      () => {
        act.change({ type: 'affirm', fields })
        box.remove()
      },
      { appearance: 'primary' },
    )
    const no = button(l10n.t('Cancel'), () => box.remove())
    const box = h(
      'div',
      { class: 'asked', role: 'group' },
      h('p', {}, l10n.t('Do they all hold for this version as well?')),
      yes,
      no,
    )
    box.addEventListener('keydown', ({ key }) => key === 'Escape' && box.remove())
    notice.append(box)
    no.focus()
  }
}

import * as l10n from '@vscode/l10n'
import { h } from '../../element'
import type { Clock } from './axis'
import { type ChosenActions, chosenPanel } from './chosen'
import type { Item } from './layout'

/** What is beside the drawing about the bar or the marks that are chosen. */
export function aboutPanel(clock: Clock, actions: ChosenActions) {
  const element = h('div', {})
  let told: { chosen: Item['shape'] | undefined; present: number } | undefined

  const hint = () => h('p', { class: 'quiet hint controls' }, l10n.t('Choose a bar or a mark to read about it.'))
  const buttons = () => [...element.querySelectorAll<HTMLElement>('button, vscode-button')]

  return {
    element,
    /** Whoever is in it stays there, as near as can be. */
    show(chosen: Item['shape'] | undefined, present: number): void {
      if (told && told.chosen === chosen && told.present === present) return
      told = { chosen, present }
      const index = buttons().findIndex((button) => button === document.activeElement)
      element.replaceChildren(chosen ? chosenPanel({ shape: chosen }, clock, present, actions) : hint())
      buttons()[index]?.focus()
    },
  }
}

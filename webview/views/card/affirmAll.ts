import * as l10n from '@vscode/l10n'
import { h } from '../../element'
import { button } from '../../ui'

/** To say of all that was taken over that it still holds: asked once more, not by one click for all. */
export function affirmAll(affirm: (fields: string[]) => void) {
  let fields: string[] = []
  const all = button('', ask)
  const yes = button('', say, { appearance: 'primary' })
  const no = button(l10n.t('Cancel'), leave)
  const box = h(
    'div',
    { class: 'notice', role: 'group', hidden: true },
    h('p', {}, l10n.t('Do they all hold for this version as well?')),
    ...[yes, no],
  )
  box.addEventListener('keydown', ({ key }) => key === 'Escape' && leave())

  function ask(): void {
    box.hidden = false
    no.focus()
  }
  function say(): void {
    affirm(fields)
    box.hidden = true
  }
  function leave(): void {
    box.hidden = true
    all.focus()
  }

  return {
    button: all,
    box,
    /** What is there to affirm now. A box that is open stays open: somebody may be about to press in it. */
    update(inherited: string[]): void {
      fields = inherited
      all.hidden = !fields.length
      if (all.hidden) box.hidden = true
      all.textContent = l10n.t('Affirm All… ({0})', fields.length)
      yes.textContent = l10n.t('Affirm {0} Sections', fields.length)
    },
  }
}

import { commands, l10n, window } from 'vscode'
import type { Settled } from '../operations/following'
import { say } from './progress'

/** Says what became of changes that had waited: a word where all is well, a notice where somebody has to decide. */
export async function saySettled({ landed, conflicts }: Settled): Promise<void> {
  if (!conflicts) {
    say(
      landed === 1
        ? l10n.t('The change that waited is in the registry now')
        : l10n.t('The {0} changes that waited are in the registry now', landed),
    )
    return
  }
  const show = l10n.t('Show Activity')
  const message =
    conflicts === 1
      ? l10n.t('A change that waited is no longer possible. It is kept until you try it again or drop it.')
      : l10n.t(
          '{0} changes that waited are no longer possible. They are kept until you try them again or drop them.',
          conflicts,
        )
  if ((await window.showWarningMessage(message, show)) === show)
    await commands.executeCommand('pedigree.activity.focus')
}

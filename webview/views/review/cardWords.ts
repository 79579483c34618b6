import * as l10n from '@vscode/l10n'
import type { Review } from './reviewed'

/** Has it all that a gate with `card: complete` asks for? */
export const isComplete = ({ missing, findings }: Review['card']): boolean =>
  missing === undefined && !findings.some(({ severity }) => severity === 'error')

/** What is to be said of the card, a sentence for each thing. */
export function cardWords(card: Review['card']): string[] {
  const { missing, previous, findings } = card
  if (missing !== undefined)
    return [
      previous
        ? l10n.t('There is no card yet. It would begin with what was said of {0}.', previous)
        : l10n.t('There is no card yet.'),
    ]
  if (isComplete(card)) return [l10n.t('The card is complete.')]
  return findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)
}

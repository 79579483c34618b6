import { l10n, workspace } from 'vscode'
import type { CheckedCard } from '../../operations/checkCard'
import type { CardView } from '../../operations/readCard'
import type { ShownCard } from '../../protocol'
import type { OpenCard } from './openCard'

/** Texts up to this length are edited in the form, in UTF-16 code units. */
const formLimit = 200_000
/** How much of a longer one is shown. */
const shownLength = 20_000

/** What a page shows of a card that is open: never more than a form can hold. */
export function shownOf(
  { document, conflict, isConflictAsked, place, before }: OpenCard,
  { facts, saved, previous }: CardView,
  { card, findings, blocks }: CheckedCard,
): Omit<ShownCard, 'pictures' | 'heard'> {
  const texts = Object.entries({ ...card.statements, others: card.others })
  const long = Object.fromEntries(texts.flatMap(([id, { length }]) => (length > formLimit ? [[id, length]] : [])))
  const short = (id: string, text: string) => (id in long ? text.slice(0, shownLength) : text)
  const statements = Object.entries(card.statements).map(([id, text]): [string, string] => [id, short(id, text)])
  return {
    model: place.model,
    version: place.version,
    card: { ...card, statements: Object.fromEntries(statements), others: short('others', card.others), blocks: {} },
    ...{ facts, blocks, findings, long },
    saved: saved && { by: saved.by.name || saved.by.email, at: saved.at },
    previous: previous && { reference: previous.reference, statements: before?.statements ?? {} },
    origins: before?.origins ?? {},
    isDirty: document.isDirty,
    readonly: workspace.isTrusted ? '' : l10n.t('Cards are saved in trusted workspaces only.'),
    conflict: conflict
      ? { by: conflict.theirs.by, at: conflict.theirs.at, fields: conflict.fields, isAsked: isConflictAsked }
      : null,
  }
}

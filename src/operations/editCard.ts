import type { CardChange } from '../core/card/card'
import { editCard as edited } from '../formats/card/editCard'
import type { Context } from './context'

/** The text of a card with one change, all else as it was. Throws card-unreadable. */
export const editCard = async (_: Context, { text, change }: { text: string; change: CardChange }): Promise<string> =>
  edited(text, change)

import { badUsage } from '../core/errors'
import { metaKeys, sectionOf, sections } from '../core/card/sections'
import type { CardChange } from '../core/card/card'
import { editCard } from '../formats/card/editCard'
import { vendorKey } from '../formats/card/frontMatter'
import { parseCard } from '../formats/card/parseCard'
import type { Context } from './context'
import { nearest } from './nearest'
import { readCard } from './readCard'
import { saveCard, type SavedCardAnswer } from './saveCard'

export interface ChangeCard {
  reference: string
  /** The whole text; what is saved, or the draft, when it is left out. */
  text?: string | undefined
  /** Changes of it, one after the other. */
  changes: readonly CardChange[]
  /** Every statement that was taken over still holds. */
  affirmAll?: boolean | undefined
  /** The beginning of the sha256 of the card that the change is based on, or `none`; what is saved now when left out. */
  base?: string | undefined
}

/** Saves a card, or some changes of it. Throws bad-usage for what is no section, card-changed or card-too-large. */
export async function changeCard(ctx: Context, args: ChangeCard): Promise<SavedCardAnswer> {
  for (const change of args.changes) requireKnown(change)
  const view = await readCard(ctx, { reference: args.reference })
  const { base } = args
  const isNow = base === undefined || (view.base !== null && base !== '' && view.base.startsWith(base.toLowerCase()))
  const from = isNow ? view.base : base === 'none' ? null : base
  const given = args.text ?? view.text
  const affirmed = args.affirmAll ? Object.keys(parseCard(given).card.inherited).map((affirm) => ({ affirm })) : []
  const text = [...args.changes, ...affirmed].reduce<string>(editCard, given)
  return saveCard(ctx, { reference: args.reference, text, base: from })
}

function requireKnown(change: CardChange): void {
  if ('meta' in change && change.meta === vendorKey)
    throw badUsage(`"${vendorKey}" is written by Pedigree alone.`, 'To say that a section still holds, affirm it.')
  const id = 'field' in change ? change.field : 'affirm' in change ? change.affirm : undefined
  if (id === undefined || sectionOf(id)) return
  if (metaKeys.some(({ key }) => key === id))
    throw badUsage(`A card has no section "${id}".`, `It is a key of the front matter: --meta ${id}=…`)
  const near = nearest(
    id,
    sections.map((section) => section.id),
  )
  const hint =
    near === undefined ? `They are: ${sections.map((section) => section.id).join(', ')}.` : `Did you mean "${near}"?`
  throw badUsage(`A card has no section "${id}".`, hint)
}

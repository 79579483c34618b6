import { editCard, withOthers } from '../formats/card/editCard'
import { type MergedField, mergeCards as merge } from '../formats/card/mergeCards'
import { parseCard } from '../formats/card/parseCard'
import type { Context } from './context'
import { readCard } from './readCard'

export interface MergeCards {
  reference: string
  /** The text that mine began as. */
  base: string
  mine: string
  /** What some fields are to be; the others become what both made of them, and of a conflict mine. */
  fields?: readonly { field: string; text: string }[] | undefined
}

export interface MergedCards {
  /** The card as it is saved now. */
  theirs: { base: string | null; text: string; by: string; at: string }
  fields: MergedField[]
  /** Theirs with my changes. */
  text: string
}

/** Puts changes of a card onto the one that somebody else saved meanwhile. Nothing is saved. */
export async function mergeCards(
  ctx: Context,
  { reference, base, mine, fields = [] }: MergeCards,
): Promise<MergedCards> {
  const theirs = await readCard(ctx, { reference })
  const [from, left, right] = [base, theirs.text, mine].map((text) => parseCard(text).card)
  const differing = merge(from!, left!, right!)
  const chosen = new Map(fields.map(({ field, text }) => [field, text]))
  let text = theirs.text
  for (const { field, merged, theirs: before } of differing) {
    const after = chosen.get(field) ?? merged
    if (after !== before) text = withField(text, field, after)
  }
  // What I affirmed stays affirmed where nobody wrote something else.
  for (const field of Object.keys(left!.inherited))
    if (
      field in from!.inherited &&
      !(field in right!.inherited) &&
      left!.statements[field] === right!.statements[field]
    )
      text = editCard(text, { affirm: field })
  const { by, at } = theirs.saved ?? { by: { name: '' }, at: '' }
  return { theirs: { base: theirs.base, text: theirs.text, by: by.name, at }, fields: differing, text }
}

function withField(text: string, field: string, after: string): string {
  if (field === 'others') return withOthers(text, after)
  if (!field.startsWith('meta:')) return editCard(text, { field, text: after })
  return editCard(text, {
    meta: field.slice('meta:'.length),
    value: after ? (JSON.parse(after) as unknown) : undefined,
  })
}

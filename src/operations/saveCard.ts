import type { CardFinding } from '../core/card/card'
import { cardChanged, cardTooLarge } from '../core/cardErrors'
import type { Event } from '../core/event'
import { nameOf } from '../core/reference'
import { withBlocks } from '../formats/card/editCard'
import { versionAsOf } from '../index/asOf'
import { sha256Hex } from '../log/canonical'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { anyVersion } from './anyVersion'
import { checkedCard } from './checkCard'
import type { Context } from './context'
import { decision } from './decision'
import { factsOf } from './factsOf'
import { promoteOnPass } from './promoteOnPass'

/** So large may the text of a card be, in bytes. */
export const cardLimit = 5 * 1024 * 1024

export interface SaveCard {
  reference: string
  text: string
  /** The sha256 of the card that the text was made from; null where none was saved. */
  base: string | null
}

export interface SavedCardAnswer {
  model: string
  /** null while the version is pending. */
  version: number | null
  id: string
  /** The sha256 of what was saved: the text with its automatic blocks as the record has them now. */
  card: string
  findings: CardFinding[]
  pending: boolean
}

/** Saves the card of a version. Throws card-too-large, or card-changed where somebody else was faster. */
export async function saveCard(ctx: Context, { reference, text: given, base }: SaveCard): Promise<SavedCardAnswer> {
  requireSmall(given)
  const facts = await factsOf(ctx, reference)
  const text = withBlocks(given, facts, sha256Hex)
  requireSmall(text)
  const { model, id } = facts
  const card = sha256Hex(text)
  const outcome = await ctx.log.append(savingCard.intent({ model, id, card, text, base }))
  await promoteOnPass(ctx, model, id)
  const { version } = await anyVersion(ctx, id)
  const { findings } = checkedCard(text, facts)
  return { ...{ model, version, id, card, findings }, pending: outcome.state === 'pending' }
}

function requireSmall(text: string): void {
  const bytes = Buffer.byteLength(text)
  if (bytes > cardLimit) throw cardTooLarge(bytes)
}

export interface SaveArgs {
  model: string
  id: string
  card: string
  text: string
  base: string | null
}

export const savingCard = decision('saveCard', decideCard)

function decideCard(db: Db, { model, id, card, text, base }: SaveArgs, moment: Moment): Event[] {
  const version = versionAsOf(db, id)!
  const now = version.card ?? null
  if (now?.sha256 === card) return []
  if ((now?.sha256 ?? null) !== base) throw cardChanged(nameOf({ model, version: version.number, id }), now, base)
  return [{ type: 'card.saved', model, version: id, card: moment.put(new TextEncoder().encode(text)), from: base }]
}

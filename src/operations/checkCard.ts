import { blocksOf } from '../core/card/blocks'
import type { Card, CardFacts, CardFinding, ParsedCard } from '../core/card/card'
import { lintCard } from '../core/card/lint'
import type { SavedCard } from '../core/version'
import { parseCard } from '../formats/card/parseCard'
import { sha256Hex } from '../log/canonical'
import type { Context } from './context'
import { factsOf } from './factsOf'

export interface CheckedCard {
  card: Card
  places: ParsedCard['places']
  findings: CardFinding[]
  /** By the id of a section: its automatic block, as the record has it now. */
  blocks: Record<string, string>
}

/** What a text says and lacks as the card of a version; it need not be saved. */
export async function checkCard(
  ctx: Context,
  { reference, text, at }: { reference: string; text: string; at?: string | undefined },
): Promise<CheckedCard> {
  return checkedCard(text, await factsOf(ctx, reference, at))
}

export function checkedCard(text: string, facts: CardFacts, saved: SavedCard | null = null): CheckedCard {
  const parsed = parseCard(text)
  const { card, places } = parsed
  return { card, places, findings: lintCard(parsed, facts, { sha256: sha256Hex, saved }), blocks: blocksOf(facts) }
}

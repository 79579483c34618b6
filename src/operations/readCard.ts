import type { Card, CardFacts, CardFinding, ParsedCard } from '../core/card/card'
import { inheritedCard } from '../core/card/inherit'
import type { SavedCard } from '../core/version'
import { cardText } from '../formats/card/cardText'
import { parseCard } from '../formats/card/parseCard'
import { after, type Before } from '../index/before'
import { versionById } from '../index/versions'
import { sha256Hex } from '../log/canonical'
import type { Db } from '../sqlite/db'
import { requireBasis } from './basis'
import { cardTextOf } from './cardTextOf'
import { checkedCard } from './checkCard'
import type { Context } from './context'
import { factsIn, previousIn, withDocuments } from './factsOf'
import { read, readAhead } from './read'
import { resolveId } from './resolveReference'
import type { SaveArgs } from './saveCard'

export interface CardView {
  model: string
  /** null while the version is pending. */
  version: number | null
  id: string
  /** What was saved; or a draft, with what was said of the version before it. */
  text: string
  card: Card
  /** By the id of a section, or of a key of the front matter (`meta.license`): its lines, from 1. */
  places: ParsedCard['places']
  facts: CardFacts
  findings: CardFinding[]
  /** By the id of a section: its automatic block, as the record has it now. */
  blocks: Record<string, string>
  saved: SavedCard | null
  /** What a change of this text is based on: the sha256 of what is saved. */
  base: string | null
  /** The last version before it that has a card, or else the first of its parents that has one. */
  previous: { reference: string; text: string } | null
  /** What this person wrote, and could not be saved because somebody else was faster: the last of them that waits. */
  conflict: RefusedCard | null
}

export interface RefusedCard {
  /** Of the change that waits. */
  pending: string
  text: string
  /** What it was based on. */
  base: string | null
  message: string
}

/** A version's card, now or as it was at an instant (ISO 8601, UTC). */
export async function readCard(
  ctx: Context,
  { reference, at }: { reference: string; at?: string | undefined },
): Promise<CardView> {
  const { known, previous, number } =
    at === undefined
      ? await readAhead(ctx, (db) => found(db, resolveId(db, reference)))
      : await read(ctx, (db) => {
          const basis = requireBasis(db, at)
          return found(db, resolveId(db, reference, basis), after(basis.seq))
        })
  const isPending = at === undefined && !(await read(ctx, (db) => versionById(db, known.version.id)))
  const facts = await withDocuments(ctx, known)
  const saved = known.version.card ?? null
  const earlier = previous && cardTextOf(ctx, previous.card.sha256)
  // What it begins with has to be there; to compare with it is only good to have.
  const earlierText = await (saved ? earlier?.catch(() => undefined) : earlier)
  const before = previous && earlierText !== undefined ? { ...previous, text: earlierText } : undefined
  const text = saved ? await cardTextOf(ctx, saved.sha256) : draft(facts, before)
  return {
    ...{ model: facts.model, version: isPending ? null : number, id: facts.id, text },
    ...{ ...checkedCard(text, facts, saved), facts, saved, base: saved?.sha256 ?? null },
    previous: before ? { reference: before.reference, text: before.text } : null,
    conflict: at === undefined ? refusedIn(ctx, facts.id) : null,
  }
}

function refusedIn(ctx: Context, version: string): RefusedCard | null {
  const item = ctx.log.pending().findLast(({ intent: { operation, args }, state }) => {
    return state === 'conflict' && operation === 'saveCard' && (args as SaveArgs).id === version
  })
  if (!item) return null
  const { text, base } = item.intent.args as SaveArgs
  return { pending: item.id, text, base, message: item.refusal?.message ?? '' }
}

const emptyCard: Card = { meta: {}, statements: {}, inherited: {}, blocks: {}, others: '' }

const draft = (facts: CardFacts, before: { id: string; text: string } | undefined): string =>
  cardText(before ? inheritedCard(parseCard(before.text).card, before.id) : emptyCard, facts, sha256Hex)

function found(db: Db, id: string, before?: Before) {
  const known = factsIn(db, id, before)!
  return { known, number: known.version.number, previous: previousIn(db, known.version, before) }
}

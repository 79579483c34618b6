import type { Card } from '../core/card/card'
import { fromHuggingFace } from '../core/card/fromHuggingFace'
import { cardText } from '../formats/card/cardText'
import { parseCard } from '../formats/card/parseCard'
import { readHuggingFace } from '../formats/card/readHuggingFace'
import { sha256Hex } from '../log/canonical'
import type { Context } from './context'
import { readCard } from './readCard'

export interface ImportCard {
  reference: string
  /** Of a README.md of Hugging Face. */
  text: string
  /** What it is called where something is wrong with it. */
  name?: string | undefined
  /** A text of the version's card that is not saved yet; what is imported goes into it. */
  onto?: string | undefined
}

export interface ImportedCard {
  model: string
  id: string
  /** The version's card with what was imported. Nothing is saved yet. */
  text: string
  /** On what a change of the card is based: the sha256 of what is saved. */
  base: string | null
  /** Which heading became which section. */
  mapped: readonly { heading: string; section: string }[]
  /** The headings of what is none of our sections, and stays as it is. */
  kept: readonly string[]
  /** Headings under which nothing was written. */
  empty: readonly string[]
  /** Keys of the front matter. */
  keys: readonly string[]
  /** Sections of the card whose text was another one; `others` is what is none of them. */
  replaced: readonly string[]
}

/** Puts what a Hugging Face card says into a version's card; what it says nothing of stays. Throws bad-file. */
export async function importCard(
  ctx: Context,
  { reference, text: given, name = 'README.md', onto }: ImportCard,
): Promise<ImportedCard> {
  const { meta, markdown } = readHuggingFace(given, name)
  const { card: read, ...told } = fromHuggingFace(meta, markdown)
  const { model, id, card: saved, facts, base } = await readCard(ctx, { reference })
  const now = onto === undefined ? saved : parseCard(onto).card
  const inherited = Object.entries(now.inherited).filter(([section]) => !(section in read.statements))
  const card: Card = {
    meta: {
      ...now.meta,
      ...Object.fromEntries(Object.entries(read.meta).filter(([key, value]) => says(value) || !now.meta[key])),
    },
    statements: { ...now.statements, ...read.statements },
    inherited: Object.fromEntries(inherited),
    blocks: {},
    others: read.others || now.others,
  }
  const text = cardText(card, facts, sha256Hex)
  const after = parseCard(text).card
  return {
    ...{ model, id, text, base, ...told, keys: Object.keys(meta) },
    replaced: [
      ...Object.keys(read.statements).filter(
        (section) => now.statements[section] && now.statements[section] !== after.statements[section],
      ),
      ...(now.others && now.others !== after.others ? ['others'] : []),
    ],
  }
}

/** A key without a value takes nothing away. */
const says = (value: unknown): boolean => value !== null && value !== ''

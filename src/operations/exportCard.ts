import { type AnnexTable, annexMarkdown, annexTable } from '../core/card/annexIv'
import type { Card, CardFacts } from '../core/card/card'
import { toCycloneDx } from '../core/card/cycloneDx'
import { toHuggingFace } from '../core/card/toHuggingFace'
import { cardHtml } from '../formats/card/cardHtml'
import { huggingFaceText } from '../formats/card/huggingFaceText'
import type { Context } from './context'
import { readCard } from './readCard'

/** What a card can be written as; `md` is what Hugging Face reads. */
export const cardFormats = ['md', 'html', 'cyclonedx', 'json', 'annex-iv'] as const
export type CardFormat = (typeof cardFormats)[number]

export interface ExportedCard {
  model: string
  /** null while the version is pending. */
  version: number | null
  id: string
  format: CardFormat
  text: string
  mediaType: string
  /** What a file with this text is usually called. */
  fileName: string
  annexIv: AnnexTable
}

/** A version's card, saved or not, in a form that others read; now or as it was at an instant (ISO 8601, UTC). */
export async function exportCard(
  ctx: Context,
  { reference, format, at }: { reference: string; format: CardFormat; at?: string | undefined },
): Promise<ExportedCard> {
  const { model, version, id, card, facts } = await readCard(ctx, { reference, at })
  const annexIv = annexTable(card, facts)
  const [ending, mediaType] = kinds[format]
  const name = `${model}-${facts.version}`
  return {
    ...{ model, version, id, format, text: writtenAs(format, card, facts, annexIv), mediaType },
    ...{ fileName: format === 'md' ? 'README.md' : `${name}${ending}`, annexIv },
  }
}

const kinds: Record<CardFormat, [ending: string, mediaType: string]> = {
  md: ['.md', 'text/markdown'],
  html: ['.html', 'text/html'],
  cyclonedx: ['.cdx.json', 'application/vnd.cyclonedx+json; version=1.7'],
  json: ['.json', 'application/json'],
  'annex-iv': ['.annex-iv.md', 'text/markdown'],
}

function writtenAs(format: CardFormat, card: Card, facts: CardFacts, annexIv: AnnexTable): string {
  switch (format) {
    case 'md': {
      const { frontMatter, markdown } = toHuggingFace(card, facts)
      return huggingFaceText(frontMatter, markdown)
    }
    case 'html':
      return cardHtml(card, facts)
    case 'cyclonedx':
      return jsonText(toCycloneDx(card, facts))
    case 'json': {
      const { meta, statements, inherited, others } = card
      return jsonText({ v: 1, meta, statements, inherited, others, facts, annexIv })
    }
    case 'annex-iv':
      return annexMarkdown(facts, annexIv)
  }
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

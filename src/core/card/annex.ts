import { own } from '../own'
import { blocksOf } from './blocks'
import type { Card, CardFacts } from './card'
import { sections } from './sections'

export interface AnnexItem {
  /** Of Annex IV of the EU AI Act, such as `2(g)`. */
  item: string
  /** The sections that speak to it, as far as the card has them. */
  sections: string[]
  covered: boolean
}

/** Which items of Annex IV a card says something about. It says nothing about whether that is enough. */
export function annexCoverage(card: Pick<Card, 'statements'>, facts: CardFacts): AnnexItem[] {
  const blocks = blocksOf(facts)
  const items = [...new Set(sections.flatMap(({ annex }) => annex))].toSorted((a, b) => a.localeCompare(b, 'en'))
  return items.map((item) => {
    const speaking = sections
      .filter(({ id, annex }) => annex.includes(item) && (own(card.statements, id) || own(blocks, id)))
      .map(({ id }) => id)
    return { item, sections: speaking, covered: speaking.length > 0 }
  })
}

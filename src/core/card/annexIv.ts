import { own } from '../own'
import { annexCoverage } from './annex'
import { blocksOf } from './blocks'
import type { Card, CardFacts } from './card'
import { plain } from './markdown'
import { sectionOf } from './sections'

/** An item of Annex IV, and what of a card speaks to it. */
export interface AnnexRow {
  /** Such as `2(g)`. */
  item: string
  asks: string
  /** By people, by the record alone, by nothing; or it is nothing that a card can say. */
  answered: 'filled' | 'record' | 'missing' | 'elsewhere'
  /** The sections that speak to it. `inherited`: nobody has affirmed that it holds for this version. */
  sections: readonly { id: string; title: string; inherited: boolean }[]
}

export interface AnnexTable {
  rows: readonly AnnexRow[]
  /** Of the items that a card can speak to: how many it does, rounded down. */
  percent: number
  /** What the table is not. */
  note: string
}

const asks: readonly (readonly [item: string, asks: string])[] = [
  ['1(a)', 'Intended purpose, provider, version and how it relates to earlier versions'],
  ['1(b)', 'How it interacts with other hardware or software'],
  ['1(c)', 'Versions of relevant software or firmware'],
  ['1(d)', 'Forms in which it is placed on the market'],
  ['1(e)', 'Hardware on which it is intended to run'],
  ['1(f)', 'Photographs or drawings of the product that it is a component of'],
  ['1(g)', 'User interface for the deployer'],
  ['1(h)', 'Instructions for use'],
  ['2(a)', 'Methods and steps of development, third-party and pre-trained parts'],
  ['2(b)', 'Design choices, assumptions and trade-offs'],
  ['2(c)', 'Architecture, and the computing resources that were used'],
  ['2(d)', 'Data: provenance, scope, characteristics, labelling, cleaning'],
  ['2(e)', 'Human oversight'],
  ['2(f)', 'Changes that were decided in advance'],
  [
    '2(g)',
    'Validation and testing: data, metrics for accuracy, robustness and discriminatory impact, dated and signed reports',
  ],
  ['2(h)', 'Cybersecurity'],
  ['3', 'Monitoring and control: accuracy for groups, foreseeable unintended outcomes, input data'],
  ['4', 'Why the performance metrics are appropriate'],
  ['5', 'Risk management'],
  ['6', 'Changes over the lifecycle'],
  ['7', 'Standards that were applied'],
  ['8', 'EU declaration of conformity'],
  ['9', 'Plan for monitoring after it is on the market'],
]

const note =
  'This table says which sections of the card speak to which item of Annex IV of Regulation (EU) 2024/1689. It does not say whether that is enough, and is no claim of compliance.'

/** Which items of Annex IV of the EU AI Act a card speaks to. */
export function annexTable(card: Card, facts: CardFacts): AnnexTable {
  const blocks = blocksOf(facts)
  const coverage = annexCoverage(card, facts)
  const rows = asks.map(([item, text]): AnnexRow => {
    const found = coverage.find((one) => one.item === item)
    const ids = found?.sections ?? []
    const isByPeople = ids.some((id) => own(card.statements, id))
    const isByRecord = ids.some((id) => own(blocks, id))
    return {
      item,
      asks: text,
      answered: !found ? 'elsewhere' : isByPeople ? 'filled' : isByRecord ? 'record' : 'missing',
      sections: ids.map((id) => ({
        id,
        title: sectionOf(id)!.title,
        inherited: own(card.inherited, id) !== undefined && own(card.statements, id) !== undefined,
      })),
    }
  })
  const covered = coverage.filter((one) => one.covered).length
  return { rows, percent: Math.floor((100 * covered) / coverage.length), note }
}

const words: Record<AnnexRow['answered'], string> = {
  filled: 'filled',
  record: 'from the record',
  missing: '**missing**',
  elsewhere: 'not in a card',
}

/** The table as Markdown. */
export function annexMarkdown({ model, version }: CardFacts, { rows, percent, note: said }: AnnexTable): string {
  const lines = rows.map(({ item, asks: text, answered, sections }) => {
    const by = sections.map(({ title, inherited }) => (inherited ? `${title} (inherited, not affirmed)` : title))
    return `| ${item} | ${text} | ${words[answered]} | ${by.join(', ')} |`
  })
  return (
    [
      `# Annex IV coverage of ${plain(model)} ${version}`,
      `${said}`,
      `Of what a card can speak to, ${percent} % is there.`,
      ['| Item | Asks for | | Sections |', '|---|---|---|---|', ...lines].join('\n'),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  )
}

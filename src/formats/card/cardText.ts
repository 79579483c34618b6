import { blocksOf } from '../../core/card/blocks'
import type { Card, CardFacts } from '../../core/card/card'
import { own } from '../../core/own'
import { type Section, sections } from '../../core/card/sections'
import { vendorKey, yamlOf } from './frontMatter'
import { harmless, statementText, trimmed } from './statement'

/** The file that a card is kept as: what people say, and what the record says, each in its place. */
export function cardText(card: Card, facts: CardFacts, sha256: (text: string) => string): string {
  const blocks = blocksOf(facts)
  const shown = sections.filter(({ id, required }) => required || own(blocks, id) || own(card.statements, id))
  const others = trimmed(harmless(card.others.replace(/\r\n?/g, '\n')))
  return [
    `---\n${yamlOf({ ...card.meta, [vendorKey]: vendorOf(card.inherited) })}---\n\n`,
    `# ${facts.model} ${facts.version}\n<!-- card:summary -->\n`,
    paragraph(statementText('summary', own(card.statements, 'summary') ?? '')),
    ...shown
      .filter(({ id }) => id !== 'summary')
      .map((section) => {
        const { id } = section
        return sectionText(section, own(blocks, id), own(card.statements, id) ?? '', sha256)
      }),
    ...(others ? [`\n<!-- card:others -->\n${paragraph(others)}`] : []),
  ].join('')
}

export const vendorOf = (inherited: Card['inherited']) => ({
  v: 1,
  ...(Object.keys(inherited).length ? { inherited } : {}),
})

/** A section with its heading, as it stands in a card; with a blank line before it. */
export function sectionText(
  section: Section,
  block: string | undefined,
  statement: string,
  sha256: (text: string) => string,
): string {
  const { id, title, level } = section
  const automatic = block === undefined ? '' : `${blockLines(id, block, sha256)}\n`
  return `\n${headed(title, level, id)}\n${automatic}${paragraph(statementText(id, statement))}`
}

const headed = (title: string, level: number, id: string) => `${'#'.repeat(level)} ${title}\n<!-- card:${id} -->`
const paragraph = (text: string) => (text ? `\n${text}\n` : '')

/** An automatic block, between the comments by which it is found. */
export const blockLines = (id: string, text: string, sha256: (text: string) => string): string =>
  `<!-- auto:begin ${id} sha256=${sha256(text)} -->\n${text}\n<!-- auto:end -->`

import type { Card, CardFinding, ParsedCard } from '../../core/card/card'
import { metaKeys, sectionOf } from '../../core/card/sections'
import { readMeta, vendorKey } from './frontMatter'
import { type Part, scan, type ScanProblem } from './scan'
import { trimmed } from './statement'

/** What a card's text says. Any text is a card: what is none of its sections is kept in `others`. */
export function parseCard(text: string): ParsedCard {
  const { front, parts, problems: found } = scan(text)
  const { value, lines, problems } = front
    ? readMeta(text.slice(front.start, front.end), front.line)
    : { value: {}, lines: {}, problems: [] }
  const { [vendorKey]: own, ...meta } = value
  const statements: [string, string][] = []
  const blocks: [string, { text: string; stated: string }][] = []
  const places: [string, { line: number; endLine: number }][] = metaPlaces(lines)
  const others: string[] = []
  for (const part of parts) {
    const { id, line, endLine } = part
    const said = saidIn(text, part)
    if (!id) {
      others.push(said)
      continue
    }
    places.push([id, { line, endLine }])
    if (said) statements.push([id, said])
    if (part.block) blocks.push([id, { text: blockText(text, part.block), stated: part.block.stated }])
  }
  const card: Card = {
    meta,
    statements: Object.fromEntries(statements),
    inherited: inheritedIn(own),
    blocks: Object.fromEntries(blocks),
    others: others.filter(Boolean).join('\n\n'),
  }
  const unread = problems.map(({ message, line }): CardFinding => problem('card/front-matter', 'meta', message, line))
  return { card, places: Object.fromEntries(places), problems: [...unread, ...found.map(told)] }
}

/** What people say in a part: all but its block. */
export function saidIn(text: string, { start, end, block }: Part): string {
  if (!block) return unix(trimmed(text.slice(start, end)))
  const around = [text.slice(start, block.start), text.slice(block.end, end)].map(trimmed)
  return unix(around.filter(Boolean).join('\n\n'))
}

export const blockText = (text: string, { textStart, textEnd }: { textStart: number; textEnd: number }): string =>
  unix(text.slice(textStart, textEnd)).trim()

const unix = (text: string): string => text.replaceAll('\r\n', '\n')

function metaPlaces(lines: Record<string, { line: number; endLine: number }>) {
  const places: [string, { line: number; endLine: number }][] = Object.entries(lines).map(([key, place]) => [
    `meta.${key}`,
    place,
  ])
  for (const { key, id } of metaKeys) {
    const place = Object.hasOwn(lines, key) ? lines[key] : undefined
    if (place && !sectionOf(id) && !places.some(([known]) => known === id)) places.push([id, place])
  }
  return places
}

function inheritedIn(own: unknown): Record<string, string> {
  const inherited = typeof own === 'object' && own !== null && 'inherited' in own ? own.inherited : undefined
  if (typeof inherited !== 'object' || inherited === null) return {}
  return Object.fromEntries(
    Object.entries(inherited).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && sectionOf(entry[0]) !== undefined,
    ),
  )
}

function told({ kind, id, line }: ScanProblem): CardFinding {
  switch (kind) {
    case 'duplicate':
      return problem('card/duplicate-section', id, `The section "${id}" is there twice; the first one counts.`, line)
    case 'unknown':
      return problem('card/unknown-section', id, `There is no section "${id}"; its text is kept as it is.`, line)
    case 'unclosed':
      return problem(
        'card/block-unclosed',
        id,
        'The automatic block has no end; everything up to the next section is taken for it.',
        line,
      )
    case 'front':
      return problem(
        'card/front-matter',
        'meta',
        'The front matter has no end: a line of three dashes is missing.',
        line,
      )
  }
}

const problem = (code: string, field: string, message: string, line: number): CardFinding => ({
  ...{ code, severity: 'warning', field, message, line, endLine: line },
})

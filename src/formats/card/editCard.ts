import { blocksOf } from '../../core/card/blocks'
import type { CardChange, CardFacts } from '../../core/card/card'
import { own } from '../../core/own'
import { type Section, sectionOf, sections } from '../../core/card/sections'
import { blockLines, sectionText, vendorOf } from './cardText'
import { readMeta, vendorKey, withMeta } from './frontMatter'
import { parseCard, saidIn } from './parseCard'
import { type Part, scan } from './scan'
import { harmless, statementText, trimmed } from './statement'

/**
 * The text with one change: everything else stays as it is, byte for byte. A field that is no section changes nothing.
 * Throws card-unreadable where the front matter is to be changed and is no YAML.
 */
export function editCard(text: string, change: CardChange): string {
  if ('meta' in change) return change.meta === vendorKey ? text : withMeta(text, change.meta, change.value)
  if ('affirm' in change) return affirmed(text, change.affirm)
  const section = sectionOf(change.field)
  if (!section) return text
  const said = statementText(section.id, change.text)
  const part = scan(text).parts.find(({ id }) => id === section.id)
  if (said === (part ? saidIn(text, part) : '')) return affirmed(text, section.id)
  return affirmed(
    part ? withStatement(text, part, said) : withSections(text, [{ section, said }], () => ''),
    section.id,
  )
}

/** The text with its automatic blocks as the record has them now; what is missing of them is put in its place. */
export function withBlocks(text: string, facts: CardFacts, sha256: (text: string) => string): string {
  const blocks = blocksOf(facts)
  const ends = eolOf(text)
  const replaced: { start: number; end: number; text: string }[] = []
  const { parts } = scan(text)
  const missing = new Set(Object.keys(blocks))
  for (const { id, start, end, block } of parts) {
    if (!id || sectionOf(id)?.kind !== 'fact') continue
    missing.delete(id)
    const fresh = own(blocks, id)
    const lines = fresh === undefined ? '' : `${ends(blockLines(id, fresh, sha256))}${ends('\n')}`
    if (block) replaced.push({ start: block.start, end: block.end, text: lines })
    else if (lines)
      replaced.push({ start, end: start, text: isBlank(text.slice(start, end)) ? lines : lines + ends('\n') })
  }
  let result = ''
  let at = 0
  for (const { start, end, text: lines } of replaced) {
    result += text.slice(at, start) + (start > 0 && text[start - 1] !== '\n' && lines ? ends('\n') : '') + lines
    at = end
  }
  result += text.slice(at)
  const news = sections.filter(({ id }) => missing.has(id)).map((section) => ({ section, block: blocks[section.id] }))
  return news.length ? withSections(result, news, sha256) : result
}

/**
 * The text with what is none of its sections said anew: in its place, where it has one and cannot be taken for a part
 * of a section there, or else at the end.
 */
export function withOthers(text: string, others: string): string {
  const ends = eolOf(text)
  const said = trimmed(harmless(others))
  const parts = scan(text).parts.filter((part) => !part.id && saidIn(text, part))
  const [part] = parts
  const isApart = part && (part.head < part.start || /^##?[ \t]/.test(said))
  if (parts.length === 1 && said && isApart) {
    const { from, to } = saidBetween(text, part.start, part.end)
    return text.slice(0, from) + ends(said) + text.slice(to)
  }
  let kept = ''
  let at = 0
  for (const { head, end } of parts) {
    kept += text.slice(at, head)
    at = end
  }
  kept += text.slice(at)
  return said ? `${kept.trimEnd()}${ends(`\n\n<!-- card:others -->\n\n${said}\n`)}` : kept
}

function withStatement(text: string, { start, end, block }: Part, said: string): string {
  const ends = eolOf(text)
  const regions = block ? [[start, block.start] as const, [block.end, end] as const] : [[start, end] as const]
  const [region, ...others] = regions
    .map(([from, to]) => saidBetween(text, from, to))
    .filter(({ to, from }) => to > from)
  // In the place of what was said, with the blank lines that are around it.
  if (region && !others.length && said) return text.slice(0, region.from) + ends(said) + text.slice(region.to)
  const head = text.slice(0, start)
  const kept = block ? text.slice(block.start, block.end) : ''
  const before = head === '' || head.endsWith('\n') ? '' : ends('\n')
  const keptEnd = kept === '' || kept.endsWith('\n') ? '' : ends('\n')
  const rest = text.slice(end)
  const after = rest ? ends('\n') : ''
  return head + before + kept + keptEnd + (said ? ends(`\n${said}\n`) : '') + after + rest
}

/** Where what is said in a stretch of text begins and ends, without the blank lines around it. */
function saidBetween(text: string, start: number, end: number): { from: number; to: number } {
  const part = text.slice(start, end)
  const from = start + part.length - trimmed(`${part}x`).length + 1
  return { from, to: Math.max(from, start + part.trimEnd().length) }
}

interface NewSection {
  section: Section
  block?: string | undefined
  said?: string
}

/** With sections that it lacks, each before the first of those that come after it; they are in their order. */
function withSections(text: string, news: readonly NewSection[], sha256: (text: string) => string): string {
  const ends = eolOf(text)
  const parts = scan(text).parts.flatMap((part) => (part.id ? [{ ...part, place: placeOf.get(part.id) ?? -1 }] : []))
  let result = ''
  let done = 0
  for (const { section, block, said = '' } of news) {
    const place = placeOf.get(section.id) ?? -1
    const later = parts.find((part) => part.place > place)
    const at = later?.head ?? parts.findLast((part) => part.place < place)?.end ?? text.length
    result += text.slice(done, at)
    done = at
    if (result && !result.endsWith('\n')) result += ends('\n')
    const written = sectionText(section, block, said, sha256)
    const isAfterBlank = result === '' || /\n\r?\n$/.test(result.slice(-3))
    result += ends((isAfterBlank ? written.slice(1) : written) + (at < text.length ? '\n' : ''))
  }
  return result + text.slice(done)
}

const placeOf = new Map(sections.map(({ id }, place) => [id, place]))

function affirmed(text: string, id: string): string {
  const { inherited } = parseCard(text).card
  if (!Object.hasOwn(inherited, id)) return text
  const { [id]: _, ...rest } = inherited
  const { front } = scan(text)
  const own = front && readMeta(text.slice(front.start, front.end), front.line).value[vendorKey]
  const { inherited: __, ...kept } = own as Record<string, unknown>
  return withMeta(text, vendorKey, { ...vendorOf(rest), ...kept })
}

const eolOf = (text: string) => {
  const newline = text.indexOf('\n')
  const isDos = newline > 0 && text[newline - 1] === '\r'
  return (written: string): string => (isDos ? written.replaceAll('\n', '\r\n') : written)
}

const isBlank = (text: string) => text.trim() === ''

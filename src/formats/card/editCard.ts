import { blocksOf } from '../../core/card/blocks'
import type { CardChange, CardFacts } from '../../core/card/card'
import { own } from '../../core/own'
import { type Section, sectionOf, sections } from '../../core/card/sections'
import { blockLines, sectionText, vendorOf } from './cardText'
import { vendorKey, withMeta } from './frontMatter'
import { parseCard, saidIn } from './parseCard'
import { type Part, scan } from './scan'
import { statementText } from './statement'

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
    part ? withStatement(text, part, said) : withSection(text, section, undefined, said, () => ''),
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
  for (const section of sections)
    if (missing.has(section.id)) result = withSection(result, section, blocks[section.id], '', sha256)
  return result
}

function withStatement(text: string, { start, end, block }: Part, said: string): string {
  const ends = eolOf(text)
  const head = text.slice(0, start)
  const kept = block ? text.slice(block.start, block.end) : ''
  const before = head === '' || head.endsWith('\n') ? '' : ends('\n')
  const keptEnd = kept === '' || kept.endsWith('\n') ? '' : ends('\n')
  const rest = text.slice(end)
  const after = rest ? ends('\n') : ''
  return head + before + kept + keptEnd + (said ? ends(`\n${said}\n`) : '') + after + rest
}

/** With a section that it lacks, before the first of those that come after it. */
function withSection(
  text: string,
  section: Section,
  block: string | undefined,
  said: string,
  sha256: (text: string) => string,
): string {
  const ends = eolOf(text)
  const place = sections.indexOf(section)
  const { parts } = scan(text)
  const later = parts.find(({ id }) => id && sections.findIndex((other) => other.id === id) > place)
  const earlier = parts.findLast(({ id }) => id && sections.findIndex((other) => other.id === id) < place)
  const at = later?.head ?? earlier?.end ?? text.length
  const before = text.slice(0, at)
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  const isAfterBlank = /\n\r?\n$/.test(before) || before === ''
  const written = sectionText(section, block, said, sha256)
  const rest = text.slice(at)
  return before + ends(gap + (isAfterBlank ? written.slice(1) : written) + (rest ? '\n' : '')) + rest
}

function affirmed(text: string, id: string): string {
  const { inherited } = parseCard(text).card
  if (!Object.hasOwn(inherited, id)) return text
  const { [id]: _, ...rest } = inherited
  return withMeta(text, vendorKey, vendorOf(rest))
}

const eolOf = (text: string) => {
  const newline = text.indexOf('\n')
  const isDos = newline > 0 && text[newline - 1] === '\r'
  return (written: string): string => (isDos ? written.replaceAll('\n', '\r\n') : written)
}

const isBlank = (text: string) => text.trim() === ''

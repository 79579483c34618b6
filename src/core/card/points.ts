import { bullet, fenceAfter, headingLevel, itemsAt } from './lines'

/** One thing that a section says, with what is labelled in it: `**Drift**: … Mitigation: …`. */
export interface Point {
  text: string
  /** By a label in lower case; what stands before the first label is under ''. */
  labelled: Readonly<Record<string, string>>
}

/** The things that a section says, as plain lines: rows of its tables, else items of its lists, else its paragraphs. */
export function pointsOf(markdown: string): Point[] {
  const lines = withoutComments(markdown).split('\n')
  const rows = rowsOf(lines)
  if (rows.length) return rows
  const items = new Set(itemsAt(lines))
  const points: string[] = []
  let fence: string | undefined
  let isOpen = false
  let isUnderHeading = false
  for (const [i, line] of lines.entries()) {
    const isHeading = fence === undefined && headingLevel(line) > 0
    fence = fenceAfter(fence, line)
    if (items.has(i)) points.push(line.replace(bullet, ''))
    else if (isHeading) points.push(line.replace(/^[ #]+/, ''))
    else if (line.trim() === '') isOpen = isOpen && (items.size > 0 || isUnderHeading)
    else if (isOpen) points.push(`${points.pop()!} ${line.replace(/^\s+(?:[-*+]|\d{1,9}[.)])(?=\s)/, '').trim()}`)
    else points.push(line.trim())
    // What stands under a heading is about it, unless it is a list.
    isUnderHeading = items.size === 0 && (isHeading || isUnderHeading)
    if (line.trim() !== '') isOpen = !isHeading || isUnderHeading
  }
  return points
    .map((text) => text.trim())
    .filter(Boolean)
    .map(labelled)
}

/** The text without what is only for whoever edits it. */
export const withoutComments = (markdown: string): string => markdown.replace(/<!--[\s\S]*?(?:-->|$)/g, '')

const labels =
  /(?:^|(?<=[\s.;,—–]))\*{0,2}(risk|group|who|benefits?|harms?|mitigation|mitigated by|severity|owner)\*{0,2}\s*:\*{0,2}\s*/gi

function labelled(text: string): Point {
  const found = [...text.matchAll(labels)]
  const parts: Record<string, string> = { '': plain(text.slice(0, found[0]?.index ?? text.length)) }
  for (const [i, match] of found.entries())
    parts[labelOf(match[1]!)] = plain(text.slice(match.index + match[0].length, found[i + 1]?.index))
  return { text, labelled: parts }
}

function rowsOf(lines: readonly string[]): Point[] {
  const at = lines.findIndex((line) => /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$/.test(line.trim()))
  if (at < 1) return []
  const header = cellsOf(lines[at - 1]!).map(labelOf)
  const rows: Point[] = []
  for (const line of lines.slice(at + 1)) {
    if (!line.includes('|')) break
    const cells = cellsOf(line)
    const entries = header.map((name, i): [string, string] => [i ? name : '', plain(cells[i] ?? '')])
    rows.push({ text: cells.filter(Boolean).join(' · '), labelled: Object.fromEntries(entries) })
  }
  return rows.filter(({ text }) => text)
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

function labelOf(word: string): string {
  const label = plain(word).toLowerCase()
  if (/^mitigat/.test(label)) return 'mitigation'
  if (/^benefit/.test(label)) return 'benefits'
  if (/^harm/.test(label)) return 'harms'
  return /^(?:group|who)/.test(label) ? 'group' : label
}

const plain = (text: string): string =>
  text
    .replace(/\*\*|__/g, '')
    .trim()
    .replace(/(?<![\s:;,—–])[\s:;,—–]+$/, '')

import { own } from '../own'
import type { CardFacts } from './card'
import { headingLevel, itemsAt, prose } from './lines'
import type { Found, Linted } from './lint'
import { withoutComments } from './points'
import { sections } from './sections'

// What is wrong with what people say, whatever the record says.

export function lintStatements({ card, facts, options: { minWords } }: Linted<CardFacts | null>): Found[] {
  const found: Found[] = []
  const hasFact = (id: string) =>
    !facts || (id === 'data.training' && facts.data.length > 0) || (id === 'eval.overall' && facts.metrics.length > 0)
  for (const { id, title, kind, required, hint } of sections) {
    const text = own(card.statements, id) ?? ''
    if (!text) {
      if (required && (kind === 'statement' || !hasFact(id))) found.push(missing(id, title, kind === 'fact', hint))
      continue
    }
    const words = wordsIn(text)
    const placeholder = placeholderIn(words)
    if (placeholder)
      found.push({
        ...{ code: 'card/placeholder', severity: 'error', field: id },
        message: `"${title}" still has a placeholder: ${placeholder}.`,
      })
    else if (isNothing(words))
      found.push({
        ...{ code: 'card/not-applicable-without-reason', severity: 'error', field: id },
        message: `"${title}" says nothing, or only that there is nothing to say; say why.`,
      })
    else if (required && id !== 'identity.contact' && kind === 'statement' && wordCount(words) < minWords)
      found.push({
        ...{ code: 'card/too-short', severity: 'warning', field: id },
        message: `"${title}" has fewer than ${minWords} words.`,
      })
    if (own(card.inherited, id))
      found.push({
        ...{ code: 'card/inherited-not-reaffirmed', severity: 'error', field: id },
        message: `"${title}" was taken over from an earlier version; affirm that it still holds, or change it.`,
      })
  }
  return [...found, ...lintRisks(own(card.statements, 'risks') ?? '')]
}

function missing(id: string, title: string, isFact: boolean, hint: string): Found {
  const severity = 'error'
  if (id === 'identity.contact')
    return { code: 'card/contact-missing', severity, field: id, message: `The card names no contact. ${hint}` }
  const message = isFact
    ? `The record says nothing for "${title}", and nobody wrote it instead.`
    : `"${title}" is missing. ${hint}`
  return { code: 'card/required-section-missing', severity, field: id, message }
}

/** What people read. Code alone says something as well, such as how to cite it. */
function wordsIn(text: string): string {
  const words = prose(text)
  return words.trim() ? words : withoutComments(text).replace(/^ {0,3}(?:`{3,}|~{3,}).*$|[`{}]/gm, '')
}

/** Each item of the list is a risk, or each row of the table, or what stands under each heading, or the whole text. */
function lintRisks(text: string): Found[] {
  if (!text || isNothing(wordsIn(text)) || placeholderIn(wordsIn(text))) return []
  const open = risksIn(text).filter((risk) => !isMitigated(risk))
  return open.slice(0, 20).map((risk) => ({
    ...{ code: 'card/risk-without-mitigation', severity: 'error', field: 'risks' },
    message: `Nothing is said of what is done about the risk "${firstWords(risk)}"; write "Mitigation: …" after it.`,
  }))
}

const isMitigated = (risk: string): boolean =>
  [...risk.matchAll(/\bmitigat\w*\b[^\p{L}\p{N}]*([\p{L}\p{N}][^\n]*)/giu)].some(([, how]) => !isNothing(how!))

function risksIn(text: string): string[] {
  const lines = text.split('\n')
  const items = itemsAt(lines)
  if (items.length) return cutAt(lines, items)
  // A table whose header has a column for it says something in that column, or does not.
  const rows = lines.filter((line) => line.includes('|')).map(cellsOf)
  const column = rows[0]?.findIndex((cell) => /mitigat/i.test(cell)) ?? -1
  if (column >= 0) return rows.slice(2).map((cells) => `${cells[0] ?? ''} mitigation: ${cells[column] ?? ''}`)
  const parts = cutAt(
    lines,
    lines.flatMap((line, i) => (headingLevel(line) ? [i] : [])),
  )
  const told = parts.filter((part) => part.includes('\n') && prose(part.slice(part.indexOf('\n'))).trim())
  return told.length ? told : [text]
}

const cutAt = (lines: readonly string[], starts: readonly number[]): string[] =>
  starts.map((start, i) => lines.slice(start, starts[i + 1] ?? lines.length).join('\n'))

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

const firstWords = (text: string): string => {
  const plain = text
    .slice(0, 400)
    .replace(/^[\s\-*+\d.)|]+/, '')
    .replace(/[*_`#]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain
}

const placeholders = [
  /\[more information needed\]/i,
  /^[ \t>*_+-]*more information (?:is )?needed[ \t.*_!]*$/im,
  /\b(?:TODO|TBD|FIXME)\b(?!-)/,
  /^[ \t>*_+-]*(?:to-?do|tbd|tba|fixme)[ \t.*_!]*(?::|$)/im,
  /\{\{[^{}\n]{0,200}\}\}/,
  /\{(?:…|\.\.\.)\}/,
  /^[ \t]*\{[^{}\n]{0,80}\}[ \t]*$/m,
  /\blorem ipsum\b/i,
]

/** What stands for a text that is to be written. */
const instead =
  /^(?:wip|xxx+|placeholder|coming soon|to (?:be|do)|(?:to be|will be) (?:done|determined|added|written|defined|filled|completed|provided|announced)|(?:please )?fill (?:this |me )?in|(?:add |write |insert )?(?:your )?(?:text|description) here)(?: (?:in|here|later|soon|now))*$/i

const placeholderIn = (words: string): string | undefined => {
  const match = placeholders.map((pattern) => pattern.exec(words)).find(Boolean)
  if (match) return match[0].trim()
  const all = plainOf(words)
  return all !== undefined && instead.test(all) ? all : undefined
}

/** Neither what, nor why not. */
function isNothing(words: string): boolean {
  const all = plainOf(words)
  return all !== undefined && /^(?:n ?a|n\/a|not applicable|none|nothing|nil|unknown|no|)$/i.test(all)
}

/** The letters and digits of a short text that a reader sees, headings apart; undefined of a long one. */
function plainOf(words: string): string | undefined {
  if (!/[\p{L}\p{N}]/u.test(words)) return ''
  const said = words
    .split('\n')
    .filter((line) => !headingLevel(line))
    .join('\n')
    .trim()
  if (said.length > 200) return undefined
  return said
    .replace(/<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>|&#?\w+;/gi, ' ')
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim()
}

/** Scripts that put no blanks between words have about one for each sign. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}]+/gu

const wordCount = (text: string): number => {
  let words = 0
  for (const _ of text.slice(0, 10_000).matchAll(word)) if (++words > 1000) break
  return words
}

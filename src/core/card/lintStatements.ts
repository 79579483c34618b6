import { own } from '../own'
import type { CardFacts } from './card'
import { prose } from './lines'
import type { Found, Linted } from './lint'
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
    const words = prose(text)
    const placeholder = placeholderIn(words)
    if (placeholder)
      found.push({
        ...{ code: 'card/placeholder', severity: 'error', field: id },
        message: `"${title}" still has a placeholder: ${placeholder}.`,
      })
    else if (isNothing(words))
      found.push({
        ...{ code: 'card/not-applicable-without-reason', severity: 'error', field: id },
        message: `"${title}" says only that there is nothing to say; say why.`,
      })
    else if (required && id !== 'identity.contact' && kind === 'statement' && wordCount(text) < minWords)
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

/** Each item of the list is a risk, or each row of the table, or else the whole text. */
function lintRisks(text: string): Found[] {
  if (!text || isNothing(prose(text)) || placeholderIn(prose(text))) return []
  const open = risksIn(text).filter((risk) => !/\bmitigat\w*\b[^\p{L}\p{N}]*[\p{L}\p{N}]/iu.test(risk))
  return open.slice(0, 20).map((risk) => ({
    ...{ code: 'card/risk-without-mitigation', severity: 'error', field: 'risks' },
    message: `Nothing is said of what is done about the risk "${firstWords(risk)}"; write "Mitigation: …" after it.`,
  }))
}

function risksIn(text: string): string[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, i) => (/^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S/.test(line) ? [i] : []))
  if (!starts.length) {
    // A table whose header has a column for it says something in that column, or does not.
    const rows = lines.filter((line) => /^\s*\|/.test(line)).map(cellsOf)
    const column = rows[0]?.findIndex((cell) => /mitigat/i.test(cell)) ?? -1
    if (column < 0) return [text]
    return rows.slice(2).map((cells) => `${cells[0] ?? ''} mitigation: ${cells[column] ?? ''}`)
  }
  return starts.map((start, i) => lines.slice(start, starts[i + 1] ?? lines.length).join('\n'))
}

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
  /\b(?:TODO|TBD|FIXME)\b/,
  /\{\{[^{}\n]{0,200}\}\}/,
  /\{(?:…|\.\.\.)\}/,
  /^[ \t]*\{[^{}\n]{0,80}\}[ \t]*$/m,
  /\blorem ipsum\b/i,
]

const placeholderIn = (words: string): string | undefined => {
  const match = placeholders.map((pattern) => pattern.exec(words)).find(Boolean)
  return match?.[0].trim()
}

const isNothing = (words: string): boolean =>
  /^[\s\-*_.]*(?:n\/?a|not applicable|none|nothing|nil|unknown|no|-|–|—|\?+)?[\s*_.!?]*$/i.test(words.slice(0, 200)) &&
  words.trim().length < 40

const wordCount = (text: string): number => {
  let words = 0
  for (const _ of text.slice(0, 10_000).matchAll(/[\p{L}\p{N}]+/gu)) if (++words > 1000) break
  return words
}

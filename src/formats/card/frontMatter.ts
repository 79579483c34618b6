import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, stringify, visit } from 'yaml'
import { cardUnreadable } from '../../core/cardErrors'
import { scan } from './scan'

/** A front matter this large says more than a card has to, in UTF-16 code units. */
const frontLimit = 1024 * 1024
/** So many signs that mean something may it have: reading takes some microseconds for each. */
const signLimit = 100_000
/** So deep may it be nested: more is no card. */
const depthLimit = 100
/** So often may it say the same in short: looking each up takes as long as reading all. */
const aliasLimit = 100

export const vendorKey = 'x-pedigree'

export interface Meta {
  /** JSON. */
  value: Record<string, unknown>
  problems: { message: string; line: number }[]
  /** The lines of each key with its value, from 1. */
  lines: Record<string, { line: number; endLine: number }>
}

const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', stringKeys: false } as const

/** What a front matter says; of none, or of one that is no YAML, nothing. `before` is the number of lines above it. */
export function readMeta(text: string, before: number): Meta {
  const lines = new LineCounter()
  const lineOf = (offset: number) => before + lines.linePos(offset).line
  const failed = (message: string, line = before + 1): Meta => ({ value: {}, problems: [{ message, line }], lines: {} })
  if (text.length > frontLimit) return failed('The front matter is larger than 1 MiB.')
  if (hasMore(text, /[\n,:!&*?"'#|>%[\]{}-]/g, signLimit)) return failed('The front matter says too much.')
  if (isTooDeep(text)) return failed('The front matter is nested too deeply.')
  try {
    const document = parseDocument(text, { ...options, lineCounter: lines })
    const [error] = document.errors
    if (error) return failed(`The front matter is no YAML: ${error.message}.`, lineOf(error.pos[0]))
    if (aliasesIn(document) > aliasLimit) return failed('The front matter has too many aliases.')
    keepWriting(document)
    const value: unknown = document.toJS({ maxAliasCount: aliasLimit })
    if (value === null || value === undefined) return { value: {}, problems: [], lines: {} }
    if (typeof value !== 'object' || Array.isArray(value)) return failed('The front matter has no keys.')
    const places: [string, { line: number; endLine: number }][] = []
    const problems: Meta['problems'] = []
    const seen = new Set<string>()
    for (const pair of isMap(document.contents) ? document.contents.items : []) {
      const [from, to] = rangeOf(pair)
      const key = keyOf(pair)
      const line = lineOf(from)
      if (seen.has(key)) problems.push({ message: `The front matter has "${key}" twice.`, line })
      seen.add(key)
      places.push([key, { line, endLine: lineOf(Math.max(from, to - 1)) }])
    }
    return { value: jsonOf(value) as Record<string, unknown>, problems, lines: Object.fromEntries(places) }
  } catch (error) {
    return failed(`The front matter cannot be read: ${(error as Error).message}.`)
  }
}

/** A card's text with one key of its front matter set, or removed; all else stays as it is. Throws card-unreadable. */
export function withMeta(text: string, key: string, value: unknown): string {
  const { front, problems: broken } = scan(text)
  if (broken.some(({ kind }) => kind === 'front')) throw cardUnreadable('The front matter has no end.', 1)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const written = value === null || value === undefined ? '' : yamlOf({ [key]: value }).replaceAll('\n', eol)
  if (!front) return written ? `---${eol}${written}---${eol}${text}` : text
  const inside = text.slice(front.start, front.end)
  const unread = readMeta(inside, front.line).problems.find(({ message }) => !message.endsWith('twice.'))
  if (unread) throw cardUnreadable(unread.message, unread.line)
  return text.slice(0, front.start) + withPair(inside, key, written) + text.slice(front.end)
}

function withPair(yaml: string, key: string, written: string): string {
  const document = parseDocument(yaml, options)
  const map = document.contents
  if (!isMap(map)) return endedLine(yaml) + written
  const found = map.items.findLast((pair) => keyOf(pair) === key)
  const [start, valueEnd] = found ? rangeOf(found) : [0, 0]
  if (map.flow || (start > 0 && yaml[start - 1] !== '\n')) {
    // No line is its own: all are written anew.
    map.items = map.items.filter((pair) => keyOf(pair) !== key)
    keepWriting(document)
    return (map.items.length ? yamlOf(document.toJS() as Record<string, unknown>) : '') + written
  }
  if (!found) return endedLine(yaml) + written
  // Up to the end of its last line; what stands behind a plain value, such as a comment, is kept.
  const newline = yaml.indexOf('\n', Math.max(start, valueEnd - 1))
  const lineEnd = newline < 0 ? yaml.length : newline + 1
  const rest = yaml.slice(valueEnd, lineEnd)
  const isOneLine = written.indexOf('\n') === written.length - 1 && !yaml.slice(start, valueEnd).includes('\n')
  if (written && isOneLine && rest.trimStart().startsWith('#'))
    return yaml.slice(0, start) + written.trimEnd() + rest + yaml.slice(lineEnd)
  return yaml.slice(0, start) + written + yaml.slice(lineEnd)
}

const endedLine = (yaml: string): string => (yaml === '' || yaml.endsWith('\n') ? yaml : `${yaml}\n`)

export const yamlOf = (value: Record<string, unknown>): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })

/** From the beginning of the key to the end of the value, without what follows it on its line. */
function rangeOf({ key, value }: Pair<unknown, unknown>): [number, number] {
  const [start = 0, keyEnd = 0] = (key as { range?: number[] } | null)?.range ?? []
  const end = (value as { range?: number[] } | null)?.range?.[1]
  return [start, Math.max(keyEnd, end ?? 0)]
}

const keyOf = ({ key }: Pair<unknown, unknown>): string => (isScalar(key) ? String(key.value) : String(key))

/** As JSON has it: what it has not is written as text. */
export function jsonOf(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(jsonOf)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]))
  return value === undefined ? null : String(value)
}

/** Versions stay as they are written, for 1.10 is not 1.1, and so do numbers that are too long to be one. */
export function keepWriting(document: Document): void {
  visit(document, {
    Pair: (_, { key, value }) => {
      const isVersion = /version|revision|release|arxiv/i.test(isScalar(key) ? String(key.value) : '')
      for (const node of isSeq(value) ? value.items : [value]) {
        if (!isScalar(node) || typeof node.value !== 'number' || node.source === undefined) continue
        const isLong = /^[-+]?\d+$/.test(node.source) && !Number.isSafeInteger(node.value)
        if ((isLong || isVersion) && String(node.value) !== node.source) node.value = node.source
      }
    },
  })
}

function hasMore(text: string, pattern: RegExp, most: number): boolean {
  let count = 0
  for (const _ of text.matchAll(pattern)) if (++count > most) return true
  return false
}

function aliasesIn(document: Document): number {
  let count = 0
  visit(document, {
    Alias: () => {
      count++
    },
  })
  return count
}

/** By brackets and by indentation: a parser that calls itself would run out of stack. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (depth > depthLimit) return true
  }
  return /^(?: {201}|(?:[ \t]*[-?:][ \t]){101})/m.test(text)
}

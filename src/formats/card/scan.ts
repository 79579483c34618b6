import { fenceAfter, headingLevel } from '../../core/card/lines'
import { sectionOf } from '../../core/card/sections'

/** A stretch of a card's text: a section, or something that is none of ours. Offsets are in UTF-16 code units. */
export interface Part {
  /** Of the section; '' of what is none. */
  id: string
  /** Where its heading, or else its anchor, begins. */
  head: number
  /** Its content. */
  start: number
  end: number
  /** Lines of the content, from 1; of an empty one, that of its anchor. */
  line: number
  endLine: number
  isEmpty: boolean
  block?: Block
}

export interface Block {
  /** With the comments around it. */
  start: number
  end: number
  /** What stands between them. */
  textStart: number
  textEnd: number
  stated: string
}

export interface ScanProblem {
  kind: 'duplicate' | 'unknown' | 'unclosed' | 'front'
  id: string
  line: number
}

export interface Scanned {
  /** The YAML between the lines of dashes, and the line before it. */
  front: { start: number; end: number; line: number } | undefined
  parts: Part[]
  problems: ScanProblem[]
}

interface Heading {
  start: number
  line: number
  level: number
}

/** Where the parts of a card are, by its anchors alone. Takes any text, in linear time. */
export function scan(text: string): Scanned {
  const { front, bodyStart, bodyLine, isUnclosed } = frontOf(text)
  const problems: ScanProblem[] = isUnclosed ? [{ kind: 'front', id: 'meta', line: 1 }] : []
  const parts: Part[] = []
  const seen = new Set<string>()
  let part = newPart('', bodyStart, bodyStart, bodyLine)
  let heading: Heading | undefined
  let fence: string | undefined
  let block: (Block & { line: number }) | undefined

  const open = (id: string, head: number, start: number, line: number) => {
    part.end = head
    parts.push(part)
    part = newPart(id, head, start, line)
    fence = undefined
  }
  const said = (line: number) => {
    if (part.isEmpty) part.line = line
    part.isEmpty = false
    part.endLine = line
  }
  /** The last heading is not that of an anchor: it is a part of the text, or the beginning of something else. */
  const settleHeading = () => {
    if (!heading) return
    const { start, line, level } = heading
    heading = undefined
    if (!block && part.id && level <= sectionOf(part.id)!.level) open('', start, start, line)
    said(line)
  }
  const closeBlock = (textEnd: number, end: number) => {
    if (block) part.block = { ...block, textEnd, end }
    block = undefined
    fence = undefined
  }

  let number = bodyLine
  for (let start = bodyStart; start < text.length; number++) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    const line = text.slice(start, newline < 0 ? next : newline)
    const mark = markIn(line)
    if (mark?.word.startsWith('card:')) {
      const id = mark.word.slice('card:'.length)
      // What others wrote has no heading of ours.
      if (id === 'others') settleHeading()
      if (mark.heading) heading = { start, line: number, level: mark.heading }
      const head = heading?.start ?? start
      if (block) {
        problems.push({ kind: 'unclosed', id: part.id, line: block.line })
        closeBlock(head, head)
      }
      const isOurs = id === 'others' || (sectionOf(id) !== undefined && !seen.has(id))
      if (!isOurs) {
        problems.push({ kind: sectionOf(id) ? 'duplicate' : 'unknown', id, line: number })
        // The heading is kept, the anchor is not.
        if (heading && !mark.heading) open('', head, head, heading.line)
        if (heading && !mark.heading) said(heading.line)
      }
      open(isOurs && id !== 'others' ? id : '', isOurs ? head : start, next, number)
      if (isOurs) seen.add(id)
      heading = undefined
    } else if (block && mark?.word === 'auto:end') {
      settleHeading()
      closeBlock(start, next)
      said(number)
    } else if (!block && !part.block && mark?.word === 'auto:begin' && mark.rest[0] === part.id) {
      settleHeading()
      const stated = /^sha256=(.*)$/.exec(mark.rest[1] ?? '')?.[1] ?? ''
      block = { start, end: start, textStart: next, textEnd: next, stated, line: number }
      said(number)
    } else if (line.trim() !== '') {
      settleHeading()
      const level: number = fence === undefined ? headingLevel(line) : 0
      if (level) heading = { start, line: number, level }
      else said(number)
      fence = fenceAfter(fence, line)
    }
    start = next
  }
  settleHeading()
  if (block) {
    problems.push({ kind: 'unclosed', id: part.id, line: block.line })
    closeBlock(text.length, text.length)
  }
  part.end = text.length
  parts.push(part)
  return { front, parts: parts.filter(({ id, isEmpty }) => id || !isEmpty), problems }
}

const newPart = (id: string, head: number, start: number, line: number): Part => ({
  ...{ id, head, start, end: start, line, endLine: line, isEmpty: true },
})

function frontOf(text: string) {
  const none = { front: undefined, bodyStart: 0, bodyLine: 1, isUnclosed: false }
  const first = /^\uFEFF?---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!first) return none
  const start = first[0].length
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$(?![\s\S]))/gm
  closing.lastIndex = start
  const end = closing.exec(text)
  if (!end) return { ...none, isUnclosed: true }
  const bodyStart = end.index + end[0].length
  let lines = 2
  for (let at = text.indexOf('\n'); at >= 0 && at < end.index; at = text.indexOf('\n', at + 1)) lines++
  return { front: { start, end: end.index, line: 1 }, bodyStart, bodyLine: lines, isUnclosed: false }
}

/** What a line that ends with one of our comments says, and the level of a heading before it. */
function markIn(line: string): { word: string; rest: string[]; heading: number } | undefined {
  const end = line.trimEnd()
  if (!end.endsWith('-->')) return undefined
  const at = end.lastIndexOf('<!--')
  if (at < 0) return undefined
  const [word = '', ...rest] = end
    .slice(at + 4, -3)
    .trim()
    .split(/\s+/, 4)
  if (!/^(?:card:.|auto:begin$|auto:end$)/.test(word)) return undefined
  const before = line.slice(0, at)
  if (before.trim() === '') return { word, rest, heading: 0 }
  const heading = headingLevel(before)
  return heading && word.startsWith('card:') ? { word, rest, heading } : undefined
}

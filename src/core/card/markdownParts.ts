import { fenceAfter, headingLevel } from './lines'

/** A heading with what stands under it up to the next one. The first part of a text may have no heading. */
export interface MarkdownPart {
  /** 1 to 6; 0 where there is no heading. */
  level: number
  /** Of the heading, without its marks. */
  title: string
  /** The heading as it is written, without the end of its line. */
  heading: string
  /** Without blank lines around it. */
  body: string
}

/** Cuts Markdown at its headings, those with a line below them included; never inside code, comments or HTML. */
export function markdownParts(markdown: string): MarkdownPart[] {
  const lines = markdown.split('\n')
  const outside = outsideOf(lines)
  const parts: MarkdownPart[] = []
  let part: MarkdownPart = { level: 0, title: '', heading: '', body: '' }
  let body: string[] = []
  const close = () =>
    parts.push({
      ...part,
      body: withoutBlankEnds(body.join('\n')),
    })
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const found = outside[i] ? headingAt(lines, i) : undefined
    if (!found) {
      body.push(line)
      continue
    }
    close()
    body = []
    part = { level: found.level, title: found.title, heading: lines.slice(i, i + found.lines).join('\n'), body: '' }
    i += found.lines - 1
  }
  close()
  return parts.filter(({ level, body: text }) => level || text)
}

/** The heading that begins on a line, with its marks or a line below it. */
export function headingAt(
  lines: readonly string[],
  i: number,
): { level: number; title: string; lines: number } | undefined {
  const line = lines[i]!
  const level = headingLevel(line)
  if (level) return { level, title: titleOf(line), lines: 1 }
  const isParagraph = /^ {0,3}[^\s>|<]/.test(line) && !/^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line)
  const isFirst = i === 0 || lines[i - 1]!.trim() === ''
  const below = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(lines[i + 1] ?? '')?.[1]
  if (!isParagraph || !isFirst || !below) return undefined
  return { level: below.startsWith('=') ? 1 : 2, title: line.trim(), lines: 2 }
}

/** What an ATX heading says, without the marks around it. */
function titleOf(line: string): string {
  const text = line.trim().replace(/^#+/, '').trimStart()
  let end = text.length
  while (text[end - 1] === '#') end--
  return end === 0 || /\s/.test(text[end - 1]!) ? text.slice(0, end).trimEnd() : text
}

/** By line: does it stand outside of code, comments and unfinished HTML? */
export function outsideOf(lines: readonly string[]): boolean[] {
  const isBalanced = depths(lines).at(-1) === 0
  let fence: string | undefined
  let isComment = false
  let depth = 0
  return lines.map((line) => {
    const wasInside = fence !== undefined || isComment || (isBalanced && depth > 0)
    if (isComment) isComment = !line.includes('-->')
    else {
      const was = fence
      fence = fenceAfter(fence, line)
      if (was === undefined && fence === undefined) {
        isComment = line.lastIndexOf('<!--') > line.lastIndexOf('-->')
        depth = Math.max(0, depth + tagsIn(line))
      }
    }
    return !wasInside && fence === undefined
  })
}

function depths(lines: readonly string[]): number[] {
  let depth = 0
  let fence: string | undefined
  return lines.map((line) => {
    fence = fenceAfter(fence, line)
    if (fence === undefined) depth += tagsIn(line)
    return depth
  })
}

/** How many elements a line opens and does not close. */
function tagsIn(line: string): number {
  if (!line.includes('<')) return 0
  const count = (pattern: RegExp) => line.match(pattern)?.length ?? 0
  return (
    count(/<(?:div|details|table|center|section|pre)\b/gi) - count(/<\/(?:div|details|table|center|section|pre)\s*>/gi)
  )
}

/** Text without blank lines around it; what its first line is indented by stays. */
export const withoutBlankEnds = (text: string): string => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()

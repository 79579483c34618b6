import { fenceAfter, headingLevel } from '../../core/card/lines'
import { sectionOf } from '../../core/card/sections'

/**
 * A statement as it can stand in a section: without what would end the section, which are our own comments and
 * headings that are not below its own.
 */
export function statementText(id: string, text: string): string {
  const level = sectionOf(id)?.level ?? 0
  const lines = trimmed(harmless(text.replace(/\r\n?/g, '\n'))).split('\n')
  let fence: string | undefined
  const levels = lines.map((line) => {
    const found = fence === undefined ? headingLevel(line) : 0
    fence = fenceAfter(fence, line)
    return found
  })
  const top = levels.reduce((least, found) => (found ? Math.min(least, found) : least), 7)
  const deeper = top <= level ? level + 1 - top : 0
  const shifted = lines.map((line, i) =>
    levels[i] && deeper ? line.replace(/#+/, '#'.repeat(Math.min(6, levels[i] + deeper))) : line,
  )
  // Else all that follows it would be a part of the code.
  if (fence !== undefined) shifted.push(fence)
  return shifted.join('\n')
}

/** Without blank lines around it, nor blanks at its end. */
export function trimmed(text: string): string {
  let start = 0
  for (;;) {
    const newline = text.indexOf('\n', start)
    if (newline < 0 || text.slice(start, newline).trim() !== '') break
    start = newline + 1
  }
  return text.slice(start).trimEnd()
}

/** Comments that would be taken for ours are not any more. */
export const harmless = (text: string): string => text.replace(/<!--(\s*)(card|auto):/g, '<!--$1$2 :')

// What single lines of Markdown are.

/** Of an ATX heading; 0 of any other line. */
export const headingLevel = (line: string): number => /^ {0,3}(#{1,6})(?=[ \t]|\r?$)/.exec(line)?.[1]?.length ?? 0

/** The fence of the code block that is open after a line. */
export function fenceAfter(fence: string | undefined, line: string): string | undefined {
  if (!line.includes('```') && !line.includes('~~~')) return fence
  const found = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line.trimEnd())
  if (!found) return fence
  const [, run = '', info = ''] = found
  if (fence === undefined) return run.startsWith('`') && info.includes('`') ? undefined : run
  return run[0] === fence[0] && run.length >= fence.length && info.trim() === '' ? undefined : fence
}

/** What stands before the text of an item of a list. */
export const bullet = /^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/

/** The lines with which items of lists begin, but for lists inside of items, and for code. */
export function itemsAt(lines: readonly string[]): number[] {
  let fence: string | undefined
  /** What stands this far from the margin belongs to the item above it. */
  let inside = 0
  return lines.flatMap((line, i) => {
    const before = fence
    fence = fenceAfter(fence, line)
    if (before !== undefined || fence !== undefined) return []
    const marks = bullet.exec(line)?.[0]
    if (marks === undefined) {
      if (/^\S/.test(line) && (lines[i - 1] ?? '').trim() === '') inside = 0
      return []
    }
    if (inside && line.search(/\S/) >= inside) return []
    inside = marks.length
    return [i]
  })
}

/** Without code and comments, in which anything may stand. */
export function prose(text: string): string {
  let fence: string | undefined
  const lines = text.split('\n').map((line) => {
    const before = fence
    fence = fenceAfter(fence, line)
    return before !== undefined || fence !== undefined ? '' : line
  })
  return lines
    .join('\n')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$(?![\s\S]))/g, ' ')
}

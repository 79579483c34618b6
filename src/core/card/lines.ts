// What single lines of Markdown are.

/** Of an ATX heading; 0 of any other line. */
export const headingLevel = (line: string): number => /^ {0,3}(#{1,6})(?=[ \t]|\r?$)/.exec(line)?.[1]?.length ?? 0

/** The fence of the code block that is open after a line. */
export function fenceAfter(fence: string | undefined, line: string): string | undefined {
  const found = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line.trimEnd())
  if (!found) return fence
  const [, run = '', info = ''] = found
  if (fence === undefined) return run.startsWith('`') && info.includes('`') ? undefined : run
  return run[0] === fence[0] && run.length >= fence.length && info.trim() === '' ? undefined : fence
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

import { outsideOf } from './markdownParts'

/** Markdown with its headings `by` levels deeper, but none deeper than the deepest, and none above the first. */
export function shifted(markdown: string, by: number): string {
  const lines = markdown.split('\n')
  const outside = outsideOf(lines)
  return lines
    .map((line, i) =>
      outside[i]
        ? line.replace(/^( {0,3})(#{1,6})(?=[ \t]|$)/, (_, blank: string, marks: string) => {
            return blank + '#'.repeat(Math.max(1, Math.min(6, marks.length + by)))
          })
        : line,
    )
    .join('\n')
}

/** Markdown with all of its headings below one of this level. */
export function below(level: number, markdown: string): string {
  const lines = markdown.split('\n')
  const outside = outsideOf(lines)
  const levels = lines.flatMap((line, i) => {
    const marks = outside[i] ? /^ {0,3}(#{1,6})(?=[ \t]|$)/.exec(line)?.[1] : undefined
    return marks ? [marks.length] : []
  })
  const top = Math.min(...levels)
  return levels.length && top <= level ? shifted(markdown, level + 1 - top) : markdown
}

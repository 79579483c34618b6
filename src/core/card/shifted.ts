import { headingLevel } from './lines'
import { headingAt, outsideOf } from './markdownParts'

/** Markdown with its headings `by` levels deeper, but none deeper than the deepest, and none above the first. */
export function shifted(markdown: string, by: number): string {
  const lines = withMarks(markdown)
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
  const lines = withMarks(markdown)
  const outside = outsideOf(lines)
  const top = lines.reduce((least, line, i) => (outside[i] ? Math.min(least, headingLevel(line) || 7) : least), 7)
  return top <= level ? shifted(markdown, level + 1 - top) : lines.join('\n')
}

/** Lines in which headings are told by marks before them, and never by a line below. */
function withMarks(markdown: string): string[] {
  const lines = markdown.split('\n')
  if (!/^ {0,3}(?:=+|-{2,})[ \t]*$/m.test(markdown)) return lines
  const outside = outsideOf(lines)
  const marked: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const heading = outside[i] ? headingAt(lines, i) : undefined
    if (heading?.lines === 2) {
      marked.push(`${'#'.repeat(heading.level)} ${heading.title}`)
      i++
    } else marked.push(lines[i]!)
  }
  return marked
}

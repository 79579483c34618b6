// Markdown that says only what it is meant to, whatever the values are.

/** So many characters of a value are shown. */
const longest = 200
/** So many rows of a table. */
const mostRows = 50

/** A value as text that is nothing but text: no markup, no HTML, one line, cut where it is too long. */
export function plain(value: unknown): string {
  const text = oneLine(value)
  const [shown, more] = cut(text)
  const escaped = shown
    .replace(/[\\`*[\]<>|&~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([#+=-]|\d+[.)])/, (mark) => (/^[#+=-]$/.test(mark) ? `\\${mark}` : mark.replace(/(.)$/, '\\$1')))
  return `${escaped}${more}`
}

/** As plain, but as code; '' stays ''. */
export function code(value: unknown): string {
  const text = oneLine(value)
  if (!text) return ''
  const [shown, more] = cut(text)
  const longestRun = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longestRun + 1)
  const gap = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${gap}${shown.replaceAll('|', '\\|').replace(/-->/g, '--\u200B>')}${gap}${fence}${more}`
}

/** Cells are Markdown. The header says what the columns are; a column of numbers begins with `>`. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[], noun = 'rows'): string =>
  tableOf(header, rows, (row) => row, noun)

/** As table, of items of which there may be far more than are shown. */
export function tableOf<T>(
  header: readonly string[],
  items: readonly T[],
  cellsOf: (item: T) => readonly string[],
  noun: string,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const more = items.length - mostRows
  return [
    line(header.map((name) => name.replace(/^>/, ''))),
    line(header.map((name) => (name.startsWith('>') ? '---:' : '---'))),
    ...items.slice(0, mostRows).map((item) => line(cellsOf(item))),
    ...(more > 0 ? ['', `… and ${more} more ${noun}.`] : []),
  ].join('\n')
}

function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : (JSON.stringify(value) ?? String(value))
  // Far more than is shown: what is behind it need not be looked at.
  const first = text.slice(0, 4 * longest)
  return first.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu, ' ').trim() + text.slice(4 * longest)
}

function cut(text: string): [string, string] {
  if (text.length <= longest) return [text, '']
  return [text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ''), ` … (${text.length} characters)`]
}

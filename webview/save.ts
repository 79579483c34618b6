// What a page shows, as a file: the drawing with its colours in it, or a table as text.

/** What decides how a drawing looks, and comes from style sheets. */
const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'display',
]

/** A drawing as a file of its own: no style sheet and no page is needed to see it as it is seen here. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const { width, height } = svg.getBoundingClientRect()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(Math.ceil(width)))
  copy.setAttribute('height', String(Math.ceil(height)))
  const [from, to] = [svg, copy].map((root) => [root, ...root.querySelectorAll<SVGElement>('*')])
  for (const [i, element] of from!.entries()) {
    const style = getComputedStyle(element)
    for (const name of drawn) to![i]!.setAttribute(name, style.getPropertyValue(name))
    to![i]!.removeAttribute('class')
  }
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', colour('--vscode-editor-background')],
  ])
    ground.setAttribute(name!, value!)
  copy.prepend(ground)
  return new XMLSerializer().serializeToString(copy)
}

/** The same as a picture, twice as large as on the screen; in base64. */
export async function pngOf(svg: SVGSVGElement): Promise<string> {
  const { width, height } = svg.getBoundingClientRect()
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    const scale = Math.min(2, 16_000 / Math.max(width, height, 1))
    canvas.width = Math.ceil(width * scale)
    canvas.height = Math.ceil(height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL('image/png').split(',')[1]!
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Rows of cells, the first of them the heads (RFC 4180). What a spreadsheet would take for a formula is text. */
export const csvOf = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n'

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string)
  const isFormula =
    typeof value === 'string' && /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The same as a table of Markdown. */
export function markdownOf([heads = [], ...rows]: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown) =>
    (value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string)
    )
      .replace(/\s+/g, ' ')
      .replace(/[\\`*_[\]<>|]/g, String.raw`\$&`)
  return [heads.map(cell), heads.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('')
}

/** A colour of the theme, as it is now. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

// How wide text is, nearly: drawings are laid out before they are drawn, and where there is no browser.

/** In the unit of the font's size. A little too wide is what keeps text within its box. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const sign of text) width += widthOf(sign)
  return width * size
}

function widthOf(sign: string): number {
  if (/[ijlI.,:;'|!()[\]{}ft1 ]/.test(sign)) return 0.36
  if (/[mwMW@%—…]/.test(sign)) return 0.95
  if (/[A-Z0-9_+<>=~]/.test(sign)) return 0.66
  return sign.codePointAt(0)! > 0x2e7f ? 1.05 : 0.57
}

/** A text within a width, with an ellipsis in place of what is too much; `tail` letters at its end stay. */
export function fitted(text: string, size: number, width: number, tail = 0): string {
  if (textWidth(text, size) <= width) return text
  const signs = [...text]
  const end = signs.slice(signs.length - Math.min(tail, signs.length))
  let room = width - textWidth(`…${end.join('')}`, size)
  const start: string[] = []
  for (const sign of signs) {
    room -= textWidth(sign, size)
    if (room < 0) break
    start.push(sign)
  }
  return `${start.join('').trimEnd()}…${end.join('')}`
}

/**
 * Draws anew, and gives the focus back to what has the same `data-key` then; else to what else is about the same thing,
 * which is what a key says after its first word.
 */
export function keepingFocus(draw: () => void): void {
  const before = document.activeElement
  const key = before?.getAttribute('data-key')
  draw()
  if (!key || document.activeElement === before) return
  const all = [...document.querySelectorAll<HTMLElement>('[data-key]')]
  const find = (fits: (other: string) => boolean) => all.find((element) => fits(element.getAttribute('data-key')!))
  const about = key.slice(key.indexOf(' '))
  const again =
    find((other) => other === key) ??
    (key.includes(' ') ? find((other) => other.endsWith(about) && !other.startsWith('remove')) : undefined) ??
    find((other) => other === 'table')
  again?.focus({ preventScroll: true })
}

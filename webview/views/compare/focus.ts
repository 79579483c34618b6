/** Draws anew, and gives the focus back to what has the same `data-key` then. */
export function keepingFocus(draw: () => void): void {
  const key = document.activeElement?.getAttribute('data-key')
  draw()
  if (key === null || key === undefined) return
  const again = [...document.querySelectorAll<HTMLElement>('[data-key]')].find(
    (element) => element.getAttribute('data-key') === key,
  )
  if (again && again !== document.activeElement) again.focus({ preventScroll: true })
}

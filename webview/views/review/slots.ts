import { append, type Child } from '../../element'

/**
 * Fills places of the page, anew only where what they show is not what it was: so open rules, what is selected and the
 * place that was scrolled to stay. Who had the focus has it again, by `data-focus`.
 */
export function slots() {
  const filled = new WeakMap<Element, string>()
  return (place: HTMLElement, facts: unknown, draw: () => Child): void => {
    const text = JSON.stringify(facts)
    if (filled.get(place) === text) return
    filled.set(place, text)
    const active = document.activeElement
    const focus = active && place.contains(active) ? active.closest('[data-focus]')?.getAttribute('data-focus') : null
    place.replaceChildren()
    append(place, [draw()])
    if (focus) place.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`)?.focus()
  }
}
export type Fill = ReturnType<typeof slots>

/** Draws anew, and leaves what the person is looking at where it is: what has the focus, or else what is at the top. */
export function inPlace(main: HTMLElement, draw: () => void): void {
  const isSeen = (element: Element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom > 0 && top < window.innerHeight
  }
  const active = document.activeElement
  const anchor = [
    ...(active && main.contains(active) ? [active] : []),
    ...main.querySelectorAll('header, section'),
  ].find(isSeen)
  const before = anchor?.getBoundingClientRect().top
  draw()
  if (before !== undefined && anchor!.isConnected) window.scrollBy(0, anchor!.getBoundingClientRect().top - before)
}

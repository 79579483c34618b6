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

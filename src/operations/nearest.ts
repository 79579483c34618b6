import { distance } from 'fastest-levenshtein'

/** The name that a mistyped one most likely meant; undefined when none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase()
  let best: { name: string; far: number } | undefined
  for (const name of names) {
    const far = distance(wanted, name.toLowerCase())
    if (!best || far < best.far) best = { name, far }
  }
  return best && best.far <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : undefined
}

import { diff3Merge } from 'node-diff3'
import type { Card } from '../../core/card/card'

/** One part of a card that two people changed, or one of them. */
export interface MergedField {
  /** The id of a section; `meta:<key>` of the front matter, as JSON; or `others`. */
  field: string
  base: string
  theirs: string
  mine: string
  /** What becomes of both; of a conflict, what is mine. */
  merged: string
  isConflict: boolean
}

/** Two cards that began as the same one, field by field: only those that differ, in the order of the first. */
export function mergeCards(base: Card, theirs: Card, mine: Card): MergedField[] {
  const [from, left, right] = [partsOf(base), partsOf(theirs), partsOf(mine)]
  const fields = [...new Set([...right.keys(), ...left.keys(), ...from.keys()])]
  return fields.flatMap((field) => {
    const [o, a, b] = [from, left, right].map((parts) => parts.get(field) ?? '') as [string, string, string]
    if (a === b && a === o) return []
    return [{ field, base: o, theirs: a, mine: b, ...joined(field, o, a, b) }]
  })
}

function partsOf({ meta, statements, others }: Card): Map<string, string> {
  return new Map([
    ...Object.entries(meta).map(([key, value]): [string, string] => [`meta:${key}`, JSON.stringify(value)]),
    ...Object.entries(statements),
    ...(others ? [['others', others] as [string, string]] : []),
  ])
}

function joined(field: string, base: string, theirs: string, mine: string) {
  if (theirs === mine || mine === base) return { merged: theirs, isConflict: false }
  if (theirs === base) return { merged: mine, isConflict: false }
  // A value of the front matter has no lines to join.
  if (field.startsWith('meta:')) return { merged: mine, isConflict: true }
  const texts = [base, theirs, mine].map(linesOf) as [string[], string[], string[]]
  const shortest = Math.min(...texts.map(({ length }) => length))
  let start = 0
  while (start < shortest && texts.every((lines) => lines[start] === texts[0][start])) start++
  let end = 0
  while (end < shortest - start && texts.every((lines) => lines.at(-1 - end) === texts[0].at(-1 - end))) end++
  const [from, left, right] = texts.map((lines) => lines.slice(start, lines.length - end)) as typeof texts
  const isConflict = { merged: mine, isConflict: true }
  if (isMuch(from, left) || isMuch(from, right)) return isConflict
  const regions = diff3Merge(right, from, left, { excludeFalseConflicts: true })
  if (regions.some(({ conflict }) => conflict)) return isConflict
  const all = [
    ...texts[0].slice(0, start),
    ...regions.flatMap(({ ok }) => ok ?? []),
    ...texts[0].slice(-end || Infinity),
  ]
  return { merged: textOf(all), isConflict: false }
}

/** A mark and a line; a blank one is told by the line that follows it, so that few are the same. */
function linesOf(text: string): string[] {
  const lines = text.split('\n')
  let following = ''
  for (let i = lines.length - 1; i >= 0; i--) {
    if (lines[i] !== '') following = lines[i] = `=${lines[i]}`
    else lines[i] = following = `-${following.slice(0, 100)}`
  }
  return lines
}

const textOf = (lines: readonly string[]): string =>
  lines.map((line) => (line.startsWith('=') ? line.slice(1) : '')).join('\n')

/** To find what two texts have in common takes as long as they have lines in common, times all lines: a person is faster. */
function isMuch(from: readonly string[], to: readonly string[]): boolean {
  if (from.length * to.length > 10_000_000) return true
  const counts = new Map<string, number>()
  for (const line of from) counts.set(line, (counts.get(line) ?? 0) + 1)
  let pairs = 0
  for (const line of to) pairs += counts.get(line) ?? 0
  return pairs > 100_000
}

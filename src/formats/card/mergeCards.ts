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
  const regions = diff3Merge(lines(mine), lines(base), lines(theirs), { excludeFalseConflicts: true })
  if (regions.some(({ conflict }) => conflict)) return { merged: mine, isConflict: true }
  return { merged: regions.flatMap(({ ok }) => ok ?? []).join('\n'), isConflict: false }
}

const lines = (text: string) => text.split('\n')

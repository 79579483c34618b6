import type { Part, Row } from './rows'
import { parts } from './rows'
import type { View } from './view'

/** A line of the table: a heading, or a row. */
export type Line =
  | { kind: 'part'; key: string; part: Part | 'pinned'; total: number; different: number; isOpen: boolean }
  | { kind: 'row'; key: string; row: Row; isPinned: boolean }

export type Looks = Pick<View, 'onlyDifferences' | 'search' | 'pinned' | 'hidden' | 'closed'>

/** What is in sight of all rows: pinned ones first, then part by part. */
export function linesOf(rows: readonly Row[], looks: Looks): Line[] {
  const words = looks.search.toLowerCase().split(/\s+/).filter(Boolean)
  const [pinned, hidden] = [new Set(looks.pinned), new Set(looks.hidden)]
  const isMeant = ({ name, detail, part }: Row) => {
    const text = `${part} ${name} ${detail}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const line = (row: Row, isPinned: boolean): Line => ({ kind: 'row', key: row.key, row, isPinned })
  const kept = rows.filter(({ key }) => pinned.has(key))
  const seen = rows.filter(
    (row) => !pinned.has(row.key) && !hidden.has(row.key) && (!looks.onlyDifferences || !row.same) && isMeant(row),
  )
  const heading = (part: Part | 'pinned', all: readonly Row[]): Line => ({
    ...{
      kind: 'part',
      key: `part ${part}`,
      part,
      total: all.length,
      different: all.filter(({ same }) => !same).length,
    },
    isOpen: !looks.closed.includes(part),
  })
  const group = (part: Part | 'pinned', all: readonly Row[], shown: readonly Row[], isPinned: boolean): Line[] => {
    if (!all.length || (words.length && !shown.length)) return []
    const head = heading(part, all)
    return [head, ...(looks.closed.includes(part) ? [] : shown.map((row) => line(row, isPinned)))]
  }
  return [
    ...group('pinned', kept, kept, true),
    ...parts.flatMap((part) => {
      const ofPart = (row: Row) => row.part === part
      return group(part, rows.filter(ofPart), seen.filter(ofPart), false)
    }),
  ]
}

/** Which lines to draw of `count`, each `height` high, where `view` is in sight from `top` on. */
export function windowOf(count: number, height: number, top: number, view: number): readonly [number, number] {
  if (count <= whole) return [0, count]
  const from = Math.max(0, Math.floor(top / height) - margin)
  return [Math.min(from, count), Math.min(count, Math.ceil((top + view) / height) + margin)]
}

/** Tables up to this length are drawn whole, and this much is drawn beyond what is in sight. */
const [whole, margin] = [150, 12]

import type { Card, CardFinding } from '../../../src/core/card/card'
import { type Section, sections } from '../../../src/core/card/sections'

export type GroupId =
  'identity' | 'use' | 'data' | 'training' | 'evaluation' | 'limits' | 'operations' | 'governance' | 'more'

/** The parts of a card that belong together, in the order in which they are filled in. */
export const groups: readonly { id: GroupId; starts: readonly string[] }[] = [
  { id: 'identity', starts: ['summary', 'identity'] },
  { id: 'use', starts: ['use'] },
  { id: 'data', starts: ['data', 'signature'] },
  { id: 'training', starts: ['training'] },
  { id: 'evaluation', starts: ['eval', 'factors'] },
  { id: 'limits', starts: ['limits', 'risks', 'fairness', 'security'] },
  { id: 'operations', starts: ['ops'] },
  { id: 'governance', starts: ['gov'] },
  { id: 'more', starts: ['cite', 'glossary', 'more'] },
]

export const groupOf = (field: string): GroupId =>
  groups.find(({ starts }) => starts.includes(field.split('.')[0]!))?.id ?? 'more'

export const sectionsOf = (group: GroupId): Section[] => sections.filter(({ id }) => groupOf(id) === group)

/** How much of what a card must have is there. */
export interface Completeness {
  done: number
  required: number
  /** Sections that say something, required or not. */
  written: number
  errors: number
  warnings: number
  inherited: number
}

interface Shown {
  card: Pick<Card, 'statements' | 'inherited'>
  blocks: Readonly<Record<string, string>>
  findings: readonly CardFinding[]
}

/** Of one group, or of the whole card. A required section counts as done when no error is about it. */
export function completeness({ card, blocks, findings }: Shown, group?: GroupId): Completeness {
  const isMeant = (field: string) => group === undefined || groupOf(field) === group
  const bad = new Set(findings.filter(({ severity }) => severity === 'error').map(({ field }) => field))
  const needed = [...sections.filter(({ required }) => required).map(({ id }) => id), 'identity.license'].filter(
    isMeant,
  )
  const said = findings.filter(({ field }) => isMeant(field))
  return {
    done: needed.filter((id) => !bad.has(id)).length,
    required: needed.length,
    written: sections.filter(({ id }) => isMeant(id) && (card.statements[id] || blocks[id])).length,
    errors: said.filter(({ severity }) => severity === 'error').length,
    warnings: said.filter(({ severity }) => severity === 'warning').length,
    inherited: Object.keys(card.inherited).filter(isMeant).length,
  }
}

import type { Card } from './card'
import { sectionOf } from './sections'

/** Of the front matter: what holds of one version alone. */
const ofOneVersion = ['model-index', 'new_version', 'base_model', 'base_model_relation', 'co2_eq_emissions']

/**
 * The card that a version begins with: what was said of the one before it, each statement marked until somebody affirms
 * it. `from` is the id of that version; what it had inherited itself keeps its mark. Notes on facts are not taken over:
 * they were about other facts.
 */
export function inheritedCard(previous: Card, from: string): Card {
  const statements = Object.fromEntries(
    Object.entries(previous.statements).filter(([id]) => sectionOf(id)?.kind === 'statement' || isOnFact(id)),
  )
  const inherited = Object.fromEntries(Object.keys(statements).map((id) => [id, previous.inherited[id] ?? from]))
  const meta = Object.fromEntries(Object.entries(previous.meta).filter(([key]) => !ofOneVersion.includes(key)))
  return { meta, statements, inherited, blocks: {}, others: previous.others }
}

/** Notes that are about the columns and the data in general. */
const isOnFact = (id: string): boolean => ['factors', 'signature', 'data.training'].includes(id)

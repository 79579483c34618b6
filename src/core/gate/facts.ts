import type { CardFinding } from '../card/card'
import type { Version } from '../model'

/** All that a gate looks at. */
export interface GateFacts {
  model: string
  /** The stage that is to be entered. */
  stage: string
  /** Now, as far as the registry is concerned (ISO 8601, UTC). */
  at: string
  candidate: Version
  /**
   * What rules compare with: under the name of a stage its holder, under an alias the version that it names, under
   * `parent` the candidate's parents. Empty where there is none yet. The holder of `stage` is always there.
   */
  baselines: Readonly<Record<string, readonly Baseline[]>>
  /** Which values of a metric are better, as far as the policy says. */
  directions: Readonly<Record<string, 'higher' | 'lower'>>
  /** The candidate's card, where a rule is about it. */
  card?: GateCard
}

/** What the lint says of a card. */
export interface GateCard {
  findings: readonly CardFinding[]
  /** Why there is nothing to lint. */
  missing?: string
  /** The version whose card it would begin with, where none was saved. */
  previous?: string
}

/** A version of this model, or, of a parent, of another. */
export interface Baseline {
  /** As a person knows it: `fraud@6`. */
  name: string
  version: Version
}

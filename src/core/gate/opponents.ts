import { own } from '../own'
import type { Asked } from './outcome'
import type { Baseline } from './facts'

/** Whom a rule compares the candidate with, and what there is to say where that is nobody. */
export interface Opponents {
  others: readonly { label: string; baseline: Baseline }[]
  /** A sentence each. */
  notes: readonly string[]
}

/** The candidate is no opponent of itself. */
export function opponentsOf({ facts, name }: Asked, against: string): Opponents {
  const baselines = own(facts.baselines, against) ?? []
  const others = baselines
    .filter(({ version }) => version.id !== facts.candidate.id)
    .map((baseline) => ({ label: `${against} (${baseline.name})`, baseline }))
  const notes =
    baselines.length === 0
      ? [
          against === 'parent'
            ? `${name} has no parent, so there is nothing to compare it with.`
            : `There is no version in ${against} yet, so there is nothing to compare it with.`,
        ]
      : others.length < baselines.length
        ? [`${name} is ${against} itself, so it is not compared with it.`]
        : []
  return { others, notes }
}

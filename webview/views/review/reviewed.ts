import type { Pages } from '../../../src/protocol'

// What the page is about, by shorter names.

export type Review = Pages['review']
export type Rule = NonNullable<Review['gate']>['rules'][number]
export type Series = NonNullable<Rule['series']>
export type Versus = NonNullable<Review['versus']>

/** How the person looks at it, and what they have typed: kept while the tab is hidden, and over a reload. */
export interface View {
  /** The version and stage that all this is about. */
  of: string
  reason: string
  /** Percent of the traffic; 100 is all at once. */
  percent: number
  /** The rules that are open. */
  open: string[]
  scroll: number
  told: Told | null
}

/** What came of what the person did last. */
export type Told = { is: 'done'; result: Result } | { is: 'refused'; code: string; message: string; hint: string }

/** What a promotion answered, as far as it is told. */
export interface Result {
  version: number | null
  stage: string
  entered: string
  from: string
  displaced: number | null
  aliases: string[]
  percent: number | null
  override: boolean
  pending: boolean
}

export const subjectOf = ({ candidate, stage }: Review): string => `${candidate.model}@${candidate.version} ${stage}`
export const nameOf = ({ candidate }: Review): string => `${candidate.model}@${candidate.version}`

/** What a run of `pedigree.promote` answered; undefined for anything else. */
export function resultOf(answer: unknown, entered: string): Result | undefined {
  if (typeof answer !== 'object' || answer === null || !('stage' in answer)) return undefined
  const { version, stage, from, displaced, aliases, gate, rollout, pending } = answer as {
    version: number | null
    stage: string
    from: string
    displaced: number | null
    aliases: string[]
    gate: { override: boolean } | null
    rollout?: { stage: string; percent: number }
    pending: boolean
  }
  const percent = rollout && stage !== entered ? rollout.percent : null
  return {
    ...{ version, stage, entered, from, displaced, aliases, percent, pending },
    override: gate?.override ?? false,
  }
}

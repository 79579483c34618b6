/** What a model's versions may go through. */
export interface Policy {
  /** In the order in which a version climbs; `none` before and `archived` after are always there. */
  readonly stages: readonly string[]
  /** Stages with one holder at a time. */
  readonly exclusive: readonly string[]
  /** Aliases that move by themselves: alias → what it stands for. */
  readonly followers: Readonly<Record<string, Follower>>
}

export interface Follower {
  readonly stage: string
  /** `holder` is the version that has the stage, `earlier` the one that a rollback would bring back. */
  readonly role: 'holder' | 'earlier'
}

export const defaultPolicy: Policy = {
  stages: ['staging', 'shadow', 'production'],
  exclusive: ['production'],
  followers: {
    champion: { stage: 'production', role: 'holder' },
    rollback: { stage: 'production', role: 'earlier' },
  },
}

export const allStages = (policy: Policy): string[] => ['none', ...policy.stages, 'archived']
export const isExclusive = (policy: Policy, stage: string): boolean => policy.exclusive.includes(stage)

/** The exclusive stage that is meant when none is named: the last. */
export const mainStage = (policy: Policy): string => policy.exclusive.at(-1) ?? policy.stages.at(-1)!

/** Is `to` earlier on the way up than `from`? */
export function isStepDown(policy: Policy, from: string, to: string): boolean {
  const order = allStages(policy)
  return from !== 'archived' && order.indexOf(to) < order.indexOf(from)
}

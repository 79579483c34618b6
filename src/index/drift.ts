import { own } from '../core/own'
import { mainStage, type Policy } from '../core/policy/policy'
import type { Db } from '../sqlite/db'
import { after } from './before'
import { byStage, numberOf } from './find'
import { type DeploymentRow, deploymentsOf, rolloutsOf } from './serving'

/** A serving environment that runs another version than its stage has. */
export interface Drift {
  model: string
  environment: string
  stage: string
  /** What runs there, as it was reported last. */
  runs: number
  /** What the stage has; null when it has none. */
  expected: number | null
  /** Since when they differ (ISO 8601, UTC). */
  since: string
}

/**
 * Every environment of a model that does not run what it should, as of now or as of after commit `seq`. A rollout's
 * candidate may run as well.
 */
export function driftOf(db: Db, model: string, policy: Policy, seq?: number): Drift[] {
  const deployments = deploymentsOf(db, model, seq)
  if (!deployments.length) return []
  const rollouts = rolloutsOf(db, model, seq)
  return deployments.flatMap(({ environment, id, version, stage: named, at }: DeploymentRow): Drift[] => {
    const stage = named ?? mainStage(policy)
    const holder = byStage(db, model, stage, seq === undefined ? undefined : after(seq))
    if (holder === id || own(rollouts, stage)?.version === id) return []
    const changed = changedAt(db, model, stage, seq)
    return [
      {
        ...{ model, environment, stage, runs: version, expected: holder ? numberOf(db, holder) : null },
        since: changed && changed > at ? changed : at,
      },
    ]
  })
}

/** When another version entered or left a stage last. */
const changedAt = (db: Db, model: string, stage: string, seq = Number.MAX_SAFE_INTEGER): string | undefined =>
  db.get<{ at: string }>(
    `select c.at from event e join commits c on c.seq = e.seq
      where e.model = :model and e.type = 'stage.entered' and e.problem is null and e.distrust is null
        and e.seq <= :seq and :stage in (e.body ->> 'to', e.body ->> 'from')
      order by e.seq desc, e.n desc limit 1`,
    { model, stage, seq },
  )?.at

/** Models of which something was said to run somewhere. */
export const deployedModels = (db: Db): string[] =>
  db.all<{ model: string }>('select distinct model from deployment order by model').map(({ model }) => model)

import { own } from '../core/own'
import { mainStage, type Policy } from '../core/policy'
import type { Db } from '../sqlite/db'
import { byStage } from './find'
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

/** Every environment of a model, with whether it runs what it should. A rollout's candidate may run as well. */
export function driftOf(db: Db, model: string, policy: Policy): Drift[] {
  const deployments = deploymentsOf(db, model)
  if (!deployments.length) return []
  const rollouts = rolloutsOf(db, model)
  return deployments.flatMap(({ environment, id, version, stage: named, at }: DeploymentRow): Drift[] => {
    const stage = named ?? mainStage(policy)
    const holder = byStage(db, model, stage)
    if (holder === id || own(rollouts, stage)?.version === id) return []
    const changed = changedAt(db, model, stage)
    return [
      {
        ...{ model, environment, stage, runs: version, expected: holder ? numberOf(db, holder) : null },
        since: changed && changed > at ? changed : at,
      },
    ]
  })
}

/** When another version entered or left a stage last. */
const changedAt = (db: Db, model: string, stage: string): string | undefined =>
  db.get<{ at: string }>(
    `select c.at from event e join commits c on c.seq = e.seq
      where e.model = :model and e.type = 'stage.entered' and e.problem is null and e.distrust is null
        and :stage in (e.body ->> 'to', e.body ->> 'from')
      order by e.seq desc, e.n desc limit 1`,
    { model, stage },
  )?.at

const numberOf = (db: Db, id: string) =>
  db.get<{ number: number }>('select number from version where id = :id', { id })!.number

/** Models of which something was said to run somewhere. */
export const deployedModels = (db: Db): string[] =>
  db.all<{ model: string }>('select distinct model from deployment order by model').map(({ model }) => model)

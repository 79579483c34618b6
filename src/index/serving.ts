import type { Rollout } from '../core/model'
import type { Db } from '../sqlite/db'

// What serves: rollouts, and what environments say they run.

/** By stage, as of now or as of after commit `seq`. */
export function rolloutsOf(db: Db, model: string, seq = Number.MAX_SAFE_INTEGER): Record<string, Rollout> {
  const rows = db.all<{ stage: string; id: string; percent: number }>(
    `
    select r.stage, v.id, r.percent
    from rollout_change r
    join version v on v.key = r.version
    where r.model = :model and r.seq <= :seq and not exists (
      select 1 from rollout_change later
      where later.model = r.model and later.stage = r.stage and later.seq <= :seq and (later.seq, later.n) > (r.seq, r.n))
    order by r.stage`,
    { model, seq },
  )
  return Object.fromEntries(rows.map(({ stage, id, percent }) => [stage, { version: id, percent }]))
}

/** The rollouts of a model, or of all, after commit `seq`, with the numbers of their candidates. */
export const rolloutsAt = (
  db: Db,
  seq: number,
  model?: string,
): { model: string; stage: string; version: number; percent: number }[] =>
  db.all(
    `
    select r.model, r.stage, v.number as version, r.percent
    from rollout_change r
    join version v on v.key = r.version
    where ${model === undefined ? '' : 'r.model = :model and'} r.seq <= :seq and not exists (
      select 1 from rollout_change later
      where later.model = r.model and later.stage = r.stage and later.seq <= :seq and (later.seq, later.n) > (r.seq, r.n))
    order by r.model, r.stage`,
    { seq, ...(model === undefined ? {} : { model }) },
  )

/** Models of which there was a rollout, or of which something was said to run somewhere. */
export const servedModels = (db: Db): string[] =>
  db
    .all<{ model: string }>('select model from rollout_change union select model from deployment')
    .map(({ model }) => model)

export interface DeploymentRow {
  environment: string
  /** Of the version that runs there. */
  id: string
  version: number
  /** Whose holder it should be; null is the main stage. */
  stage: string | null
  at: string
  by: string
}

/** The last report of each environment, as of now or as of after commit `seq`. */
export const deploymentsOf = (db: Db, model: string, seq = Number.MAX_SAFE_INTEGER): DeploymentRow[] =>
  db.all<DeploymentRow>(
    `
    select d.environment, v.id, v.number as version, d.stage, c.at, c.name as "by"
    from deployment d
    join version v on v.key = d.version
    join commits c on c.seq = d.seq
    where d.model = :model and d.seq <= :seq and not exists (
      select 1 from deployment later
      where later.model = d.model and later.environment = d.environment and later.seq <= :seq
        and (later.seq, later.n) > (d.seq, d.n))
    order by d.environment`,
    { model, seq },
  )

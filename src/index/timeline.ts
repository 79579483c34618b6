import type { Event } from '../core/event'
import type { PolicyDocument } from '../core/policy/policyDocument'
import {
  type AliasChange,
  type Cause,
  causeOf,
  type DeploymentChange,
  type RolloutChange,
  type StageChange,
} from '../core/timeline/bars'
import type { Mark, Noted } from '../core/timeline/marks'
import type { Db } from '../sqlite/db'
import { parseBody } from './parseBody'

// A model's past, change by change, in log order.

interface Row {
  seq: number
  n: number
  at: string
  by: string
  body: string
}

const envelope = 'c.at, c.name as "by", e.body'
const ofEvent = (row: string) =>
  `cross join event e on e.seq = ${row}.seq and e.n = ${row}.n cross join commits c on c.seq = ${row}.seq`

/** Every change of a stage, also by being displaced; who never moved is left out. */
export const stageChanges = (db: Db, model: string): StageChange[] =>
  db
    .all<Row & { version: number; stage: string; displacedBy: number | null }>(
      `select s.seq, s.n, v.number as version, s.stage, ${envelope},
          iif(v.id = e.version, null, (select mover.number from version mover where mover.id = e.version)) as displacedBy
        from stage_change s join version v on v.key = s.version ${ofEvent('s')}
        where s.model = :model order by s.seq, s.n, v.id = e.version`,
      { model },
    )
    .map(({ displacedBy, ...row }) => {
      const { version, stage } = row
      return { ...changeOf(row), version, stage, ...(displacedBy === null ? {} : { displacedBy }) }
    })

export const aliasChanges = (db: Db, model: string): AliasChange[] =>
  db
    .all<Row & { name: string; version: number | null }>(
      `select a.seq, a.n, a.name, v.number as version, ${envelope}
        from alias_change a left join version v on v.key = a.version ${ofEvent('a')}
        where a.model = :model order by a.seq, a.n`,
      { model },
    )
    .map((row) => ({ ...changeOf(row), name: row.name, version: row.version }))

/** Also those that another move ended. */
export const rolloutChanges = (db: Db, model: string): RolloutChange[] =>
  db
    .all<Row & { stage: string; version: number | null; percent: number }>(
      `select r.seq, r.n, r.stage, v.number as version, r.percent, ${envelope}
        from rollout_change r left join version v on v.key = r.version ${ofEvent('r')}
        where r.model = :model order by r.seq, r.n`,
      { model },
    )
    .map((row) => ({ ...changeOf(row), stage: row.stage, version: row.version, percent: row.percent }))

/** What each environment reported. */
export const deploymentChanges = (db: Db, model: string): DeploymentChange[] =>
  db
    .all<Row & { environment: string; version: number; stage: string | null }>(
      `select d.seq, d.n, d.environment, v.number as version, d.stage, ${envelope}
        from deployment d join version v on v.key = d.version ${ofEvent('d')}
        where d.model = :model order by d.seq, d.n`,
      { model },
    )
    .map((row) => ({ ...changeOf(row), environment: row.environment, version: row.version, stage: row.stage }))

/** What was found and said of the versions of a model, and whatever has no effect. */
export const notedEvents = (db: Db, model: string): Noted[] =>
  db
    .all<Row & { version: number | null; distrust: string | null }>(
      `select e.seq, e.n, v.number as version, e.distrust, ${envelope}
        from event e cross join commits c on c.seq = e.seq left join version v on v.id = e.version and v.model = e.model
        where e.model = :model and e.problem is null and (e.distrust is not null or e.type in
          ('promotion.refused', 'check.recorded', 'approval.given', 'approval.withdrawn'))
        order by e.seq, e.n`,
      { model },
    )
    .map(({ seq, at, by, version, distrust, body }) => ({
      ...{ seq, at, by, version, distrust },
      event: parseBody<Event>(body),
    }))

/** When each version of a model was registered. */
export const registrations = (db: Db, model: string): Mark[] =>
  db
    .all<{ seq: number; at: string; by: string; version: number; label: string | null }>(
      `select seq, at, author as "by", number as version, label from version where model = :model order by seq, n`,
      { model },
    )
    .map(({ label, ...row }) => ({ kind: 'registered', ...row, ...(label === null ? {} : { note: label }) }))

/** The seq and the time of every commit. */
export const commitTimes = (db: Db): { seq: number; at: string }[] =>
  db.all("select seq, at from commits where id <> '' order by seq")

export interface AppliedPolicies {
  seq: number
  n: number
  at: string
  by: string
  reason: string | null
  policies: PolicyDocument
}

/** All policies that ever were in force. */
export const appliedPolicies = (db: Db): AppliedPolicies[] =>
  db
    .all<Row & { reason: string | null; policies: string }>(
      `select p.seq, p.n, p.body as policies, e.body ->> 'reason' as reason, ${envelope}
        from policy p ${ofEvent('p')} order by p.seq, p.n`,
    )
    .map(({ seq, n, at, by, reason, policies }) => ({
      ...{ seq, n, at, by, reason },
      policies: parseBody<PolicyDocument>(policies),
    }))

const changeOf = ({ seq, n, at, by, body }: Row): { seq: number; n: number; at: string; cause: Cause } => ({
  ...{ seq, n, at },
  cause: causeOf(parseBody<Event>(body), by),
})

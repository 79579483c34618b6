import { globFor, mainStage, type Policy, policyFor } from '../core/policy/policy'
import type { PolicyDocument } from '../core/policy/policyDocument'
import { emptyPolicies } from '../core/policy/policyDocument'
import type { MainStage } from '../core/timeline/driftBars'
import { type Mark, marksOf, movesOf } from '../core/timeline/marks'
import { historyOf, type Timeline } from '../core/timeline/timeline'
import { lastCommit } from '../index/history'
import { modelRow } from '../index/models'
import * as past from '../index/timeline'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'
import { requireModel } from './resolveReference'

/** Which version held which stage, alias, rollout and environment when, and what else happened to a model. */
export const traceTimeline = (ctx: Context, { model }: { model: string }): Promise<Timeline> =>
  read(ctx, (db) => {
    requireModel(db, model)
    return timelineIn(db, model, ctx.now())
  })

/** As traceTimeline, of a model that there is, as of `now` (milliseconds). */
export function timelineIn(db: Db, model: string, now: number): Timeline {
  const begin = modelRow(db, model)!.createdAt
  const { stages, exclusive } = policyOf(db, model)
  const applied = appliedTo(model, past.appliedPolicies(db))
  const stageChanges = past.stageChanges(db, model)
  const rollouts = past.rolloutChanges(db, model)
  const marks = [
    ...movesOf(stageChanges),
    ...movesOf(rollouts),
    ...past.registrations(db, model),
    ...past.notedEvents(db, model).flatMap(marksOf),
    ...applied.map(({ mark }) => mark).filter(({ at }) => at >= begin),
  ]
  const changes = {
    stages: stageChanges,
    aliases: past.aliasChanges(db, model),
    rollouts,
    deployments: past.deploymentChanges(db, model),
    marks: marks.sort((a, b) => a.seq - b.seq),
  }
  // What is later than the last commit of all is not; only then the times of all are worth their reading.
  const { at: last } = lastCommit(db)!
  const isOdd = Object.values(changes).some((list) => list.some(({ at }) => at > last))
  const others = isOdd ? past.commitTimes(db) : []
  const history = historyOf({ ...changes, mains: mainsOf(begin, applied), others })
  return {
    ...{ model, begin, now: new Date(now).toISOString() },
    ...{ stages: [...stages], exclusive: [...exclusive] },
    ...history,
  }
}

interface Applied {
  policy: Policy
  n: number
  mark: Mark
}

/** The policies that changed what holds for a model. */
function appliedTo(model: string, applied: readonly past.AppliedPolicies[]): Applied[] {
  let before = said(emptyPolicies, model)
  return applied.flatMap(({ seq, n, at, by, reason, policies }) => {
    const now = said(policies, model)
    if (now === before) return []
    before = now
    const mark: Mark = { kind: 'policy', seq, at, by, ...(reason === null ? {} : { reason }) }
    return [{ policy: policyFor(policies, model), n, mark }]
  })
}

function said({ models }: PolicyDocument, model: string): string {
  const glob = globFor(Object.keys(models), model)
  return glob === undefined ? '' : JSON.stringify(models[glob])
}

const mainsOf = (begin: string, applied: readonly Applied[]): MainStage[] => [
  { seq: -1, n: 0, at: begin, main: mainStage(policyFor(emptyPolicies, '')) },
  ...applied.map(({ policy, n, mark: { seq, at } }) => ({ seq, n, at, main: mainStage(policy) })),
]

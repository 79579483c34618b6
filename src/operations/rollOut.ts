import { alreadyInStage } from '../core/errors'
import type { EventOf } from '../core/event'
import { noHolder, noRollout, rolloutRunning, rolloutShared } from '../core/gateErrors'
import { isExclusive } from '../core/policy/policy'
import { rolloutsOf } from '../index/serving'
import { versionById } from '../index/versions'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { decision } from './decision'
import { requireSeen, type Seen } from './enterStage'
import { passGate } from './passGate'
import { policyOf } from './policyOf'

interface RolloutArgs {
  model: string
  id: string
  stage: string
  /** Of the traffic, below 100. */
  percent: number
  reason?: string | undefined
  override: boolean
  seen: Seen
}

/** Gives a version a part of the traffic of a stage that another one holds. The gate is asked at every increase. */
export const rollingOut = decision('rollout', decideRollout)

function decideRollout(db: Db, args: RolloutArgs, moment: Moment): EventOf<'rollout.set'>[] {
  const { model, id, stage, percent, reason, override, seen } = args
  const name = (version: string) => `${model}@${versionById(db, version)!.version}`
  if (!isExclusive(policyOf(db, model), stage)) throw rolloutShared(model, stage)
  requireSeen(db, model, stage, seen)
  if (seen.holder === id) throw alreadyInStage(name(id), stage)
  if (!seen.holder) throw noHolder(model, stage)
  const running = rolloutsOf(db, model)[stage]
  if (running && running.version !== id) throw rolloutRunning(model, stage, name(running.version), running.percent)
  if (!running && percent === 0) throw noRollout(model, stage)
  const before = running?.percent ?? 0
  if (percent === before) return []
  const passed = percent > before ? passGate(db, { model, id, stage, isAsked: true, override }, moment) : {}
  return [{ type: 'rollout.set', model, version: id, stage, percent, ...(reason ? { reason } : {}), ...passed }]
}

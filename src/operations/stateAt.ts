import type { Rollout } from '../core/model'
import { aliasesAt, stagesAt } from '../index/history'
import { modelNames } from '../index/find'
import { after } from '../index/before'
import { rolloutsOf } from '../index/serving'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { basisAt } from './basis'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface StateAt {
  model: string
  /** The last commit that counts, and its time. */
  seq: number
  id: string
  asOf: string
  /** stage → numbers; `none` is left out. */
  stages: Record<string, number[]>
  aliases: Record<string, number>
  /** stage → who gets some of its holder's traffic. */
  rollouts: Record<string, RunningRollout>
}

export interface RunningRollout {
  /** The candidate's number. */
  version: number
  /** Of the traffic. */
  percent: number
}

/** Stages, aliases and rollouts as they were at an instant (ISO 8601, UTC), of one model or of all there were. */
export function stateAt(ctx: Context, instant: string, model?: string): Promise<StateAt[]> {
  return read(ctx, (db) => {
    const basis = basisAt(db, instant)
    if (model !== undefined) requireModel(db, model, basis)
    if (!basis) return []
    const { seq, id, at } = basis
    const names = model === undefined ? modelNames(db, -1, after(seq)).sort() : [model]
    return names.map((name) => {
      const stages: Record<string, number[]> = {}
      for (const { number, stage } of stagesAt(db, name, seq)) (stages[stage] ??= []).push(number)
      const aliases = Object.fromEntries(aliasesAt(db, name, seq).map((alias) => [alias.name, alias.number]))
      return { model: name, seq, id, asOf: at, stages, aliases, rollouts: rolloutsAt(db, name, seq) }
    })
  })
}

/** By stage, after commit `seq`. */
export const rolloutsAt = (db: Db, model: string, seq: number): Record<string, RunningRollout> =>
  Object.fromEntries(
    Object.entries(rolloutsOf(db, model, seq)).map(([stage, { version, percent }]: [string, Rollout]) => [
      stage,
      { version: versionById(db, version)!.version, percent },
    ]),
  )

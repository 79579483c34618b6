import { after } from '../index/before'
import { modelNames } from '../index/find'
import { aliasesAt, stagesAt } from '../index/history'
import { rolloutsAt } from '../index/serving'
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
  rollouts: RunningRollouts
}

/** stage → the number of the version that gets some of its holder's traffic, and how many percent of it. */
export type RunningRollouts = Record<string, { version: number; percent: number }>

/** Stages, aliases and rollouts as they were at an instant (ISO 8601, UTC), of one model or of all there were. */
export function stateAt(ctx: Context, instant: string, model?: string): Promise<StateAt[]> {
  return read(ctx, (db) => {
    const basis = basisAt(db, instant)
    if (model !== undefined) requireModel(db, model, basis)
    if (!basis) return []
    const { seq, id, at } = basis
    const names = model === undefined ? modelNames(db, -1, after(seq)).sort() : [model]
    const stages = grouped(stagesAt(db, seq, model), 'stage')
    const aliases = grouped(aliasesAt(db, seq, model), 'name')
    const rollouts = grouped(rolloutsAt(db, seq, model), 'stage')
    return names.map((name) => ({
      ...{ model: name, seq, id, asOf: at },
      stages: told(stages.get(name), (rows) => rows.map(({ number }) => number)),
      aliases: told(aliases.get(name), ([row]) => row!.number),
      rollouts: told(rollouts.get(name), ([row]) => ({ version: row!.version, percent: row!.percent })),
    }))
  })
}

type Groups<Row> = Map<string, Row[]>

/** Rows of several models, by model and by what one of their columns says. */
function grouped<Row extends { model: string }>(
  rows: readonly Row[],
  by: keyof Row & string,
): Map<string, Groups<Row>> {
  const models = new Map<string, Groups<Row>>()
  for (const row of rows) {
    const groups = models.get(row.model) ?? models.set(row.model, new Map()).get(row.model)!
    const key = String(row[by])
    ;(groups.get(key) ?? groups.set(key, []).get(key)!).push(row)
  }
  return models
}

const told = <Row, Value>(groups: Groups<Row> = new Map(), valueOf: (rows: Row[]) => Value): Record<string, Value> =>
  Object.fromEntries([...groups].map(([key, rows]) => [key, valueOf(rows)]))

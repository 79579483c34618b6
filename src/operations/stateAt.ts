import { badDate } from '../core/errors'
import { modelExists } from '../index/find'
import { aliasesAt, headAt, stagesAt } from '../index/history'
import { modelRows } from '../index/models'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface StateAt {
  model: string
  /** The last commit that counts, and its time. */
  seq: number
  asOf: string
  /** stage → numbers; `none` is left out. */
  stages: Record<string, number[]>
  aliases: Record<string, number>
}

/** Stages and aliases as they were at an instant (ISO 8601, UTC), of one model or of all there were. */
export function stateAt(ctx: Context, instant: string, model?: string): Promise<StateAt[]> {
  if (Number.isNaN(Date.parse(instant))) throw badDate(instant)
  return read(ctx, (db) => {
    if (model !== undefined && !modelExists(db, model)) requireModel(db, model)
    const head = headAt(db, instant)
    if (!head) return []
    const names =
      model === undefined ? modelRows(db, 'm.created_at <= :instant', { instant }).map((row) => row.model) : [model]
    return names.map((name) => {
      const stages: Record<string, number[]> = {}
      for (const { number, stage } of stagesAt(db, name, head.seq))
        if (stage !== 'none') (stages[stage] ??= []).push(number)
      const aliases = Object.fromEntries(aliasesAt(db, name, head.seq).map((alias) => [alias.name, alias.number]))
      return { model: name, seq: head.seq, asOf: head.at, stages, aliases }
    })
  })
}

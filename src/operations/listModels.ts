import { filterInPast } from '../core/asOfErrors'
import { parseFilter } from '../core/filter'
import { type ModelRow, modelRows, modelRowsAt } from '../index/models'
import { commonIn, versionCondition } from '../index/search'
import type { Page } from '../index/versions'
import { basisAt } from './basis'
import type { Context } from './context'
import { read } from './read'

export interface ListModels extends Page {
  /** See core/filter.ts. Filters look at how things are now. */
  filter?: string | undefined
  /** As they were at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

/** Models, by name; with a filter those that have a version for which it holds. */
export function listModels(ctx: Context, { filter, at, ...page }: ListModels = {}): Promise<ModelRow[]> {
  if (at !== undefined && filter) throw filterInPast()
  if (at !== undefined)
    return read(ctx, (db) => {
      const basis = basisAt(db, at)
      return basis ? modelRowsAt(db, basis.seq, 'true', {}, page) : []
    })
  if (!filter) return read(ctx, (db) => modelRows(db, 'true', {}, page))
  const parsed = parseFilter(filter)
  return read(ctx, (db) => {
    const { where, params } = versionCondition(parsed, commonIn(db))
    return modelRows(db, `exists (select 1 from version v where v.model = m.name and ${where})`, params, page)
  })
}

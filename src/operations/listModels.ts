import { parseFilter } from '../core/filter'
import { type ModelRow, modelRows } from '../index/models'
import { commonIn, versionCondition } from '../index/search'
import type { Page } from '../index/versions'
import type { Context } from './context'
import { read } from './read'

/** Models, by name; with a filter those that have a version for which it holds. */
export function listModels(
  ctx: Context,
  { filter, ...page }: Page & { filter?: string | undefined } = {},
): Promise<ModelRow[]> {
  if (!filter) return read(ctx, (db) => modelRows(db, 'true', {}, page))
  const parsed = parseFilter(filter)
  return read(ctx, (db) => {
    const { where, params } = versionCondition(parsed, commonIn(db))
    return modelRows(db, `exists (select 1 from version v where v.model = m.name and ${where})`, params, page)
  })
}

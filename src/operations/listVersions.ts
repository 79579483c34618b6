import { filterInPast } from '../core/asOfErrors'
import { parseFilter } from '../core/filter'
import { versionRowsAt } from '../index/asOf'
import { commonIn, versionCondition } from '../index/search'
import { type Page, type VersionRow, versionRows } from '../index/versions'
import { basisAt, requireBasis } from './basis'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface ListVersions extends Page {
  /** Of all models when left out. */
  model?: string | undefined
  /** See core/filter.ts. Filters look at how things are now. */
  filter?: string | undefined
  /** As they were at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

/** Versions for which the filter holds, newest first. Throws before-registry where there was no model to have any. */
export function listVersions(ctx: Context, { model, filter, at, ...page }: ListVersions = {}): Promise<VersionRow[]> {
  if (at !== undefined && filter) throw filterInPast()
  const parsed = filter ? parseFilter(filter) : undefined
  return read(ctx, (db) => {
    if (at !== undefined) {
      const basis = model === undefined ? basisAt(db, at) : requireBasis(db, at)
      if (model !== undefined) requireModel(db, model, basis)
      if (!basis) return []
      return model === undefined
        ? versionRowsAt(db, basis.seq, 'true', {}, page)
        : versionRowsAt(db, basis.seq, 'v.model = :model', { model }, page)
    }
    const { where, params } = parsed ? versionCondition(parsed, commonIn(db)) : { where: 'true', params: {} }
    if (model === undefined) return versionRows(db, where, params, page)
    requireModel(db, model)
    return versionRows(db, `v.model = :model and (${where})`, { ...params, model }, page)
  })
}

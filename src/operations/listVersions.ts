import { parseFilter } from '../core/filter'
import { commonIn, versionCondition } from '../index/search'
import { type Page, type VersionRow, versionRows } from '../index/versions'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface ListVersions extends Page {
  /** Of all models when left out. */
  model?: string | undefined
  /** See core/filter.ts. */
  filter?: string | undefined
}

/** Versions for which the filter holds, newest first. */
export function listVersions(ctx: Context, { model, filter, ...page }: ListVersions = {}): Promise<VersionRow[]> {
  const parsed = filter ? parseFilter(filter) : undefined
  return read(ctx, (db) => {
    const { where, params } = parsed ? versionCondition(parsed, commonIn(db)) : { where: 'true', params: {} }
    if (model === undefined) return versionRows(db, where, params, page)
    requireModel(db, model)
    return versionRows(db, `v.model = :model and (${where})`, { ...params, model }, page)
  })
}

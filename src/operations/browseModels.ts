import { type Policy, policyFor } from '../core/policy'
import { after } from '../index/before'
import { type ModelRow, modelRows, modelRowsAt } from '../index/models'
import { policiesIn } from '../index/policies'
import type { Page } from '../index/versions'
import { basisAt } from './basis'
import type { Context } from './context'
import { read } from './read'

/** A model with the rules that it stands under. */
export interface BrowsedModel extends ModelRow {
  policy: Policy
}

export interface BrowseModels extends Page {
  /** As they were at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

/** A page of all models, by name. */
export function browseModels(ctx: Context, { at, ...page }: BrowseModels = {}): Promise<BrowsedModel[]> {
  return read(ctx, (db) => {
    const basis = at === undefined ? undefined : basisAt(db, at)
    if (at !== undefined && !basis) return []
    const policies = policiesIn(db, basis && after(basis.seq))
    const rows = basis ? modelRowsAt(db, basis.seq, 'true', {}, page) : modelRows(db, 'true', {}, page)
    return rows.map((row) => ({ ...row, policy: policyFor(policies, row.model) }))
  })
}

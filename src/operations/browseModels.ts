import type { Policy } from '../core/policy'
import { type ModelRow, modelRows } from '../index/models'
import type { Page } from '../index/versions'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'

/** A model with the rules that it stands under. */
export interface BrowsedModel extends ModelRow {
  policy: Policy
}

/** A page of all models, by name. */
export function browseModels(ctx: Context, page: Page = {}): Promise<BrowsedModel[]> {
  return read(ctx, (db) => modelRows(db, 'true', {}, page).map((row) => ({ ...row, policy: policyOf(db, row.model) })))
}

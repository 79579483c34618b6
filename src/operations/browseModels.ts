import type { Policy } from '../core/policy'
import { type Drift, driftOf } from '../index/drift'
import { type ModelRow, modelRows } from '../index/models'
import { rolloutsOf } from '../index/serving'
import { type Page, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'

/** A model with the rules that it stands under. */
export interface BrowsedModel extends ModelRow {
  policy: Policy
  /** By stage: the version that gets a part of its traffic. */
  rollouts: Record<string, { version: number; percent: number }>
  /** Environments that run something else than their stage has. */
  drift: Drift[]
}

/** A page of all models, by name. */
export function browseModels(ctx: Context, page: Page = {}): Promise<BrowsedModel[]> {
  return read(ctx, (db) => modelRows(db, 'true', {}, page).map((row) => browsed(db, row)))
}

/** A model's row with what else is to be seen of it at once. */
export function browsed(db: Db, row: ModelRow): BrowsedModel {
  const policy = policyOf(db, row.model)
  const rollouts = Object.entries(rolloutsOf(db, row.model)).map(([stage, { version, percent }]) => {
    return [stage, { version: versionById(db, version)!.version, percent }] as const
  })
  return { ...row, policy, rollouts: Object.fromEntries(rollouts), drift: driftOf(db, row.model, policy) }
}

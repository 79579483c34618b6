import { modelRow } from '../index/models'
import { standingOf } from '../index/standing'
import { type VersionRow, versionById } from '../index/versions'
import { browsed, type BrowsedModel } from './browseModels'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface ShownModel extends BrowsedModel {
  /** stage → who held it, the latest last; of each exclusive stage. */
  holders: Record<string, VersionRow[]>
}

/** How many holders of a stage are told. */
const remembered = 50

/** A model and where it stands: what a person looks at before a promotion or a rollback. */
export function showModel(ctx: Context, { model }: { model: string }): Promise<ShownModel> {
  return read(ctx, (db) => {
    requireModel(db, model)
    const policy = policyOf(db, model)
    const standing = standingOf(db, model, policy.exclusive)
    const holders = policy.exclusive.map((stage) => {
      // A stage that was left empty has earlier holders, but nobody to go back from.
      const ids = standing.occupants[stage] ? (standing.holders[stage] ?? []) : []
      return [stage, ids.slice(-remembered).map((id) => versionById(db, id)!)] as const
    })
    return { ...browsed(db, modelRow(db, model)!), holders: Object.fromEntries(holders) }
  })
}

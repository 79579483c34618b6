import { type Policy, policyFor } from '../core/policy/policy'
import { type Drift, driftOf } from '../index/drift'
import { after } from '../index/before'
import { numberOf } from '../index/find'
import { type ModelRow, modelRows, modelRowsAt } from '../index/models'
import { policiesIn } from '../index/policies'
import { rolloutsOf, servedModels } from '../index/serving'
import type { Page } from '../index/versions'
import type { Db } from '../sqlite/db'
import { basisAt } from './basis'
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

export interface BrowseModels extends Page {
  /** As they were at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

/** A page of all models, by name. */
export function browseModels(ctx: Context, { at, ...page }: BrowseModels = {}): Promise<BrowsedModel[]> {
  return read(ctx, (db) => {
    const basis = at === undefined ? undefined : basisAt(db, at)
    if (at !== undefined && !basis) return []
    const rows = basis ? modelRowsAt(db, basis.seq, 'true', {}, page) : modelRows(db, 'true', {}, page)
    const policies = policiesIn(db, basis && after(basis.seq))
    // Few models of many are served as far as anybody said: the others need not be asked for.
    const served = new Set(servedModels(db))
    return rows.map((row) => {
      const policy = policyFor(policies, row.model)
      if (!served.has(row.model)) return { ...row, policy, rollouts: {}, drift: [] }
      return { ...row, ...servingOf(db, row.model, policy, basis?.seq) }
    })
  })
}

/** A model's row with what else is to be seen of it at once. */
export function browsed(db: Db, row: ModelRow): BrowsedModel {
  return { ...row, ...servingOf(db, row.model, policyOf(db, row.model)) }
}

/** As of now, or as of after commit `seq`. */
function servingOf(db: Db, model: string, policy: Policy, seq?: number): Omit<BrowsedModel, keyof ModelRow> {
  const rollouts = Object.entries(rolloutsOf(db, model, seq)).map(([stage, { version, percent }]) => {
    return [stage, { version: numberOf(db, version), percent }] as const
  })
  return { policy, rollouts: Object.fromEntries(rollouts), drift: driftOf(db, model, policy, seq) }
}

import { versionRowsAt } from '../index/asOf'
import { type Override, overridesOf } from '../index/gates'
import { type Page, type VersionRow, versionsOf } from '../index/versions'
import { requireBasis } from './basis'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

/** A version with what is to be seen of it at once. */
export interface BrowsedRow extends VersionRow {
  /** That it got on though a gate refused it. */
  override: Override | null
}

export interface BrowseVersions extends Page {
  model: string
  /** As they were at this instant (ISO 8601, UTC). */
  at?: string | undefined
}

/** A page of a model's versions, newest first. Throws before-registry where there was no model to have any. */
export function browseVersions(ctx: Context, { model, at, ...page }: BrowseVersions): Promise<BrowsedRow[]> {
  return read(ctx, (db) => {
    const basis = at === undefined ? undefined : requireBasis(db, at)
    requireModel(db, model, basis)
    const rows = basis ? versionRowsAt(db, basis.seq, 'v.model = :model', { model }, page) : versionsOf(db, model, page)
    const ids = rows.map(({ id }) => id)
    const overrides = overridesOf(db, ids, basis?.seq)
    return rows.map((row) => ({ ...row, override: overrides[row.id] ?? null }))
  })
}

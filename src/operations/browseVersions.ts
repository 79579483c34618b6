import { type Override, overridesOf } from '../index/gates'
import { type Page, type VersionRow, versionsOf } from '../index/versions'
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
}

/** A page of a model's versions, newest first. */
export function browseVersions(ctx: Context, { model, ...page }: BrowseVersions): Promise<BrowsedRow[]> {
  return read(ctx, (db) => {
    requireModel(db, model)
    const rows = versionsOf(db, model, page)
    const overrides = overridesOf(
      db,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => ({ ...row, override: overrides[row.id] ?? null }))
  })
}

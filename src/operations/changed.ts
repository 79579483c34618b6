import { type ModelRow, modelRow } from '../index/models'
import { type VersionRow, versionById } from '../index/versions'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'
import { read } from './read'

// The new state, as small changes answer it. While pending it is still the old one.

export type ChangedVersion = VersionRow & { pending: boolean }
export type ChangedModel = ModelRow & { pending: boolean }

export async function changedVersion(ctx: Context, id: string, outcome: Outcome): Promise<ChangedVersion> {
  return { ...(await read(ctx, (db) => versionById(db, id)!)), pending: outcome.state === 'pending' }
}

export async function changedModel(ctx: Context, model: string, outcome: Outcome): Promise<ChangedModel> {
  return { ...(await read(ctx, (db) => modelRow(db, model)!)), pending: outcome.state === 'pending' }
}

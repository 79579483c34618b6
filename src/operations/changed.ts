import { type ModelRow, modelRow } from '../index/models'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'
import { read, readAhead } from './read'
import { type AnyVersion, anyVersion } from './anyVersion'

// The new state, as small changes answer it. While pending it is still the old one.

export type ChangedVersion = AnyVersion & { pending: boolean }
export type ChangedModel = ModelRow & { pending: boolean }

export async function changedVersion(ctx: Context, id: string, outcome: Outcome): Promise<ChangedVersion> {
  return { ...(await anyVersion(ctx, id)), pending: outcome.state === 'pending' }
}

export async function changedModel(ctx: Context, model: string, outcome: Outcome): Promise<ChangedModel> {
  const known = await read(ctx, (db) => modelRow(db, model))
  return { ...(known ?? (await readAhead(ctx, (db) => modelRow(db, model)!))), pending: outcome.state === 'pending' }
}

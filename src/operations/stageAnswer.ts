import type { EventOf } from '../core/event'
import { eventRows } from '../index/history'
import { versionById } from '../index/versions'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'
import { read } from './read'
import { anyVersion } from './anyVersion'

/** What a promotion, a rollback or an archiving answers. */
export interface StageAnswer {
  model: string
  /** null while it is pending itself. */
  version: number | null
  id: string
  /** The stage the version is in now; while pending, the one it is still in. */
  stage: string
  from: string
  /** The version that held the stage before, if it was displaced. */
  displaced: number | null
  gate: null
  aliases: string[]
  pending: boolean
}

/** Reads back what an append came to. A commit may hold several moves, of several versions. */
export async function stageAnswer(ctx: Context, id: string, outcome: Outcome): Promise<StageAnswer> {
  const version = await anyVersion(ctx, id)
  return read(ctx, (db) => {
    const event =
      outcome.state === 'landed'
        ? (eventRows(db, "e.seq = :seq and e.type = 'stage.entered' and e.version = :id", { seq: outcome.seq, id }).at(
            -1,
          )?.body as EventOf<'stage.entered'> | undefined)
        : undefined
    const displaced = event?.displaced ? versionById(db, event.displaced) : undefined
    return {
      model: version.model,
      version: version.version,
      id,
      stage: version.stage,
      from: event?.from ?? version.stage,
      displaced: displaced?.version ?? null,
      gate: null,
      aliases: version.aliases,
      pending: outcome.state === 'pending',
    }
  })
}

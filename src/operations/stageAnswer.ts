import type { EventOf } from '../core/event'
import { eventRows } from '../index/history'
import { type VersionRow, versionById } from '../index/versions'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'
import { read } from './read'

/** What a promotion, a rollback or an archiving answers. */
export interface StageAnswer {
  model: string
  version: number
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

/** Reads back what an append came to. */
export function stageAnswer(ctx: Context, id: string, outcome: Outcome): Promise<StageAnswer> {
  return read(ctx, (db) => {
    const version: VersionRow = versionById(db, id)!
    const event =
      outcome.state === 'landed'
        ? (eventRows(db, "e.seq = :seq and e.type = 'stage.entered'", { seq: outcome.seq })[0]?.body as
            EventOf<'stage.entered'> | undefined)
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

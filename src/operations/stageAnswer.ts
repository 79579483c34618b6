import type { EventOf } from '../core/event'
import { GateReport } from '../core/gate/report'
import { eventRows } from '../index/history'
import { rolloutsOf } from '../index/serving'
import { versionById } from '../index/versions'
import type { Outcome } from '../log/openLog'
import type { Db } from '../sqlite/db'
import { anyVersion } from './anyVersion'
import { documentOf } from './blobs'
import type { Context } from './context'
import { read } from './read'

/** What a promotion, a rollback, a rollout or an archiving answers. */
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
  /** What the gate said, and whether that was overridden; null where no gate was asked. */
  gate: (GateReport & { override: boolean }) | null
  /** Where the version is being rolled out, or was just taken back: the stage, and its share of the traffic in percent. */
  rollout?: { stage: string; percent: number }
  aliases: string[]
  pending: boolean
}

/** Reads back what an append came to. A commit may hold several moves, of several versions. */
export async function stageAnswer(ctx: Context, id: string, outcome: Outcome): Promise<StageAnswer> {
  const version = await anyVersion(ctx, id)
  const { event, displaced, rollout } = await read(ctx, (db) => {
    const event = outcome.state === 'landed' ? moveAt(db, outcome.seq, id) : undefined
    const displaced = event?.type === 'stage.entered' && event.displaced ? versionById(db, event.displaced) : undefined
    const [running] = Object.entries(rolloutsOf(db, version.model)).filter(([, { version: of }]) => of === id)
    const rollout =
      event?.type === 'rollout.set'
        ? { stage: event.stage, percent: event.percent }
        : running && { stage: running[0], percent: running[1].percent }
    return { event, displaced, rollout }
  })
  return {
    model: version.model,
    version: version.version,
    id,
    stage: version.stage,
    from: event?.type === 'stage.entered' ? event.from : version.stage,
    displaced: displaced?.version ?? null,
    gate: event?.gate
      ? { ...(await documentOf(ctx, event.gate, GateReport)), override: event.override ?? false }
      : null,
    ...(rollout ? { rollout } : {}),
    aliases: version.aliases,
    pending: outcome.state === 'pending',
  }
}

function moveAt(db: Db, seq: number, id: string): EventOf<'stage.entered' | 'rollout.set'> | undefined {
  const where = "e.seq = :seq and e.type in ('stage.entered', 'rollout.set') and e.version = :id"
  return eventRows(db, where, { seq, id }).at(-1)?.body as EventOf<'stage.entered' | 'rollout.set'> | undefined
}

import type { Standing } from '../core/stages'
import type { Db } from '../sqlite/db'
import { byStage } from './find'

/** Where a model stands now: what deciding a promotion, a rollback or an alias needs. */
export function standingOf(db: Db, model: string, stages: readonly string[]): Standing {
  const holders = new Map<string, string[]>()
  const rows = db.all<{ stage: string; id: string }>(
    `select h.stage, v.id from holder h join version v on v.key = h.version
      where h.model = :model order by h.stage, h.depth`,
    { model },
  )
  for (const { stage, id } of rows) (holders.get(stage) ?? holders.set(stage, []).get(stage)!).push(id)
  const occupants: Record<string, string> = {}
  for (const stage of stages) {
    const id = byStage(db, model, stage)
    if (id) occupants[stage] = id
  }
  return { holders: Object.fromEntries(holders), occupants, aliases: aliasesOf(db, model) }
}

/** Who held a stage, the present holder last; empty when nobody holds it. */
export function holdersOf(db: Db, model: string, stage: string): string[] {
  const rows = db.all<{ id: string; stage: string }>(
    `select v.id, v.stage from holder h join version v on v.key = h.version
      where h.model = :model and h.stage = :stage order by h.depth`,
    { model, stage },
  )
  return rows.at(-1)?.stage === stage ? rows.map(({ id }) => id) : []
}

export function aliasesOf(db: Db, model: string): Record<string, string> {
  const rows = db.all<{ name: string; id: string }>(
    'select a.name, v.id from alias a join version v on v.key = a.version where a.model = :model order by a.name',
    { model },
  )
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]))
}

/** Who put a version where it is: the actor of the event by which it entered its stage. */
export function enteredBy(db: Db, id: string): string | undefined {
  return db.get<{ name: string }>(
    'select c.name from version v join commits c on c.seq = v.entered_seq where v.id = :id',
    { id },
  )?.name
}

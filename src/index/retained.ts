import type { Retained } from '../core/retention'
import type { Db } from '../sqlite/db'

/** The versions of a model as retention looks at them, in the order in which they came. */
export const retainedOf = (db: Db, model: string): Retained[] =>
  db
    .all<{ id: string; stage: string; at: string; moved: string | null }>(
      `select v.id, v.stage, v.at, c.at as moved from version v left join commits c on c.seq = v.entered_seq
        where v.model = :model order by v.number`,
      { model },
    )
    .map(({ id, stage, at, moved }) => ({
      ...{ id, stage, registeredAt: Date.parse(at) },
      ...(moved === null ? {} : { movedAt: Date.parse(moved) }),
    }))

/** Every version that ever entered a stage, in that order, as often as it did. */
export const entrantsOf = (db: Db, model: string, stage: string): string[] =>
  db
    .all<{ id: string }>(
      `select v.id from version v join stage_change s on s.version = v.key
        where v.model = :model and s.stage = :stage order by s.seq, s.n`,
      { model, stage },
    )
    .map(({ id }) => id)

/** Every version of the registry. */
export const versionIds = (db: Db): string[] =>
  db.all<{ id: string }>('select id from version order by key').map(({ id }) => id)

/** Blobs that events name otherwise than as the file of a version: cards, gate reports, histories of runs. */
export const documentsNamed = (db: Db): Set<string> =>
  new Set(
    db
      .all<{ sha256: string | null }>(
        `select coalesce(body ->> 'gate', body ->> 'report', body ->> 'history', body ->> 'card') as sha256 from event
          where type in ('stage.entered', 'rollout.set', 'alias.moved', 'promotion.refused', 'run.recorded', 'card.saved')
            and problem is null`,
      )
      .flatMap(({ sha256 }) => sha256 ?? []),
  )

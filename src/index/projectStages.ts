import type { EventOf } from '../core/event'
import type { Statement } from '../sqlite/db'
import { keyOf, known } from './knownVersion'

/** Who is in a stage, who held it, and which rollouts that ends. */
export function entered(
  { model, version, to, displaced, kind }: EventOf<'stage.entered'>,
  seq: number,
  n: number,
): Statement[] {
  const top = (column: string) =>
    `(select ${column} from holder where model = +:model and stage = +:stage order by depth desc limit 1)`
  const statements: Statement[] = [
    {
      // Another version, or none, holds the stage now, or the candidate is gone.
      sql: `insert or replace into rollout_change select model, stage, :seq, :n, null, 0 from (
          select model, stage, version from rollout_change r where model = :model
          and not exists (select 1 from rollout_change later where later.model = r.model and later.stage = r.stage
            and (later.seq, later.n) > (r.seq, r.n)))
        where version is not null and (select 1 ${known})
          and (stage = :to or stage = (select stage ${known}) or (:to = 'archived' and version = ${keyOf}))`,
      params: { model, version, to, seq, n },
    },
    {
      // Leaving another stage: its top goes, if that is this version.
      sql: `delete from holder where model = :model
        and stage = (select stage ${known} and stage <> :to)
        and version = ${keyOf}
        and depth = (select h.depth from holder h where h.model = holder.model and h.stage = holder.stage
          order by h.depth desc limit 1)`,
      params: { model, version, to },
    },
    {
      sql: 'update version set stage = :to, entered_seq = :seq, entered_n = :n where id = :version and model = :model',
      params: { version, model, to, seq, n },
    },
    {
      sql: `insert or replace into stage_change select key, :seq, :n, :model, :to ${known}`,
      params: { version, model, to, seq, n },
    },
  ]
  if (displaced && displaced !== version)
    statements.push(
      {
        sql: `update version set stage = 'archived', entered_seq = :seq, entered_n = :n
          where id = :displaced and model = :model and (select 1 ${known})`,
        params: { displaced, version, model, seq, n },
      },
      {
        sql: `insert or replace into stage_change select key, :seq, :n, :model, 'archived' from version where id = :displaced
          and model = :model and (select 1 ${known})`,
        params: { displaced, version, model, seq, n },
      },
    )
  if (kind === 'rollback')
    statements.push({
      sql: `delete from holder where model = :model and stage = :stage and depth > (
        select max(depth) from holder where model = :model and stage = :stage and version = ${keyOf})`,
      params: { model, stage: to, version },
    })
  statements.push({
    // A null is ignored: the version is not known, or is on top already. A select would go by way of a table of its own.
    sql: `insert or ignore into holder (model, stage, depth, version) values (:model, :stage, coalesce(${top('depth')}, 0) + 1,
      (select key ${known} and key is not ${top('version')}))`,
    params: { model, stage: to, version },
  })
  return statements
}

export const rolledOut = (
  { model, version, stage, percent }: EventOf<'rollout.set'>,
  seq: number,
  n: number,
): Statement => ({
  sql: `insert or replace into rollout_change select :model, :stage, :seq, :n, iif(:percent > 0, key, null), :percent ${known}`,
  params: { model, version, stage, percent, seq, n },
})

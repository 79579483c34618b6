import type { Db } from '../sqlite/db'
import { type Before, ever } from './before'

/** So many versions before one are looked at. */
const most = 1000

/** The last version of a model before number `number` that had a saved card by then. */
export const cardBefore = (db: Db, model: string, number: number, before: Before = ever): string | undefined =>
  db.get<{ id: string }>(
    `select v.id from version v
      where v.model = :model and v.number < :number and v.number >= :number - ${most} and exists (
        select 1 from event e
        where e.version = v.id and e.type = 'card.saved' and e.model = v.model and (e.seq, e.n) < (:seq, :n)
          and e.problem is null and e.distrust is null)
      order by v.number desc limit 1`,
    { model, number, ...before },
  )?.id

import type { TrustedState } from '../core/distrust'
import type { Db } from '../sqlite/db'
import { policiesIn } from './policies'
import { holdersOf } from './standing'

/** What trust in an event depends on, as of now. */
export const trustedStateOf = (db: Db): TrustedState => ({
  get policies() {
    return policiesIn(db)
  },
  stageOf: (model, id) =>
    db.get<{ stage: string }>('select stage from version where id = :id and model = :model', { id, model })?.stage,
  holdersOf: (model, stage) => holdersOf(db, model, stage),
})

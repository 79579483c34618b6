import { isExclusive } from '../core/policy/policy'
import { type Entry, lastEntries as entriesIn } from '../index/gates'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read } from './read'

/** So many are looked at: the others were longer ago. */
const most = 200

/** Who holds an exclusive stage, those who entered it last first: the days that people ask about. */
export const lastEntries = (ctx: Context, { limit }: { limit: number }): Promise<Entry[]> =>
  read(ctx, (db) =>
    entriesIn(db, most)
      .filter(({ model, stage }) => isExclusive(policyOf(db, model), stage))
      .slice(0, limit),
  )

import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

export interface TimelineOf {
  model: string
}

export const traceTimeline = (
  ctx: Context,
  { model }: { model: string; at?: string | undefined },
): Promise<TimelineOf> =>
  read(ctx, (db) => {
    requireModel(db, model)
    return { model }
  })

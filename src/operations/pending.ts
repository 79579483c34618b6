import type { OutboxItem } from '../log/outbox'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'

/** Something that is not known to be in the log. */
export interface PendingItem {
  id: string
  createdAt: string
  operation: string
  model: string | null
  state: OutboxItem['state']
  refusal: OutboxItem['refusal'] | null
}

export function listPending(ctx: Context): PendingItem[] {
  return ctx.log.pending().map(({ id, createdAt, intent, state, refusal }) => ({
    id,
    createdAt,
    operation: intent.operation,
    model: (intent.args as { model?: string }).model ?? null,
    state,
    refusal: refusal ?? null,
  }))
}

/** Decides it again on the state as it is now. `id` may be the beginning of one. */
export const retryPending = (ctx: Context, id: string): Promise<Outcome> => ctx.log.retry(id)

/** Gives it up. It is answered as landed if it turns out to be in the log after all. */
export const dropPending = (ctx: Context, id: string): Promise<Outcome | { state: 'dropped' }> => ctx.log.drop(id)

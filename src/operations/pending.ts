import type { Refusal } from '../core/refusal'
import type { Intent, OutboxItem } from '../log/outbox'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'

/** Something that is not known to be in the log. */
export interface PendingItem {
  id: string
  createdAt: string
  operation: string
  model: string | null
  /** The id of the version that it is about. */
  version: string | null
  /** The stage, alias or label that it is to have. */
  target: string | null
  /** `conflict`: it does not hold any more, and waits for a decision. */
  state: 'open' | 'conflict'
  refusal: Refusal | null
}

interface KnownArgs {
  model?: string
  id?: string
  stage?: string
  alias?: string
  label?: string
  seen?: unknown
}

export const listPending = (ctx: Context): PendingItem[] => ctx.log.pending().map(pendingItem)

function pendingItem({ id, createdAt, intent, state, refusal }: OutboxItem): PendingItem {
  const { model, id: version, stage, alias, label } = intent.args as KnownArgs
  return {
    id,
    createdAt,
    operation: intent.operation,
    model: model ?? null,
    version: version ?? null,
    target: stage ?? alias ?? label ?? null,
    state: state === 'conflict' ? 'conflict' : 'open',
    refusal: refusal ?? null,
  }
}

/** Decides it again on the state as it is now. `id` may be the beginning of one. */
export async function retryPending(ctx: Context, id: string): Promise<Outcome> {
  const [item, ...others] = ctx.log.pending().filter((other) => other.id.startsWith(id))
  return ctx.log.retry(id, item && !others.length ? termsOf(item) : undefined)
}

/** The reason of the conflict said who holds the stage now, or whose card is there: whoever repeats it has seen that. */
function termsOf({ intent, refusal }: OutboxItem): Intent {
  if (refusal?.code === 'card-changed')
    return { ...intent, args: { ...(intent.args as KnownArgs), base: refusal.details?.['card'] ?? null } }
  if (refusal?.code !== 'holder-changed') return intent
  const holder = (refusal.details?.['holder'] as { id: string } | null | undefined)?.id ?? null
  return { ...intent, args: { ...(intent.args as KnownArgs), seen: { holder } } }
}

/** Gives it up. It is answered as landed if it turns out to be in the log after all. */
export const dropPending = (ctx: Context, id: string): Promise<Outcome | { state: 'dropped' }> => ctx.log.drop(id)

import type { Event } from '../core/event'
import type { Intent } from '../log/outbox'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'

/** How an operation that writes becomes events: by what it says on the state that it finds, now or at another time. */
export interface Decision<Args> {
  readonly operation: string
  /** The events that it comes to, none if things are so already; throws a RegistryError where it may not be. */
  decide(db: Db, args: Args, moment: Moment): Event[]
  /** The operation with its arguments, as the log keeps it until it is done. */
  intent(args: Args): Intent
}

export function decision<Args>(operation: string, decide: Decision<Args>['decide']): Decision<Args> {
  return { operation, decide, intent: (args) => ({ operation, args }) }
}

import type { Event } from '../core/event'
import type { Intent } from '../log/outbox'
import type { Db } from '../sqlite/db'
import { decideArchive } from './archiveVersion'
import { decideDescription } from './describe'
import { decideEvaluation } from './evaluateVersion'
import { decidePromotion } from './promoteVersion'
import { decideRegistration } from './registerVersion'
import { decideAliasRemoval } from './removeAlias'
import { decideRollback } from './rollbackModel'
import { decideAlias } from './setAlias'

/** What each operation comes to, as events, on the state that it finds; throws a RegistryError where it may not be. */
const deciders = {
  register: decideRegistration,
  evaluate: decideEvaluation,
  promote: decidePromotion,
  rollback: decideRollback,
  archive: decideArchive,
  setAlias: decideAlias,
  removeAlias: decideAliasRemoval,
  describe: decideDescription,
}
type Deciders = typeof deciders

/** The intent of an operation, with just what it needs to be decided again at another time. */
export function intentOf<O extends keyof Deciders>(operation: O, args: Parameters<Deciders[O]>[1]): Intent {
  return { operation, args }
}

/** Intents come from this build, or from the outbox, where only a build of this line puts them. */
export function decide(db: Db, { operation, args }: Intent): Event[] {
  const decider = deciders[operation as keyof Deciders] as ((db: Db, args: unknown) => Event[]) | undefined
  if (!decider) throw new Error(`the outbox holds an unknown operation: ${operation}`)
  return decider(db, args)
}

import { defaultPolicy, type Policy } from '../core/policy'
import type { Db } from '../sqlite/db'

/** The policy in force for a model. Only what is in the log counts; until one is there, it is the default. */
export function policyOf(_db: Db, _model: string): Policy {
  return defaultPolicy
}

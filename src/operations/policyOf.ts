import { type Policy, policyFor } from '../core/policy/policy'
import type { PolicyDocument } from '../core/policy/policyDocument'
import type { Before } from '../index/before'
import { policiesIn } from '../index/policies'
import type { Db } from '../sqlite/db'

/** The policies in force. Only what is in the log counts. */
export const policiesOf = (db: Db): PolicyDocument => policiesIn(db)

/** The policy in force for a model, now or before a moment; until one is applied, the default. */
export const policyOf = (db: Db, model: string, before?: Before): Policy => policyFor(policiesIn(db, before), model)

import { type Policy, policyFor } from '../core/policy'
import type { PolicyDocument } from '../core/policyDocument'
import { policiesIn } from '../index/policies'
import type { Db } from '../sqlite/db'

/** The policies in force. Only what is in the log counts. */
export const policiesOf = (db: Db): PolicyDocument => policiesIn(db)

/** The policy in force for a model; until one is applied, the default. */
export const policyOf = (db: Db, model: string): Policy => policyFor(policiesOf(db), model)

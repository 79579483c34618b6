import { deployedModels, type Drift, driftOf } from '../index/drift'
import type { Db } from '../sqlite/db'
import { policyOf } from './policyOf'

/** Wherever something else is served than the registry says. */
export const allDrift = (db: Db): Drift[] =>
  deployedModels(db).flatMap((model) => driftOf(db, model, policyOf(db, model)))

import { ambiguousReference, noSuchModel, noSuchStage, noSuchVersion, stageEmpty } from '../core/errors'
import { allStages, stageNamed } from '../core/policy'
import { isIdPrefix, numberOf, parseReference, type Reference } from '../core/reference'
import {
  byAlias,
  byIdPrefix,
  byLabel,
  byNumber,
  byStage,
  latest,
  modelExists,
  modelNames,
  selectorsOf,
} from '../index/find'
import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { nearest } from './nearest'
import { policyOf } from './policyOf'

/** The version that a reference means now. Throws bad-reference, no-such-model, no-such-version or ambiguous-reference. */
export function resolveReference(db: Db, text: string): VersionRow {
  const reference = parseReference(text)
  requireModel(db, reference.model)
  return versionById(db, idOf(db, reference))!
}

export function requireModel(db: Db, model: string): void {
  if (!modelExists(db, model)) throw noSuchModel(model, nearest(model, modelNames(db)))
}

/** The stage that is meant, in whatever case it is written. Throws no-such-stage, with the nearest name. */
export function requireStage(db: Db, model: string, stage: string): string {
  const policy = policyOf(db, model)
  const stages = allStages(policy)
  const found = stageNamed(policy, stage)
  if (found === undefined) throw noSuchStage(model, stage, stages, nearest(stage, stages))
  return found
}

function idOf(db: Db, { model, selector }: Reference): string {
  const number = numberOf(selector)
  const policy = policyOf(db, model)
  const stages = allStages(policy)
  const stage = stageNamed(policy, selector)
  const found =
    (number !== undefined ? byNumber(db, model, number) : undefined) ??
    byAlias(db, model, selector) ??
    (stage === undefined ? undefined : byStage(db, model, stage)) ??
    (selector === 'latest' ? latest(db, model) : undefined) ??
    byLabel(db, model, selector)
  if (found) return found
  if (isIdPrefix(selector)) {
    const ids = byIdPrefix(db, model, selector)
    if (ids.length > 1) throw ambiguousReference(selector, ids.length)
    if (ids[0]) return ids[0]
  }
  if (stage !== undefined) throw stageEmpty(model, stage)
  throw noSuchVersion(model, selector, nearest(selector, [...selectorsOf(db, model), ...stages, 'latest']))
}

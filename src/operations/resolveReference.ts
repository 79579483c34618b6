import { ambiguousReference, noSuchModel, noSuchStage, noSuchVersion, stageEmpty } from '../core/errors'
import { allStages } from '../core/policy'
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

/** Throws no-such-stage, with the nearest name. */
export function requireStage(db: Db, model: string, stage: string): void {
  const stages = allStages(policyOf(db, model))
  if (!stages.includes(stage)) throw noSuchStage(model, stage, stages, nearest(stage, stages))
}

function idOf(db: Db, { model, selector }: Reference): string {
  const number = numberOf(selector)
  const stages = allStages(policyOf(db, model))
  const found =
    (number !== undefined ? byNumber(db, model, number) : undefined) ??
    byAlias(db, model, selector) ??
    (stages.includes(selector) ? byStage(db, model, selector) : undefined) ??
    (selector === 'latest' ? latest(db, model) : undefined) ??
    byLabel(db, model, selector)
  if (found) return found
  if (isIdPrefix(selector)) {
    const ids = byIdPrefix(db, model, selector)
    if (ids.length > 1) throw ambiguousReference(selector, ids.length)
    if (ids[0]) return ids[0]
  }
  if (stages.includes(selector)) throw stageEmpty(model, selector)
  throw noSuchVersion(model, selector, nearest(selector, [...selectorsOf(db, model), ...stages, 'latest']))
}

import { modelMadeLater, nothingCalled, registeredLater, stageEmptyThen } from '../core/asOfErrors'
import { ambiguousReference, noSuchModel, noSuchStage, noSuchVersion, stageEmpty } from '../core/errors'
import { allStages, stageNamed } from '../core/policy/policy'
import { isIdPrefix, numberOf, parseReference, type Reference } from '../core/reference'
import { versionByIdAt } from '../index/asOf'
import { after, type Before } from '../index/before'
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
import { modelRow } from '../index/models'
import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Basis } from './basis'
import { nearest } from './nearest'
import { policyOf } from './policyOf'

/**
 * The version that a reference means now, or meant at the time of `basis`, as it was then. Throws bad-reference,
 * no-such-model, no-such-version or ambiguous-reference.
 */
export function resolveReference(db: Db, text: string, basis?: Basis): VersionRow {
  const id = resolveId(db, text, basis)
  return basis ? versionByIdAt(db, id, basis.seq)! : versionById(db, id)!
}

/** As resolveReference, but its id alone. */
export function resolveId(db: Db, text: string, basis?: Basis): string {
  const reference = parseReference(text)
  requireModel(db, reference.model, basis)
  return idOf(db, reference, basis)
}

/** Throws no-such-model. */
export function requireModel(db: Db, model: string, basis?: Basis): void {
  const before = basis && after(basis.seq)
  if (modelExists(db, model, before)) return
  const known = modelRow(db, model)
  if (basis && known) throw modelMadeLater(model, timeOf(basis), known.createdAt)
  throw noSuchModel(model, nearest(model, modelNames(db, undefined, before)))
}

/** What was asked for, in the words of a refusal. */
const timeOf = ({ asked, at }: Basis): string => asked ?? at

/** The stage that is meant, in whatever case it is written. Throws no-such-stage, with the nearest name. */
export function requireStage(db: Db, model: string, stage: string): string {
  const policy = policyOf(db, model)
  const stages = allStages(policy)
  const found = stageNamed(policy, stage)
  if (found === undefined) throw noSuchStage(model, stage, stages, nearest(stage, stages))
  return found
}

function idOf(db: Db, { model, selector }: Reference, basis?: Basis): string {
  const before = basis && after(basis.seq)
  const policy = policyOf(db, model, before)
  const stage = stageNamed(policy, selector)
  const found = meant(db, { model, selector }, stage, before)
  if (found) return found
  const number = numberOf(selector)
  const later = basis && number !== undefined ? byNumber(db, model, number) : undefined
  if (basis && later) throw registeredLater(`${model}@${number}`, timeOf(basis), versionById(db, later)!.at)
  if (stage !== undefined) throw basis ? stageEmptyThen(model, stage, timeOf(basis)) : stageEmpty(model, stage)
  const near = nearest(selector, [...selectorsOf(db, model, before), ...allStages(policy), 'latest'])
  throw basis ? nothingCalled(model, selector, timeOf(basis), near) : noSuchVersion(model, selector, near)
}

function meant(db: Db, { model, selector }: Reference, stage: string | undefined, before?: Before): string | undefined {
  const number = numberOf(selector)
  const found =
    (number !== undefined ? byNumber(db, model, number, before) : undefined) ??
    byAlias(db, model, selector, before) ??
    (stage === undefined ? undefined : byStage(db, model, stage, before)) ??
    (selector === 'latest' ? latest(db, model, before) : undefined) ??
    byLabel(db, model, selector, before)
  if (found || !isIdPrefix(selector)) return found
  const ids = byIdPrefix(db, model, selector, before)
  if (ids.length > 1) throw ambiguousReference(selector, ids.length)
  return ids[0]
}

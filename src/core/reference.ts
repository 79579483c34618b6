import { badReference } from './errors'
import { isModelName } from './names'

/** A reference as written: which model, and what stands after the @. */
export interface Reference {
  model: string
  /** A number, `latest`, an alias, a stage, a label or the start of an id; resolved in that order. */
  selector: string
}

/**
 * Reads `model@3`, `model@v3`, `model@champion`, `model@latest`, `model@3fa9c1` and MLflow's
 * `models:/model/3`, `models:/model@alias`, `models:/model/Stage`. Throws bad-reference.
 */
export function parseReference(text: string): Reference {
  const trimmed = text.normalize('NFC').trim()
  const mlflow = /^models:\/+(.*)$/.exec(trimmed)
  const body = mlflow ? mlflow[1]! : trimmed
  const at = body.lastIndexOf('@')
  const split = mlflow && at < 0 ? body.lastIndexOf('/') : at
  if (split <= 0 || split === body.length - 1) throw badReference(text)
  const model = body.slice(0, split)
  const selector = body.slice(split + 1)
  if (!isModelName(model) || /[\s/@]/.test(selector)) throw badReference(text)
  return { model, selector: mlflow && at < 0 ? selector.toLowerCase() : selector }
}

/** The number in `3` or `v3`; undefined when it is something else. */
export function numberOf(selector: string): number | undefined {
  const match = /^v?([1-9]\d{0,15})$/i.exec(selector)
  return match ? Number(match[1]) : undefined
}

/** Could this be the beginning of a version's id? Four digits at least, so that words are rarely taken for ids. */
export const isIdPrefix = (selector: string): boolean => /^[0-9a-f]{4,64}$/.test(selector)

/** How a person is told which version is meant: `churn@3`, or by its id while it has no number. */
export const nameOf = ({ model, version, id }: { model: string; version: number | null; id: string }): string =>
  `${model}@${version ?? id.slice(0, 12)}`

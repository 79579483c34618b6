import { badMetric, badPair, badParent } from '../core/errors'
import type { Metric } from '../core/metric'
import { relations, type Param, type Relation } from '../core/record'

// What is typed as name=value, as a list of words.

/** `f1=0.91`, `f1/region=EU=0.87`: the last = separates. Only finite numbers can be typed. */
export function readMetric(text: string): Metric {
  const at = text.lastIndexOf('=')
  const [name, ...slice] = text.slice(0, at).split('/')
  if (at <= 0 || !name) throw badMetric(`"${text}"`, 'it is not name=value')
  const value = Number(text.slice(at + 1))
  if (text.slice(at + 1).trim() === '' || !Number.isFinite(value))
    throw badMetric(`"${text}"`, 'its value is not a finite number')
  return { name, value, ...(slice.length ? { slice: slice.join('/') } : {}) }
}

/** Numbers and true or false are read as such. */
export function readParams(texts: readonly string[] = []): Record<string, Param> {
  return Object.fromEntries(
    texts.map((text) => readPair('bad-param', text)).map(([name, value]) => [name, readParam(value)]),
  )
}

export function readTags(texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(texts.map((text) => readPair('bad-tag', text)))
}

/** `churn@3`, `churn@3:fine-tuned-from`; without a relation it is retrained-from. */
export function readParent(text: string): { reference: string; relation: Relation } {
  const [, reference = '', relation = 'retrained-from'] = /^(.*?@[^:]+)(?::(.+))?$/.exec(text) ?? []
  const known = relations.find((name) => name === relation)
  if (!reference || !known) throw badParent(text, relations)
  return { reference, relation: known }
}

function readPair(code: 'bad-param' | 'bad-tag', text: string): [string, string] {
  const at = text.indexOf('=')
  // The one name that JavaScript would lose.
  if (at <= 0 || text.startsWith('__proto__=')) throw badPair(code, text)
  return [text.slice(0, at), text.slice(at + 1)]
}

function readParam(text: string): Param {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}

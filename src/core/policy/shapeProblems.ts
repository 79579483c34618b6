import * as z from 'zod'
import { Rule, ruleShapes } from './policyDocument'
import { atKey, atValue, type Nearest, type Path, type PolicyProblem, unknownWord } from './problem'

/** A part of a document, and what it should look like. */
interface Part {
  schema: unknown
  value: unknown
  path: Path
}

/** Where a value is not of the shape that a schema asks for: a sentence each. */
export function shapeProblems(schema: z.ZodType, value: unknown, nearest: Nearest): PolicyProblem[] {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => said(issue, { schema, value, path: [] }, nearest))
}

/** `whole` is what the issue's path starts from. */
function said(issue: z.core.$ZodIssue, whole: Part, nearest: Nearest): PolicyProblem[] {
  const part = below(whole, issue.path)
  const { path, value } = part
  const name = nameOf(path)
  switch (issue.code) {
    case 'unrecognized_keys': {
      if (part.schema === Rule) return ruleProblems(part, nearest)
      const known = keysOf(part.schema).filter((key) => !has(value, key))
      return issue.keys.map((key) => unknownKey([...path, key], key, known, nearest))
    }
    case 'invalid_union':
      return part.schema === Rule ? ruleProblems(part, nearest) : unionProblems(issue, part, nearest)
    case 'invalid_type':
      if (value === undefined) return [atValue(path.slice(0, -1), `${name} is missing.`)]
      return [atValue(path, `${name} has to be ${kinds[issue.expected] ?? issue.expected}${butIs(value)}.`)]
    case 'invalid_value': {
      const values = issue.values.map(String)
      const meant = typeof value === 'string' ? nearest(value, values) : undefined
      const problem = atValue(path, `${name} has to be ${either(values)}${butIs(value)}.`)
      return [meant === undefined ? problem : { ...problem, nearest: meant }]
    }
    case 'too_small':
      return [atValue(path, `${name} ${tooSmall(issue)}.`)]
    case 'too_big':
      return [atValue(path, `${name} ${tooBig(issue)}.`)]
    case 'invalid_format':
      return [atValue(path, `${name} cannot be ${shown(value)}: ${issue.message}.`)]
    case 'invalid_key':
      return issue.issues.map((inner) =>
        atKey(
          path,
          `${shown(path.at(-1))} cannot stand here: ${inner.message.replace(/^Too small.*/, 'it is empty')}.`,
        ),
      )
    default:
      return [atValue(path, `${name} is not right: ${issue.message}.`)]
  }
}

const unknownKey = (path: Path, key: string, known: readonly string[], nearest: Nearest): PolicyProblem =>
  known.length
    ? unknownWord(atKey, path, { message: `Unknown key "${key}"`, word: key, known, nearest })
    : atKey(path, `Unknown key "${key}".`)

/** A rule is of the kind that its telling key says; what is wrong is said of that shape. */
function ruleProblems({ value, path }: Part, nearest: Nearest): PolicyProblem[] {
  const kinds = Object.keys(ruleShapes)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [atValue(path, `A rule has one of the keys ${kinds.join(', ')}${butIs(value)}.`)]
  const keys = Object.keys(value)
  const [kind, other] = Object.entries(ruleShapes).filter(([telling]) => keys.includes(telling))
  if (kind && other)
    return [atKey([...path, other[0]], `A rule is either ${kind[0]} or ${other[0]}, not both; write two rules.`)]
  if (kind)
    return shapeProblems(kind[1], value, nearest).map((problem) => ({ ...problem, path: [...path, ...problem.path] }))
  const inner = Object.values<z.ZodObject>(ruleShapes).flatMap((shape) => Object.keys(shape.shape))
  const strange = keys.filter((key) => !inner.includes(key))
  const near = strange.flatMap((key) => {
    const meant = nearest(key, kinds)
    return meant === undefined
      ? []
      : [{ ...atKey([...path, key], `Unknown key "${key}"; did you mean "${meant}"?`), nearest: meant }]
  })
  return near.length ? near : [atValue(path, `A rule has one of the keys ${kinds.join(', ')}; this one has none.`)]
}

/** Of the shapes that it may have, the one that it has most likely is gone by. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, { schema, value, path }: Part, nearest: Nearest) {
  const near = issue.errors.findIndex((issues) => issues.every((one) => one.code !== 'invalid_type' || one.path.length))
  if (near >= 0) {
    const option = schema instanceof z.ZodUnion ? schema.options[near] : undefined
    return (issue.errors[near] ?? []).flatMap((one) => said(one, { schema: option, value, path }, nearest))
  }
  const expected = issue.errors.flatMap((issues) =>
    issues.flatMap((one) => (one.code === 'invalid_type' ? [kinds[one.expected] ?? one.expected] : [])),
  )
  return [atValue(path, `${nameOf(path)} has to be ${either([...new Set(expected)])}${butIs(value)}.`)]
}

function below(whole: Part, path: readonly PropertyKey[]): Part {
  let { schema, value } = whole
  for (const key of path) {
    schema = schemaBelow(schema, String(key))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  const steps = path.map((key) => (typeof key === 'number' ? key : String(key)))
  return { schema: bare(schema), value, path: [...whole.path, ...steps] }
}

function schemaBelow(schema: unknown, key: string): unknown {
  const outer = bare(schema)
  if (outer instanceof z.ZodObject) return Reflect.get(outer.shape, key)
  if (outer instanceof z.ZodRecord) return outer.valueType
  if (outer instanceof z.ZodUnion)
    return outer.options.map((option) => schemaBelow(option, key)).find((inner) => inner !== undefined)
  return outer instanceof z.ZodArray ? outer.element : undefined
}

/** Without what only says that it may be left out. */
function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema
}

const keysOf = (schema: unknown): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])
const has = (value: unknown, key: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, key)

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return Number(minimum) <= 1 ? 'is empty' : `has to have ${minimum} characters or more`
  if (origin === 'array') return Number(minimum) <= 1 ? 'is empty' : `has to have ${minimum} entries or more`
  return inclusive ? `has to be ${minimum} or more` : `has to be more than ${minimum}`
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `is longer than ${maximum} characters`
  return origin === 'array' ? `has more than ${maximum} entries` : `has to be ${maximum} or less`
}

function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'The file'
  return typeof last === 'string'
    ? `"${last}"`
    : `Entry ${last + 1} of "${path.findLast((key) => typeof key === 'string')}"`
}

function butIs(value: unknown): string {
  return value === null ? ', but nothing is there' : `, not ${shown(value)}`
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  return typeof value === 'string' ? `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"` : String(value)
}

const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

import type { Signature, SignatureField } from './record'

/**
 * Why those who call a model with the inputs of `before` may not call one with those of `after`: inputs that were
 * removed, retyped, or are newly required. Empty when they may. Inputs without a name are compared by their place.
 */
export function incompatibilities(before: Signature, after: Signature): string[] {
  const [had, has] = [keyed(before.inputs), keyed(after.inputs)]
  return [
    ...[...had].flatMap(([key, field]) => {
      const now = has.get(key)
      return now ? changes(key, field, now) : [`${key} is gone`]
    }),
    ...[...has].flatMap(([key, field]) => (!had.has(key) && isRequired(field) ? [`${key} is new and required`] : [])),
  ]
}

/** By `input "age"`, or `input 2` where it has no name. */
function keyed(fields: readonly SignatureField[]): ReadonlyMap<string, SignatureField> {
  let unnamed = 0
  return new Map(
    fields.map((field) => [field.name === undefined ? `input ${++unnamed}` : `input "${field.name}"`, field]),
  )
}

const isRequired = ({ required, default: fallback }: SignatureField): boolean =>
  required !== false && fallback === undefined

function changes(key: string, before: SignatureField, after: SignatureField): string[] {
  if (before.type !== after.type) return [`${key} is ${after.type} and was ${before.type}`]
  if (!isSame(before.items, after.items) || !isSame(before.properties, after.properties))
    return [`${key} is still ${after.type}, but of something else`]
  const shapes = fits(before.shape, after.shape)
    ? []
    : [`${key} has the shape ${shapeText(after.shape)} and had ${shapeText(before.shape)}`]
  const required = isRequired(after) && !isRequired(before) ? [`${key} is required now`] : []
  return [...shapes, ...required]
}

type Shape = SignatureField['shape']

/** Does what has the shape `before` go into `after`? Where no shape is told, any goes. */
function fits(before: Shape, after: Shape): boolean {
  if (after === undefined) return true
  if (before === undefined || before.length !== after.length) return false
  return after.every((size, i) => isAny(size) || size === before[i])
}

/** -1, or a name such as `batch`, is any size. */
const isAny = (size: number | string): boolean => typeof size === 'string' || size < 0

const shapeText = (shape: Shape): string => (shape ? `[${shape.join(', ')}]` : 'any')

/** Two pieces of JSON, whatever the order of their keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
}

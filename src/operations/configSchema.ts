import * as z from 'zod'
import { PolicyDocument } from '../core/policy/policyDocument'
import { Config } from './workspace'

/** The part of JSON Schema that ours is made of. */
export interface Schema {
  type?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}

/** All of `pedigree.yaml`, its policies included, as editors know it. */
export const configSchema = (): Schema => ({
  ...{ title: 'pedigree.yaml: a registry, and the policies of its models' },
  ...(z.toJSONSchema(ConfigDocument, { io: 'input', target: 'draft-7' }) as Schema),
})

const ConfigDocument = z.strictObject({ ...Config.shape, ...PolicyDocument.shape })

/** What may stand at a path: several where it depends on more than is there. */
export function schemasAt(root: Schema, path: readonly (string | number)[], document: unknown): Schema[] {
  let [schemas, value] = [optionsOf(root, document), document]
  for (const step of path) {
    value = valueIn(value, step)
    schemas = schemas.flatMap((schema) => below(schema, step)).flatMap((schema) => optionsOf(schema, value))
  }
  return schemas
}

function below({ properties, additionalProperties, items }: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return items ? [items] : []
  if (properties && Object.hasOwn(properties, step)) return [properties[step]!]
  return typeof additionalProperties === 'object' ? [additionalProperties] : []
}

/** Of the kinds of a rule the one whose telling key, its first, is there; all of them when none is. */
function optionsOf(schema: Schema, value: unknown): Schema[] {
  if (!schema.anyOf) return [schema]
  const told = schema.anyOf.filter((option) => valueIn(value, tellingKey(option) ?? '') !== undefined)
  return told.length ? told : schema.anyOf
}

export const tellingKey = ({ properties = {} }: Schema): string | undefined => Object.keys(properties)[0]

export const valueIn = (value: unknown, step: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, unknown>)[step]
    : undefined

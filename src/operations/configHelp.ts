import { stringify } from 'yaml'
import { configAt, configCursor, type Cursor } from './configCursor'
import { configSchema, type Schema, schemasAt, tellingKey } from './configSchema'
import { type KnownNames, namesAt } from './configNames'

export interface Completion {
  label: string
  /** What takes the place of the word. */
  text: string
  kind: 'key' | 'value' | 'name'
  /** What it means. */
  description?: string
}

export interface Completions {
  /** The word that they complete, by its offsets. */
  from: number
  to: number
  items: Completion[]
}

export interface Described {
  /** What is described, by its offsets. */
  from: number
  to: number
  text: string
}

/** What can be written at an offset of a `pedigree.yaml` that somebody is writing. */
export function completionsAt(text: string, offset: number, known: KnownNames): Completions {
  const cursor = configCursor(text, offset)
  if (!cursor?.path) return { from: offset, to: offset, items: [] }
  const schemas = schemasAt(schema(), cursor.path, cursor.document)
  const items = cursor.at === 'key' ? keysFor(schemas, cursor, known) : valuesFor(schemas, cursor, known)
  const once = new Map(items.map((item) => [item.label, item]))
  return { from: cursor.from, to: cursor.to, items: [...once.values()] }
}

/** What is meant by the key or value at an offset; undefined where nothing is to be said. */
export function descriptionAt(text: string, offset: number): Described | undefined {
  const found = configAt(text, offset)
  if (!found) return undefined
  const { path, from, to, document } = found
  const told = (length: number) => schemasAt(schema(), path.slice(0, length), document).flatMap(lineOf)
  const own = told(path.length)
  // Under a name that somebody chose it is said one higher: of all gates, not of this one.
  const lines = own.length || typeof path.at(-1) === 'number' ? own : told(path.length - 1)
  return lines.length ? { from, to, text: [...new Set(lines)].join('\n\n') } : undefined
}

const lineOf = ({ description, enum: values }: Schema): string[] => {
  const oneOf = values && `One of ${values.join(', ')}.`
  return description || oneOf ? [[description, oneOf].filter(Boolean).join(' ')] : []
}

let made: Schema | undefined
const schema = (): Schema => (made ??= configSchema())

function keysFor(schemas: Schema[], cursor: Cursor, known: KnownNames): Completion[] {
  const { siblings, isAlone, isEntry } = cursor
  const isFree = (key: string) => !siblings.includes(key)
  const names = namesAt(cursor, known).filter(isFree)
  // Of several kinds only what tells them apart: the rest follows from it.
  const objects = schemas.filter(({ type }) => type === 'object')
  const keys = objects.flatMap((object) => {
    const all = Object.entries(object.properties ?? {})
    return (objects.length > 1 ? all.filter(([key]) => key === tellingKey(object)) : all).filter(([key]) => isFree(key))
  })
  const named = objects.flatMap(({ additionalProperties: inner }) =>
    typeof inner === 'object' ? names.map((name) => keyItem(name, inner, cursor, 'name')) : [],
  )
  const entries = isAlone && !isEntry && !siblings.length ? schemas.flatMap(({ items }) => (items ? [items] : [])) : []
  return [
    ...named,
    ...keys.map(([key, inner]) => keyItem(key, inner, cursor, 'key')),
    ...(isEntry && !objects.length ? valuesFor(schemas, { ...cursor, at: 'value' }, known) : []),
    ...entries.flatMap((entry) => entriesFor(entry, cursor, known)),
  ]
}

/** A list that is not begun yet: with the dash. */
function entriesFor(entry: Schema, cursor: Cursor, known: KnownNames): Completion[] {
  const inner: Cursor = { ...cursor, path: [...cursor.path, 0], isEntry: true }
  return keysFor(entry.anyOf ?? [entry], inner, known).map((item) => ({ ...item, text: `- ${item.text}` }))
}

function keyItem(key: string, inner: Schema, { hasColon, isAlone }: Cursor, kind: Completion['kind']): Completion {
  const opens = isAlone && (inner.type === 'object' || inner.type === 'array')
  const text = `${written(key)}${hasColon ? '' : opens ? ':' : ': '}`
  return { label: key, text, kind, ...(inner.description ? { description: inner.description } : {}) }
}

function valuesFor(schemas: Schema[], cursor: Cursor, known: KnownNames): Completion[] {
  const values = schemas.flatMap(({ type, enum: words = [], const: word }) => [
    ...words,
    ...(word === undefined ? [] : [word]),
    ...(type === 'boolean' ? [true, false] : []),
  ])
  return [
    ...namesAt(cursor, known).map((name): Completion => ({ label: name, text: written(name), kind: 'name' })),
    ...values.map((value): Completion => ({ label: String(value), text: String(value), kind: 'value' })),
  ]
}

/** In quotes where YAML would read something else. */
const written = (name: string): string => stringify(name, { lineWidth: 0 }).trim()

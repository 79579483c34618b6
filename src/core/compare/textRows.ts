import type { Code, Environment, Signature, SignatureField } from '../record'

/** One thing that is told by a word; null where a column lacks it. */
export interface TextRow {
  name: string
  values: (string | null)[]
  same: boolean
}

/** Rows in the order of their names. */
export function textRows(columns: readonly Readonly<Record<string, unknown>>[]): TextRow[] {
  return valueRows(columns).map(({ name, values, same }) => ({ name, values: values.map(wordOf), same }))
}

/** As textRows, with values as they are; undefined where a column lacks one. */
export function valueRows(columns: readonly Readonly<Record<string, unknown>>[]) {
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))].sort()
  return names.map((name) => {
    const values = columns.map((column) => (Object.hasOwn(column, name) ? column[name] : undefined))
    const first = JSON.stringify(values[0])
    return { name, values, same: values.every((value) => JSON.stringify(value) === first) }
  })
}

/** A text that could be taken for something else is in quotes: '4' is not 4. */
function wordOf(value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value !== 'string') return JSON.stringify(value)
  return /^(-?\d|true$|false$|null$|")/.test(value) && isJson(value) ? JSON.stringify(value) : value
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** `{ python: { version: '3.12' } }` becomes `{ 'python.version': '3.12' }`. */
export const environmentOf = (environment: Environment): Record<string, unknown> => flat(environment)

export const codeOf = (code: Code | undefined): Record<string, unknown> => ({ ...code })

/** What goes in, comes out and can be set, by name or else by its place. */
export function signatureOf(signature: Signature | undefined): Record<string, unknown> {
  const fields = (kind: string, list: readonly SignatureField[] = []) =>
    list.map((field, i): [string, string] => [`${kind} ${field.name ?? i + 1}`, fieldText(field)])
  return Object.fromEntries([
    ...fields('input', signature?.inputs),
    ...fields('output', signature?.outputs),
    ...fields('param', signature?.params),
  ])
}

/** `float32[-1, 4]`, `int64, optional`. */
function fieldText({ type, shape, required, default: fallback }: SignatureField): string {
  const extent = shape ? `[${shape.join(', ')}]` : ''
  const need = required === false || fallback !== undefined ? ', optional' : ''
  return `${type}${extent}${need}`
}

function flat(value: Readonly<Record<string, unknown>>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.entries(flat(inner as Record<string, unknown>, `${prefix}${key}.`))
        : [[`${prefix}${key}`, inner]],
    ),
  )
}

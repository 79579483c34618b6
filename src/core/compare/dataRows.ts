import type { DatasetRef } from '../record'

/** How a dataset differs from the baseline's of the same name. */
export interface DataChange {
  kind: 'same' | 'changed' | 'added' | 'removed'
  /** How many rows more; null where one of both does not say. */
  rows: number | null
  /** Columns by name; a retyped one says both types: `age: int → float`. */
  added: string[]
  removed: string[]
  retyped: string[]
}

export interface DataRow {
  name: string
  values: (DatasetRef | null)[]
  /** null for the baseline itself. */
  changes: (DataChange | null)[]
  same: boolean
}

/** The datasets of all columns, in the order of their names. */
export function dataRows(columns: readonly (readonly DatasetRef[])[], baseline: number): DataRow[] {
  const names = [...new Set(columns.flatMap((data) => data.map(({ name }) => name)))].sort()
  return names.map((name) => {
    const values = columns.map((data) => data.findLast((dataset) => dataset.name === name) ?? null)
    const changes = values.map((value, i) => (i === baseline ? null : dataChange(value, values[baseline] ?? null)))
    return { name, values, changes, same: changes.every((change) => !change || change.kind === 'same') }
  })
}

function dataChange(value: DatasetRef | null, base: DatasetRef | null): DataChange | null {
  if (!value && !base) return null
  const rows = value?.rows === undefined || base?.rows === undefined ? null : value.rows - base.rows
  const [now, before] = [typesOf(value), typesOf(base)]
  const isTold = value?.columns !== undefined && base?.columns !== undefined
  const added = isTold ? [...now.keys()].filter((name) => !before.has(name)) : []
  const removed = isTold ? [...before.keys()].filter((name) => !now.has(name)) : []
  const retyped = [...now].flatMap(([name, type]) => {
    const was = before.get(name)
    return was !== undefined && type !== undefined && was !== type ? [`${name}: ${was} → ${type}`] : []
  })
  const isSame = identity(value) === identity(base) && !rows && !added.length && !removed.length && !retyped.length
  const kind = !base ? 'added' : !value ? 'removed' : isSame ? 'same' : 'changed'
  return { kind, rows, added, removed, retyped }
}

const typesOf = (dataset: DatasetRef | null): ReadonlyMap<string, string | undefined> =>
  new Map(dataset?.columns?.map(({ name, type }) => [name, type]))

/** What tells one state of a dataset from another. */
export const identity = (dataset: DatasetRef | null): string | undefined =>
  dataset ? (dataset.digest ?? dataset.version ?? dataset.uri) : undefined

/** `+age, −zip, income: int → float`: what changed in the columns; '' where nothing did. */
export const schemaText = ({ added, removed, retyped }: DataChange): string =>
  [...added.map((name) => `+${name}`), ...removed.map((name) => `−${name}`), ...retyped].join(', ')

import { type Metric, metricKey, metricLabel } from './metric'
import type { VersionRecord } from './record'

/** One thing that differs (or not) among versions; `values` has one entry per version, undefined where it is absent. */
export interface DiffRow {
  name: string
  values: unknown[]
  same: boolean
}

export interface VersionDiff {
  files: DiffRow[]
  params: DiffRow[]
  metrics: DiffRow[]
  data: DiffRow[]
  code: DiffRow[]
  environment: DiffRow[]
  signature: DiffRow[]
}

export interface Compared {
  record: VersionRecord
  metrics: readonly Metric[]
}

/** What differs among two or more versions, part by part; rows in the order of their names. */
export function diff(versions: readonly Compared[]): VersionDiff {
  const table = (pick: (version: Compared) => Record<string, unknown>) => rowsOf(versions.map(pick))
  return {
    files: table(({ record }) =>
      byName(
        record.files ?? [],
        (file) => file.path,
        (file) => file.sha256,
      ),
    ),
    params: table(({ record }) => record.params),
    metrics: metricRows(versions),
    data: table(({ record }) =>
      byName(
        record.data,
        (data) => data.name,
        (data) => data.digest ?? data.version ?? data.uri,
      ),
    ),
    code: table(({ record }) => record.code ?? {}),
    environment: table(({ record }) => flat(record.environment)),
    signature: table(({ record }) => ({
      ...byName(
        record.signature?.inputs ?? [],
        (field) => `input ${field.name ?? ''}`,
        (field) => field.type,
      ),
      ...byName(
        record.signature?.outputs ?? [],
        (field) => `output ${field.name ?? ''}`,
        (field) => field.type,
      ),
    })),
  }
}

function metricRows(versions: readonly Compared[]): DiffRow[] {
  const labels = new Map(
    versions.flatMap(({ metrics }) => metrics.map((metric) => [metricKey(metric), metricLabel(metric)])),
  )
  return rowsOf(versions.map(({ metrics }) => byName(metrics, metricKey, (metric) => metric.value)))
    .map((row) => ({ ...row, name: labels.get(row.name)! }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function rowsOf(columns: Record<string, unknown>[]): DiffRow[] {
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))].sort()
  return names.map((name) => {
    const values = columns.map((column) => (Object.hasOwn(column, name) ? column[name] : undefined))
    const first = JSON.stringify(values[0])
    return { name, values, same: values.every((value) => JSON.stringify(value) === first) }
  })
}

const byName = <T>(items: readonly T[], name: (item: T) => string, value: (item: T) => unknown) =>
  Object.fromEntries(items.map((item) => [name(item), value(item)]))

/** `{ python: { version: '3.12' } }` becomes `{ 'python.version': '3.12' }`. */
function flat(value: Record<string, unknown>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.entries(flat(inner as Record<string, unknown>, `${prefix}${key}.`))
        : [[`${prefix}${key}`, inner]],
    ),
  )
}

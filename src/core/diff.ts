import type { Side } from './compare/comparison'
import { identity } from './compare/dataRows'
import { type MetricRow, metricRows } from './compare/metricRows'
import { codeOf, environmentOf, signatureOf, valueRows } from './compare/textRows'

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

/** What differs among two or more versions, part by part, as programs read it; rows in the order of their names. */
export function diff(
  versions: readonly Side[],
  metrics: readonly MetricRow[] = metricRows(versions, 0, {}),
): VersionDiff {
  const table = (pick: (record: Side['record']) => Record<string, unknown>) =>
    valueRows(versions.map(({ record }) => pick(record)))
  return {
    files: table(({ files = [] }) => Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]))),
    params: table(({ params }) => params),
    metrics: metrics.map(({ label, values }) =>
      row(
        label,
        values.map((value) => value?.value),
      ),
    ),
    data: table(({ data }) => Object.fromEntries(data.map((dataset) => [dataset.name, identity(dataset)]))),
    code: table(({ code }) => codeOf(code)),
    environment: table(({ environment }) => environmentOf(environment)),
    signature: table(({ signature }) => signatureOf(signature)),
  }
}

const row = (name: string, values: unknown[]): DiffRow => ({
  name,
  values,
  same: values.every((value) => value === values[0]),
})

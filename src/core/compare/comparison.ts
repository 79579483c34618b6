import type { Direction } from '../gate/directions'
import type { VersionRecord } from '../record'
import { type DataRow, dataRows } from './dataRows'
import { type FileRow, fileRows } from './fileRows'
import { type Measured, type MetricRow, metricRows } from './metricRows'
import { codeOf, environmentOf, signatureOf, type TextRow, textRows } from './textRows'

/** What is known of a version or a run that is compared. */
export interface Side extends Measured {
  record: Pick<VersionRecord, 'params' | 'data' | 'code' | 'signature' | 'environment' | 'files'>
}

/** Versions side by side; every row has one value for each of them. */
export interface Comparison {
  metrics: MetricRow[]
  params: TextRow[]
  data: DataRow[]
  signature: TextRow[]
  environment: TextRow[]
  code: TextRow[]
  files: FileRow[]
}

/** `baseline` is the column that the others are compared with. */
export function comparisonOf(
  sides: readonly Side[],
  baseline: number,
  directions: Readonly<Record<string, Direction>>,
): Comparison {
  const records = sides.map(({ record }) => record)
  return {
    metrics: metricRows(sides, baseline, directions),
    params: textRows(records.map(({ params }) => params)),
    data: dataRows(
      records.map(({ data }) => data),
      baseline,
    ),
    signature: textRows(records.map(({ signature }) => signatureOf(signature))),
    environment: textRows(records.map(({ environment }) => environmentOf(environment))),
    code: textRows(records.map(({ code }) => codeOf(code))),
    files: fileRows(
      records.map(({ files }) => files ?? []),
      baseline,
    ),
  }
}

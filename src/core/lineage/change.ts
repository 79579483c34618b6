import { type MetricRow, metricRows } from '../compare/metricRows'
import { diff, type DiffRow } from '../diff'
import type { Direction } from '../gate/directions'
import type { Metric, MetricValue } from '../metric'
import type { VersionRecord } from '../record'

/** What differs between what an edge comes from and where it goes. */
export type Change =
  | VersionChange
  /** Data, code or a run that other versions were made of as well. */
  | { kind: 'use'; dirty: boolean; others: number; versions: readonly VersionName[] }
  /** When and why a version came to be in a stage, and who was there before; of a rollout, how much it gets. */
  | {
      kind: 'stage'
      since: string | null
      by: string | null
      reason: string | null
      previous: VersionName | null
      percent: number | null
    }
  /** Where it drifts, `expected` is the version that should be running; null is none at all. */
  | { kind: 'deployment'; at: string; by: string; drifts: boolean; expected: VersionName | null }

export interface VersionName {
  model: string
  version: number
}

export interface VersionChange {
  kind: 'version'
  metrics: MetricChange[]
  /** What differs, part by part; parts that are the same are empty. */
  parts: Record<'params' | 'data' | 'code' | 'signature' | 'environment', ChangedRow[]>
  files: { added: string[]; removed: string[]; changed: string[] }
  /** Are the files the same as a whole? */
  sameFiles: boolean
}

export interface ChangedRow {
  name: string
  before: unknown
  after: unknown
}

export interface MetricChange {
  name: string
  before: MetricValue | null
  after: MetricValue | null
  /** null where it does not say: one of them is missing, or is no finite number. */
  delta: number | null
  verdict: 'better' | 'worse' | 'same' | 'unknown'
}

interface Whole {
  record: VersionRecord
  metrics: readonly Metric[]
}

/** What changed from a parent to its child: all metrics that either has, and of everything else what differs. */
export function changeBetween(
  parent: Whole,
  child: Whole,
  directions: Readonly<Record<string, Direction>>,
): VersionChange {
  const { files, params, data, code, signature, environment } = diff([parent, child], [])
  const changed = (rows: readonly DiffRow[]): ChangedRow[] =>
    rows.flatMap(({ name, values: [before, after], same }) => (same ? [] : [{ name, before, after }]))
  const differing = changed(files)
  const paths = (which: (row: ChangedRow) => boolean) => differing.filter(which).map(({ name }) => name)
  return {
    kind: 'version',
    metrics: metricRows([parent, child], 0, directions).map(metricChange),
    parts: {
      ...{ params: changed(params), data: changed(data), code: changed(code) },
      ...{ signature: changed(signature), environment: changed(environment) },
    },
    files: {
      added: paths(({ before }) => before === undefined),
      removed: paths(({ after }) => after === undefined),
      changed: paths(({ before, after }) => before !== undefined && after !== undefined),
    },
    sameFiles: parent.record.digest === child.record.digest,
  }
}

function metricChange({ label, values: [from, to], changes: [, change] }: MetricRow): MetricChange {
  const said = { name: label, before: from?.value ?? null, after: to?.value ?? null }
  if (!change) return { ...said, delta: null, verdict: 'unknown' }
  return { ...said, delta: change.by, verdict: change.verdict === 'incomparable' ? 'unknown' : change.verdict }
}

import type { Side } from '../core/compare/comparison'
import { runOf } from '../core/compare/columnReference'
import type { Named } from '../core/compare/summary'
import type { EventOf } from '../core/event'
import type { Direction } from '../core/gate/directions'
import type { Actor, VersionRecord } from '../core/record'
import { nameOf } from '../core/reference'
import { RegistryError } from '../core/registryError'
import { noSuchRun } from '../core/runErrors'
import { recordOf } from '../index/history'
import { runById, runIds } from '../index/runs'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'
import { filesOf } from './blobs'
import type { Context } from './context'
import { nearest } from './nearest'
import { policyOf } from './policyOf'
import { resolveReference } from './resolveReference'

/** A version or a run that is compared, as its column is headed. */
export interface ComparedColumn {
  /** As it was asked for. */
  reference: string
  /** `churn@8`, or a run's own name. */
  name: string
  kind: 'version' | 'run'
  id: string
  model: string | null
  version: number | null
  stage: string
  aliases: string[]
  label: string | null
  description: string
  at: string
  author: Actor
  /** The run that it is, or came from. */
  run: string | null
  /** Is it there only to be compared with? */
  isExtra: boolean
}

export interface FoundColumn {
  column: ComparedColumn
  side: Side
  /** Of a version; its files may be listed elsewhere. */
  record: VersionRecord | undefined
  run: EventOf<'run.recorded'> | undefined
}

/** What a reference or `run:<id>` means. Throws what resolveReference does, and no-such-run. */
export function findColumn(db: Db, reference: string): FoundColumn {
  const run = runOf(reference)
  return run === undefined
    ? versionColumn(db, reference, resolveReference(db, reference))
    : runColumn(db, reference, run)
}

export function versionColumn(db: Db, reference: string, row: VersionRow): FoundColumn {
  const record = recordOf(db, row.id)!
  const { id, model, version, stage, aliases, label, description, at, author } = row
  const column: ComparedColumn = {
    ...{ reference, name: nameOf(row), kind: 'version', id, model, version, stage, aliases, label, description },
    ...{ at, author, run: row.run, isExtra: false },
  }
  const run = row.run === null ? undefined : runById(db, row.run)?.run
  return { column, side: { metrics: row.metrics, record }, record, run }
}

function runColumn(db: Db, reference: string, id: string): FoundColumn {
  const found = runById(db, id)
  if (!found)
    throw noSuchRun(
      id,
      nearest(
        id,
        runIds(db, 1000).map((run) => run.id),
      ),
    )
  const { run, at, author } = found
  const { params, metrics, environment = {}, code, data = [] } = run
  return {
    column: {
      ...{ reference, name: run.name ?? id, kind: 'run', id: `run:${id}`, model: null, version: null, stage: 'none' },
      ...{ aliases: [], label: null, description: run.experiment ?? '', at: run.startedAt ?? at, author, run: id },
      isExtra: false,
    },
    side: { metrics, record: { params, environment, data, ...(code ? { code } : {}) } },
    record: undefined,
    run,
  }
}

/** The columns as sides, each with the list of its files, wherever that is kept; `lost` is told of one that cannot be read. */
export const sidesOf = (
  ctx: Context,
  found: readonly FoundColumn[],
  lost?: (column: ComparedColumn, why: RegistryError) => void,
): Promise<Side[]> =>
  Promise.all(
    found.map(async ({ side, record, column }) => {
      if (!record) return side
      try {
        return { ...side, record: { ...record, files: await filesOf(ctx, record) } }
      } catch (error) {
        if (!lost || !(error instanceof RegistryError)) throw error
        lost(column, error)
        return { ...side, record: { ...record, files: [] } }
      }
    }),
  )

/** What the policies of all their models say of metrics; where they disagree, that of the last one. */
export function directionsOf(db: Db, found: readonly FoundColumn[]): Record<string, Direction> {
  const models = found.flatMap(({ column }) => column.model ?? [])
  return Object.assign({}, ...models.map((model) => policyOf(db, model).directions)) as Record<string, Direction>
}

/** How a sentence calls it. */
export const headed = ({ name, stage, aliases }: ComparedColumn): Named => ({
  name,
  standing: stage === 'none' || stage === 'archived' ? aliases[0] : stage,
})

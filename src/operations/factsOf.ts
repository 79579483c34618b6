import * as z from 'zod'
import { changesBetween } from '../core/card/changes'
import type { CardFacts } from '../core/card/card'
import { directionOf } from '../core/gate/directions'
import { GateReport } from '../core/gate/report'
import type { Metric } from '../core/metric'
import { mainStage } from '../core/policy/policy'
import { FileEntry } from '../core/record'
import { nameOf } from '../core/reference'
import type { SavedCard, Version } from '../core/version'
import { versionAsOf } from '../index/asOf'
import { after, type Before } from '../index/before'
import { cardBefore } from '../index/cards'
import { byNumber, byStage } from '../index/find'
import { gatesOf } from '../index/gates'
import { aliasesAt } from '../index/history'
import { aliasesOf } from '../index/standing'
import type { Db } from '../sqlite/db'
import { requireBasis } from './basis'
import type { Context } from './context'
import { policyOf } from './policyOf'
import { read, readAhead } from './read'
import { resolveId } from './resolveReference'

/** So many files are listed. */
const mostFiles = 1000
/** So many reports of gates are read. */
const mostReports = 20

/** What is known of a version, for its card, now or at an instant (ISO 8601, UTC). Reports that cannot be read are null. */
export async function factsOf(ctx: Context, reference: string, at?: string): Promise<CardFacts> {
  const known =
    at === undefined
      ? await readAhead(ctx, (db) => factsIn(db, resolveId(db, reference)))
      : await read(ctx, (db) => {
          const basis = requireBasis(db, at)
          return factsIn(db, resolveId(db, reference, basis), after(basis.seq))
        })
  return withDocuments(ctx, known!)
}

/** With what is in the store, as far as it can be read now. */
export async function withDocuments(ctx: Context, { facts, record }: KnownFacts): Promise<CardFacts> {
  const list = record.fileList?.sha256
  const reports = facts.gates.slice(0, mostReports).map(({ digest }) => digest)
  const blobs = await ctx.log.blobs.all([...(list === undefined ? [] : [list]), ...reports])
  const files = list === undefined ? facts.files : (parsed(blobs.get(list), z.array(FileEntry)) ?? [])
  const gates = facts.gates.map((gate) => ({ ...gate, report: parsed(blobs.get(gate.digest), GateReport) ?? null }))
  return { ...facts, files: files.slice(0, mostFiles), gates }
}

function parsed<T>(bytes: Uint8Array | undefined, shape: z.ZodType<T>): T | undefined {
  try {
    return bytes && shape.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch {
    return undefined
  }
}

/** What the log says of a version, and its record. */
export interface KnownFacts {
  /** Without long lists of files and without reports, which are in the store. */
  facts: CardFacts
  record: Version['record']
  version: Version
}

/** As of before a moment; now, when it is left out. undefined where it was not registered yet. */
export function factsIn(db: Db, id: string, before?: Before): KnownFacts | undefined {
  const version = versionAsOf(db, id, before)
  if (!version) return undefined
  const { record, number, metrics } = version
  const { model, fileList, files = [] } = record
  const policy = policyOf(db, model, before)
  const parents = record.parents.map(({ version: parent, model: of, relation }) => {
    const known = versionAsOf(db, parent, before)
    return { reference: known ? nameOf({ model: of, version: known.number, id: parent }) : of, id: parent, relation }
  })
  const first = record.parents[0]?.version ?? byNumber(db, model, number - 1, before)
  const earlier = first === undefined ? undefined : versionAsOf(db, first, before)
  const measured = Object.values(metrics)
  const baseline = baselineIn(db, version, mainStage(policy), before)
  const facts: CardFacts = {
    ...{ model, version: number, id, digest: record.digest, at: version.at, author: version.by },
    ...{ stage: version.stage, aliases: aliasesIn(db, version, before) },
    ...{ label: version.label ?? null, description: version.description },
    ...{ files, fileCount: fileList?.count ?? files.length },
    bytes: fileList?.bytes ?? files.reduce((sum, { size }) => sum + size, 0),
    ...{ params: record.params, data: record.data, code: record.code ?? null, environment: record.environment },
    ...{ signature: record.signature ?? null, run: record.run ?? null, parents },
    metrics: measured,
    changes: earlier
      ? {
          reference: nameIn(earlier),
          lines: changesBetween(
            { record: earlier.record, metrics: Object.values(earlier.metrics) },
            { record, metrics: measured },
          ),
        }
      : null,
    directions: { ...directionsByName([...measured, ...(baseline?.metrics ?? [])]), ...policy.directions },
    baseline,
    checks: Object.entries(version.checks).map(([name, { result, at, by, url }]) => ({
      ...{ name, result, at, by },
      ...(url === undefined ? {} : { url }),
    })),
    approvals: Object.entries(version.approvals).flatMap(([stage, given]) =>
      given.map((approval) => ({ stage, ...approval })),
    ),
    gates: gatesOf(db, id, { before }).map((gate) => ({ ...gate, report: null })),
  }
  return { facts, record, version }
}

function baselineIn(db: Db, version: Version, stage: string, before: Before | undefined): CardFacts['baseline'] {
  const { record, id } = version
  const holder = byStage(db, record.model, stage, before)
  const other = holder !== undefined && holder !== id ? holder : record.parents[0]?.version
  const found = other === undefined ? undefined : versionAsOf(db, other, before)
  if (!found || other === undefined) return null
  const why = other === holder ? `in ${stage}` : 'its parent'
  return { reference: nameIn(found), why, metrics: Object.values(found.metrics) }
}

const nameIn = ({ record, number, id }: Version): string => nameOf({ model: record.model, version: number, id })

function aliasesIn(db: Db, { id, number, record: { model } }: Version, before: Before | undefined): string[] {
  if (before)
    return aliasesAt(db, before.seq - 1, model).flatMap((alias) => (alias.number === number ? [alias.name] : []))
  return Object.entries(aliasesOf(db, model)).flatMap(([name, holder]) => (holder === id ? [name] : []))
}

/** The version whose card is the one before that of `version`. */
export function previousIn(
  db: Db,
  { record, number }: Version,
  before?: Before,
): { id: string; reference: string; card: SavedCard } | undefined {
  const { model, parents } = record
  const ids = [cardBefore(db, model, number, before), ...parents.map(({ version }) => version)]
  for (const id of ids) {
    const version = id === undefined ? undefined : versionAsOf(db, id, before)
    if (version?.card) {
      const reference = nameOf({ model: version.record.model, version: version.number, id: version.id })
      return { id: version.id, reference, card: version.card }
    }
  }
  return undefined
}

/** What the names of metrics say, for those that the policy says nothing of. */
const directionsByName = (metrics: readonly Metric[]): CardFacts['directions'] =>
  Object.fromEntries(
    metrics.flatMap(({ name }) => {
      const direction = directionOf(name)
      return direction ? [[name, direction]] : []
    }),
  )

import type { KnownRun, KnownVersion, LineageFacts } from '../core/lineage/build'
import { type FactsOf, idOf, isPlace, readNodeId, type Side } from '../core/lineage/graph'
import { mainStage } from '../core/policy/policy'
import { versionRowsAt } from '../index/asOf'
import { after } from '../index/before'
import { childrenOf, inStage, madeOf, type NextTo, parentsOf, runsCalled, useCount, usersOf } from '../index/lineage'
import { deploymentsOf, rolloutsOf } from '../index/serving'
import { type VersionRow, versionRows } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Basis } from './basis'
import { policyOf } from './policyOf'

/** Something next to a node that was asked for: one more lot of it each time. */
export interface Expansion {
  id: string
  side: Side
}

export interface Gather {
  focus: string
  /** How many steps from the focus. */
  depth: number
  expanded: readonly Expansion[]
  basis: Basis
  /** How many nodes there may be. */
  most: number
}

/** How many versions one expansion shows, and how many children of a version are shown without any. */
export const lot = 24
/** From so many steps on, all there is is followed, however much is next to one node. */
export const whole = 1000

/** Finds the versions that are shown, and all that is known of them and of what they were made of. */
export function gatherLineage(db: Db, { focus, depth: asked, expanded, basis, most }: Gather): LineageFacts {
  const { seq } = basis
  const now = basis.asked === null
  const [depth, limit] = asked >= whole ? [Infinity, most] : [asked, lot]
  const steps = stepsFrom(focus, { depth, most }, [
    (ids) => parentsOf(db, ids).map(({ parent }) => parent),
    (ids) => [...childrenOf(db, ids, seq, limit).values()].flatMap(({ ids }) => ids),
  ])
  const open = new Set([...steps].flatMap(([id, step]) => (step < depth ? [idOf.version(id)] : [])))
  const shown = new Set(steps.keys())
  const stageIds = (model: string, stage: string, count: number): NextTo =>
    inStage(db, model, stage, count, now ? undefined : seq)

  for (const [{ id, side }, count] of counted(expanded)) {
    const node = readNodeId(id)
    if (!node) continue
    const { kind, key } = node
    open.add(id)
    if (kind === 'version') {
      const found =
        side === 'before'
          ? parentsOf(db, [key]).map(({ parent }) => parent)
          : (childrenOf(db, [key], seq, lot * (count + 1)).get(key)?.ids ?? [])
      for (const id of found) shown.add(id)
    } else if (kind === 'dataset' || kind === 'code' || kind === 'run') {
      if (side === 'after') for (const id of usersOf(db, kind, key, seq, lot * count).ids) shown.add(id)
    } else if (kind === 'stage') {
      const at = key.lastIndexOf('@')
      for (const id of stageIds(key.slice(0, at), key.slice(at + 1), lot * count).ids) shown.add(id)
    }
  }

  const ids = [...shown].slice(0, most)
  const versions = knownVersions(db, ids, now ? undefined : seq)
  const models = [...new Set([...versions.values()].map(({ facts }) => facts.model))]
  const runs = knownRuns(db, versions, seq)
  const facts: Omit<LineageFacts, 'totals'> = {
    ...{ shown: ids, versions, open, runs, most },
    deployments: models.flatMap((model) => deploymentsIn(db, model, basis)),
    rollouts: models.flatMap((model) =>
      Object.entries(rolloutsOf(db, model, seq)).map(([stage, { version: id, percent }]) => ({
        ...{ model, stage, id, percent },
      })),
    ),
  }
  return { ...facts, totals: totalsOf(db, facts, { seq, inStage: stageIds }) }
}

/**
 * How far away what is reached is, the nearest of all ways first. Each way takes each once: circles, which only damaged
 * data has, end it.
 */
function stepsFrom(
  focus: string,
  { depth, most }: Pick<Gather, 'depth' | 'most'>,
  nextOf: readonly ((ids: readonly string[]) => string[])[],
): Map<string, number> {
  const steps = new Map([[focus, 0]])
  const ways = nextOf.map((next) => ({ next, edge: [focus], seen: new Set([focus]) }))
  for (let step = 1; step <= depth && steps.size < most && ways.some(({ edge }) => edge.length); step++)
    for (const way of ways) {
      const { next, edge, seen } = way
      way.edge = edge.length ? [...new Set(next(edge))].filter((id) => !seen.has(id)) : []
      for (const id of way.edge) {
        seen.add(id)
        if (!steps.has(id)) steps.set(id, step)
      }
    }
  return steps
}

/** Each with how often it was asked for. */
function counted(expanded: readonly Expansion[]): [Expansion, number][] {
  const counts = new Map<string, [Expansion, number]>()
  for (const expansion of expanded) {
    const key = `${expansion.side} ${expansion.id}`
    const found = counts.get(key)
    counts.set(key, [expansion, (found?.[1] ?? 0) + 1])
  }
  return [...counts.values()]
}

function knownVersions(db: Db, ids: readonly string[], seq: number | undefined): Map<string, KnownVersion> {
  const these = 'v.id in (select value from json_each(:ids))'
  const params = { ids: JSON.stringify(ids) }
  const rows = seq === undefined ? versionRows(db, these, params) : versionRowsAt(db, seq, these, params)
  const found = rows.map(({ id }) => id)
  const made = new Map(madeOf(db, found).map((row) => [row.id, row]))
  const parents = new Map<string, KnownVersion['parents'][number][]>()
  for (const { child, parent: version, model, relation } of parentsOf(db, found))
    (parents.get(child) ?? parents.set(child, []).get(child)!).push({ version, model, relation })
  return new Map(
    rows.map((row): [string, KnownVersion] => {
      const { data = [], code, run } = made.get(row.id) ?? {}
      return [
        row.id,
        {
          facts: versionFacts(row),
          parents: parents.get(row.id) ?? [],
          ...{ data, code: code ?? undefined, run: run ?? undefined },
        },
      ]
    }),
  )
}

const versionFacts = (row: VersionRow): FactsOf['version'] => ({
  ...{ model: row.model, id: row.id, version: row.version, stage: row.stage, aliases: row.aliases, label: row.label },
  ...{ description: row.description, at: row.at, by: row.author.name, files: row.files, bytes: row.bytes },
  metrics: row.metrics.filter(({ slice }) => !slice).map(({ name, value }) => ({ name, value })),
  isMissing: false,
})

function knownRuns(db: Db, versions: ReadonlyMap<string, KnownVersion>, seq: number): Map<string, KnownRun> {
  const named = new Set([...versions.values()].flatMap(({ run }) => run ?? []))
  return new Map(
    runsCalled(db, [...named], seq).map(
      ({ run, name = null, experiment = null, status = null, startedAt = null, endedAt = null, data = [], code }) => [
        run,
        { facts: { run, name, experiment, status, startedAt, endedAt, isRecorded: true }, data, code },
      ],
    ),
  )
}

function deploymentsIn(db: Db, model: string, { seq, asked }: Basis): LineageFacts['deployments'] {
  const rows = deploymentsOf(db, model, seq)
  if (!rows.length) return []
  const main = mainStage(policyOf(db, model, asked === null ? undefined : after(seq)))
  return rows.map(({ environment, id, version, stage, at, by }) => ({
    ...{ id, model, environment, runs: version, expects: stage ?? main, at, by },
  }))
}

/** How many versions there are next to what may be shown. */
function totalsOf(
  db: Db,
  { shown, versions }: Omit<LineageFacts, 'totals'>,
  { seq, inStage }: { seq: number; inStage(model: string, stage: string, count: number): NextTo },
): Map<string, number> {
  const totals = new Map<string, number>()
  for (const [parent, { total }] of childrenOf(db, shown, seq, 1)) totals.set(idOf.version(parent), total)
  const count = (kind: 'dataset' | 'code' | 'run', id: string) => {
    if (!totals.has(id)) totals.set(id, useCount(db, kind, readNodeId(id)!.key, seq))
  }
  for (const { facts, data, code, run } of versions.values()) {
    for (const one of data) count('dataset', idOf.dataset(one))
    if (code) count('code', idOf.code(code))
    if (run !== undefined) count('run', idOf.run(run))
    const { model, stage } = facts
    const id = isPlace(stage) ? idOf.stage(model, stage) : ''
    if (isPlace(stage) && !totals.has(id)) totals.set(id, inStage(model, stage, 0).total)
  }
  return totals
}

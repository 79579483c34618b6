import { type Change, changeBetween, type VersionName } from '../core/lineage/change'
import type { Graph, LineageEdge, LineageNode, LineageNodeOf } from '../core/lineage/graph'
import { readNodeId } from '../core/lineage/graph'
import { versionByIdAt } from '../index/asOf'
import { after } from '../index/before'
import { driftOf } from '../index/drift'
import { byStage, numberOf } from '../index/find'
import { recordOf } from '../index/history'
import { entryInto, usersOf } from '../index/lineage'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Basis } from './basis'
import { policyOf } from './policyOf'

/** How many other versions are named. */
const named = 10

/** What changed along an edge of a graph; null where nothing is known of one of its ends. */
export function changeAlong(db: Db, { nodes }: Graph, { from, to, ...edge }: LineageEdge, basis: Basis): Change | null {
  const [before, after] = [from, to].map((id) => nodes.find((node) => node.id === id))
  if (!before || !after) return null
  if (before.kind === 'version') {
    if (after.kind === 'version') return betweenVersions(db, before, after, basis)
    if (after.kind === 'stage') return intoStage(db, before, after.facts.stage, edge, basis)
    return after.kind === 'deployment' ? intoEnvironment(db, after, basis) : null
  }
  if (before.kind === 'dataset' || before.kind === 'code' || before.kind === 'run') {
    const { ids, total } = usersOf(db, before.kind, readNodeId(from)!.key, basis.seq, named + 1)
    const own = after.kind === 'version' ? after.facts.id : ''
    const others = ids.filter((id) => id !== own)
    return {
      ...{ kind: 'use', dirty: edge.dirty === true, others: total - (ids.length - others.length) },
      versions: others.slice(0, named).flatMap((id) => nameOf(db, id)),
    }
  }
  return null
}

type VersionNode = LineageNodeOf<'version'>

function betweenVersions(db: Db, parent: VersionNode, child: VersionNode, { seq, asked }: Basis): Change | null {
  const [one, other] = [parent, child].map(({ facts: { id } }) => {
    const row = asked === null ? versionById(db, id) : versionByIdAt(db, id, seq)
    const record = row && recordOf(db, id)
    return record && { record, metrics: row.metrics }
  })
  if (!one || !other) return null
  const { directions } = policyOf(db, child.facts.model, asked === null ? undefined : after(seq))
  return changeBetween(one, other, directions)
}

function intoStage(
  db: Db,
  { facts: { id, model } }: VersionNode,
  stage: string,
  { relation, percent }: Omit<LineageEdge, 'from' | 'to'>,
  { seq, asked }: Basis,
): Change {
  if (relation === 'gets-traffic') {
    const holder = byStage(db, model, stage, asked === null ? undefined : after(seq))
    const previous = (holder === undefined ? undefined : nameOf(db, holder)[0]) ?? null
    return { kind: 'stage', since: null, by: null, reason: null, previous, percent: percent ?? null }
  }
  const entry = entryInto(db, id, stage, seq)
  const { at: since = null, by = null, reason = null, previous = null } = entry ?? {}
  return {
    ...{ kind: 'stage', since, by, reason, percent: null },
    previous: previous === null ? null : { model, version: previous },
  }
}

function intoEnvironment(
  db: Db,
  { facts }: Extract<LineageNode, { kind: 'deployment' }>,
  { seq, asked }: Basis,
): Change {
  const { model, environment, at, by } = facts
  const past = asked === null ? undefined : seq
  const policy = policyOf(db, model, past === undefined ? undefined : after(past))
  const drift = driftOf(db, model, policy, past).find((one) => one.environment === environment)
  const expected = drift?.expected ?? null
  return {
    ...{ kind: 'deployment', at, by, drifts: drift !== undefined },
    expected: expected === null ? null : { model, version: expected },
  }
}

function nameOf(db: Db, id: string): VersionName[] {
  const row = db.get<{ model: string }>('select model from version where id = :id', { id })
  return row ? [{ model: row.model, version: numberOf(db, id) }] : []
}

import type { Code, DatasetRef, Parent } from '../record'
import { type FactsOf, type Graph, idOf, isPlace, type LineageEdge, type LineageNode, type Side } from './graph'

/** A version that somebody registered, with what its record says it was made of. */
export interface KnownVersion {
  facts: FactsOf['version']
  parents: readonly Parent[]
  data: readonly DatasetRef[]
  code: Code | undefined
  run: string | undefined
}

export interface KnownRun {
  facts: FactsOf['run']
  data: readonly DatasetRef[]
  code: Code | undefined
}

export interface LineageFacts {
  /** Ids of all versions that are shown, the nearest first; those not among `versions` are missing. */
  shown: readonly string[]
  versions: ReadonlyMap<string, KnownVersion>
  /** Ids of nodes (versions and runs) that are shown with their data, code, run, stages and environments. */
  open: ReadonlySet<string>
  /** By their ids. */
  runs: ReadonlyMap<string, KnownRun>
  deployments: readonly (FactsOf['deployment'] & { id: string })[]
  rollouts: readonly { model: string; stage: string; id: string; percent: number }[]
  /** How many versions there are next to a node: after it, but before a stage. */
  totals: ReadonlyMap<string, number>
  /** How many nodes there may be. */
  most: number
}

interface End {
  id: string
  make(): LineageNode
  edge: Omit<LineageEdge, 'from' | 'to'>
}

/** What is told, as nodes and edges: every node once, every edge between two of them once, and the others counted. */
export function buildGraph(facts: LineageFacts): Graph {
  const nodes = new Map<string, LineageNode>()
  const edges = new Map<string, LineageEdge>()
  const put = (id: string, make: () => LineageNode) => {
    if (!nodes.has(id) && nodes.size < facts.most) nodes.set(id, make())
  }
  const places = placesOf(facts)
  // With each version what it was made of and where it is: the nearest count.
  for (const id of facts.shown) {
    put(idOf.version(id), () => versionNode(id, facts))
    if (!facts.open.has(idOf.version(id))) continue
    for (const end of [...madeOf(facts.versions.get(id)), ...(places.get(id) ?? [])]) put(end.id, end.make)
  }
  for (const [run, known] of facts.runs) {
    const node = nodes.get(idOf.run(run))
    if (node?.kind !== 'run') continue
    node.facts = known.facts
    node.label = known.facts.name ?? run
    if (facts.open.has(node.id)) for (const end of usedBy(known)) put(end.id, end.make)
  }

  /** Draws an edge, or counts what it would lead to. Each neighbour is counted once. */
  const join = (id: string, side: Side, ends: readonly (Omit<End, 'make'> & Partial<End>)[]) => {
    const node = nodes.get(id)
    if (!node) return
    const hidden = new Set<string>()
    for (const end of ends) {
      if (end.id === id) continue
      const [from, to] = side === 'before' ? [end.id, id] : [id, end.id]
      if (nodes.has(end.id)) edges.set(JSON.stringify([from, to, end.edge.relation]), { from, to, ...end.edge })
      else hidden.add(end.id)
    }
    node.hidden[side] += hidden.size
  }
  for (const id of facts.shown) {
    const known = facts.versions.get(id)
    join(idOf.version(id), 'before', [...madeOf(known), ...parentsOf(known)])
    join(idOf.version(id), 'after', places.get(id) ?? [])
  }
  for (const [run, known] of facts.runs) join(idOf.run(run), 'before', usedBy(known))
  const found = [...edges.values()]
  countRest(nodes, found, facts.totals)
  const isVersion = ({ kind }: LineageNode) => Number(kind === 'version')
  return { nodes: [...nodes.values()].sort((a, b) => isVersion(b) - isVersion(a)), edges: found }
}

/** Versions next to a node that are not shown: how many there are, less those that are. */
function countRest(
  nodes: ReadonlyMap<string, LineageNode>,
  edges: readonly LineageEdge[],
  totals: ReadonlyMap<string, number>,
): void {
  const joined = new Map<string, Set<string>>()
  const note = (id: string, other: string) =>
    nodes.get(other)?.kind === 'version' && (joined.get(id) ?? joined.set(id, new Set()).get(id)!).add(other)
  for (const { from, to, relation } of edges) {
    note(from, to)
    if (relation === 'in') note(to, from)
  }
  for (const [id, total] of totals) {
    const node = nodes.get(id)
    if (node)
      node.hidden[node.kind === 'stage' ? 'before' : 'after'] += Math.max(0, total - (joined.get(id)?.size ?? 0))
  }
}

function versionNode(id: string, { versions, shown }: LineageFacts): LineageNode {
  const known = versions.get(id)
  const own = { id: idOf.version(id), kind: 'version' as const, hidden: nobody() }
  if (known) return { ...own, label: `${known.facts.model}@${known.facts.version}`, facts: known.facts }
  const named = shown.flatMap((child) => versions.get(child)?.parents ?? []).find(({ version }) => version === id)
  const model = named?.model ?? '?'
  const facts = {
    ...{ model, id, version: null, stage: null, aliases: [], label: null, description: '' },
    ...{ at: null, by: null, metrics: [], files: null, bytes: null, isMissing: true },
  }
  return { ...own, label: `${model}@${id.slice(0, 8)}`, facts }
}

const madeOf = (known: KnownVersion | undefined): End[] =>
  known
    ? [
        ...known.data.map((data) => dataEnd(data, 'trained-on')),
        ...(known.code ? [codeEnd(known.code, 'built-from')] : []),
        ...(known.run === undefined ? [] : [runEnd(known.run)]),
      ]
    : []

const usedBy = ({ data, code }: KnownRun): End[] => [
  ...data.map((one) => dataEnd(one, 'read-by')),
  ...(code ? [codeEnd(code, 'run-from')] : []),
]

const parentsOf = (known: KnownVersion | undefined): Omit<End, 'make'>[] =>
  (known?.parents ?? []).map(({ version, relation }) => ({ id: idOf.version(version), edge: { relation } }))

function dataEnd(data: DatasetRef, relation: 'trained-on' | 'read-by'): End {
  const { name, digest = null, version = null, uri = null, size = null, rows = null } = data
  const id = idOf.dataset(data)
  return {
    id,
    make: () => ({
      ...{ id, kind: 'dataset', label: name, hidden: nobody() },
      facts: { name, digest, version, uri, size, rows },
    }),
    edge: { relation },
  }
}

function codeEnd(code: Code, relation: 'built-from' | 'run-from'): End {
  const { commit, branch = null, remote = null, dirty } = code
  const id = idOf.code(code)
  return {
    id,
    make: () => ({
      ...{ id, kind: 'code', label: commit.slice(0, 8), hidden: nobody() },
      facts: { commit, branch, remote },
    }),
    edge: { relation, ...(dirty ? { dirty } : {}) },
  }
}

const runEnd = (run: string): End => ({
  id: idOf.run(run),
  make: () => ({
    ...{ id: idOf.run(run), kind: 'run', label: run, hidden: nobody() },
    facts: { run, name: null, experiment: null, status: null, startedAt: null, endedAt: null, isRecorded: false },
  }),
  edge: { relation: 'made-by' },
})

/** The stages that versions are in or get traffic of, and the environments that run them, by their ids. */
function placesOf({ versions, deployments, rollouts }: LineageFacts): Map<string, End[]> {
  const places = new Map<string, End[]>()
  const add = (id: string, end: End) => (places.get(id) ?? places.set(id, []).get(id)!).push(end)
  const stageEnd = (model: string, stage: string, edge: End['edge']): End => ({
    id: idOf.stage(model, stage),
    make: () => ({
      ...{ id: idOf.stage(model, stage), kind: 'stage', label: stage, hidden: nobody() },
      facts: { model, stage },
    }),
    edge,
  })
  for (const [id, { facts }] of versions)
    if (isPlace(facts.stage)) add(id, stageEnd(facts.model, facts.stage, { relation: 'in' }))
  for (const { model, stage, id, percent } of rollouts)
    add(id, stageEnd(model, stage, { relation: 'gets-traffic', percent }))
  for (const { id, ...facts } of deployments) {
    const own = idOf.deployment(facts.model, facts.environment)
    const make = (): LineageNode => ({
      ...{ id: own, kind: 'deployment', label: facts.environment, hidden: nobody() },
      facts,
    })
    add(id, { id: own, make, edge: { relation: 'runs-in' } })
  }
  return places
}

/** Counted once all nodes are there. */
const nobody = () => ({ before: 0, after: 0 })

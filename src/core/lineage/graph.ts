import type { MetricValue } from '../metric'
import type { Code, DatasetRef, Relation } from '../record'

/** What a lineage is made of, from the left to the right. */
export const nodeKinds = ['dataset', 'code', 'run', 'version', 'stage', 'deployment'] as const
export type NodeKind = (typeof nodeKinds)[number]

/** What is known of each kind. */
export interface FactsOf {
  dataset: { name: string; digest: string | null; version: string | null; uri: string | null } & {
    size: number | null
    rows: number | null
  }
  code: { commit: string; branch: string | null; remote: string | null }
  run: { run: string; name: string | null; experiment: string | null; status: string | null } & {
    startedAt: string | null
    endedAt: string | null
    /** Did anybody record it? Else only its id is known. */
    isRecorded: boolean
  }
  version: VersionNodeFacts
  stage: { model: string; stage: string }
  /** `expects` is the stage whose holder should run there, `runs` the number of what does. */
  deployment: { model: string; environment: string; runs: number; expects: string; at: string; by: string }
}

/** What is null is not known: of a parent that nobody registered that is all but its model and id. */
export interface VersionNodeFacts {
  model: string
  id: string
  version: number | null
  stage: string | null
  aliases: readonly string[]
  label: string | null
  description: string
  at: string | null
  by: string | null
  /** Those of all the data, by name. */
  metrics: readonly { name: string; value: MetricValue }[]
  files: number | null
  bytes: number | null
  isMissing: boolean
}

interface NodeOf<K extends NodeKind> {
  /** Unique, and the same whatever else is shown. */
  id: string
  kind: K
  label: string
  /** How many neighbours are not shown, on either side. */
  hidden: Hidden
  facts: FactsOf[K]
}
export type LineageNode = { [K in NodeKind]: NodeOf<K> }[NodeKind]
export type LineageNodeOf<K extends NodeKind> = NodeOf<K>

export interface Hidden {
  before: number
  after: number
}
export type Side = keyof Hidden

/** How what comes after was made of, or is placed by, what comes before. */
export type EdgeRelation =
  Relation | 'trained-on' | 'built-from' | 'made-by' | 'read-by' | 'run-from' | 'in' | 'gets-traffic' | 'runs-in'

/** From the cause to the effect. */
export interface LineageEdge {
  from: string
  to: string
  relation: EdgeRelation
  /** Did files differ from the commit? */
  dirty?: boolean
  /** Of a rollout. */
  percent?: number
}

export interface Graph<Node extends { id: string } = LineageNode> {
  nodes: readonly Node[]
  edges: readonly LineageEdge[]
}

/** Data is the same by its digest, whatever it is called; without one, by its name and version. */
export const dataKey = ({ name, digest, version }: Pick<DatasetRef, 'name' | 'digest' | 'version'>): string =>
  digest ?? (version === undefined ? name : `${name}@${version}`)

export const idOf = {
  dataset: (data: Parameters<typeof dataKey>[0]): string => `dataset:${dataKey(data)}`,
  code: ({ commit }: Pick<Code, 'commit'>): string => `code:${commit}`,
  run: (run: string): string => `run:${run}`,
  version: (id: string): string => `version:${id}`,
  stage: (model: string, stage: string): string => `stage:${model}@${stage}`,
  deployment: (model: string, environment: string): string => `deployment:${model}@${environment}`,
}

/** The kind and the rest of a node's id; undefined when it is none. */
export function readNodeId(id: string): { kind: NodeKind; key: string } | undefined {
  const colon = id.indexOf(':')
  const kind = nodeKinds.find((kind) => kind === id.slice(0, Math.max(colon, 0)))
  return kind && { kind, key: id.slice(colon + 1) }
}

/** Two stages that are no place to be: a version in them is in use nowhere. */
export const isPlace = (stage: string | null): stage is string =>
  stage !== null && stage !== 'none' && stage !== 'archived'

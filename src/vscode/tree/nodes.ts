import type { Command, ThemeIcon } from 'vscode'
import type { Policy } from '../../core/policy/policy'
import type { FileEntry } from '../../core/record'
import type { Refusal } from '../../core/refusal'
import type { BrowsedModel } from '../../operations/browseModels'
import type { Drift } from '../../index/drift'
import type { BrowsedRow } from '../../operations/browseVersions'
import type { ComparedPolicy } from '../../operations/comparePolicy'
import type { BrowsedPending } from '../../operations/browsePending'
import type { EventRow } from '../../index/history'
import type { Registry } from '../registries'

/** Rows of the tree are plain data; look.ts says how they look, provider.ts hands them to VS Code. */
export type Node =
  | FolderNode
  | ModelNode
  | VersionNode
  | GroupNode
  | FactNode
  | FileNode
  | MoreNode
  | ProblemNode
  | NoteNode
  | NewModelNode
  | NewVersionNode
  | PendingNode
  | ReasonNode
  | EventNode
  | DriftNode
  | PolicyNode
  | LineNode

interface Row<K extends string> {
  kind: K
  /** Unique, and the same after a refresh. */
  id: string
  /** The workspace folder's path: what the engine is asked with. */
  folder: string
  parent?: Node | undefined
}

export interface FolderNode extends Row<'folder'> {
  registry: Registry
}
export interface ModelNode extends Row<'model'> {
  model: BrowsedModel
  /** Changes of it that wait. */
  pending: BrowsedPending[]
  /** The instant that the tree shows; undefined when it is now. */
  at: string | undefined
}
export interface VersionNode extends Row<'version'> {
  version: BrowsedRow
  policy: Policy
  rollouts: BrowsedModel['rollouts']
  at: string | undefined
  /** Changes of it that wait. */
  pending: BrowsedPending[]
}
/** A model whose first version waits. */
export interface NewModelNode extends Row<'newModel'> {
  model: string
  pending: BrowsedPending[]
}
/** A version that waits: its number is given by the log. */
export interface NewVersionNode extends Row<'newVersion'> {
  item: BrowsedPending
}
/** A change that waits, or was refused after it had waited. */
export interface PendingNode extends Row<'pending'> {
  item: BrowsedPending
}
/** Why a change was refused. */
export interface ReasonNode extends Row<'reason'> {
  item: BrowsedPending
}
/** Something that happened. */
export interface EventNode extends Row<'event'> {
  event: EventRow
}
export type GroupName = 'approvals' | 'checks' | 'deployments' | 'metrics' | 'params' | 'data' | 'parents' | 'history'
/** A folded part of what is known of a version. */
export interface GroupNode extends Row<'group'> {
  group: GroupName
  children: (FactNode | EventNode)[]
}
/** One line of that: a metric, an approval, a parent, or where the code was. */
export interface FactNode extends Row<'fact'> {
  group: GroupName | 'card' | 'code' | 'gate'
  label: string
  value: string
  /** More than fits on the line. */
  detail?: string
  icon?: ThemeIcon
  /** What a click on it opens. */
  command?: Command
}
/** Something else is served than a stage has. */
export interface DriftNode extends Row<'drift'> {
  drift: Drift
}
/** `pedigree.yaml` says something else than what is applied, or cannot be applied. */
export interface PolicyNode extends Row<'policy'> {
  compared: ComparedPolicy
}
/** A line of text of its own. */
export interface LineNode extends Row<'line'> {
  text: string
}
export interface FileNode extends Row<'file'> {
  file: FileEntry
}
/** Stands for the rest of a long list. */
export interface MoreNode extends Row<'more'> {
  /** undefined when nobody counted. */
  hidden: number | undefined
  view: 'models' | 'activity'
}
export interface ProblemNode extends Row<'problem'> {
  problem: Refusal
}
/** Says that there is nothing. */
export interface NoteNode extends Row<'note'> {
  text: string
}

export const folderNode = (registry: Registry): FolderNode => ({
  kind: 'folder',
  id: `folder ${registry.folder}`,
  folder: registry.folder,
  registry,
})

export const problemNode = (folder: string, problem: Refusal, parent?: Node): ProblemNode => ({
  kind: 'problem',
  id: `problem ${folder}`,
  folder,
  parent,
  problem,
})

export const noteNode = (folder: string, text: string, parent?: Node): NoteNode => ({
  kind: 'note',
  id: `note ${parent?.id ?? folder}`,
  folder,
  parent,
  text,
})

export const modelNode = (
  folder: string,
  model: BrowsedModel,
  parent?: Node,
  pending: BrowsedPending[] = [],
  at?: string,
): ModelNode => ({
  kind: 'model',
  id: `model ${folder} ${model.model}`,
  folder,
  parent,
  model,
  at,
  pending: pending.filter((item) => item.model === model.model),
})

export const newModelNode = (
  folder: string,
  model: string,
  parent?: Node,
  pending: BrowsedPending[] = [],
): NewModelNode => ({
  kind: 'newModel',
  id: `model ${folder} ${model}`,
  folder,
  parent,
  model,
  pending: pending.filter((item) => item.model === model),
})

/** Versions of a model that wait. */
export const newVersionNodes = (parent: ModelNode | NewModelNode): NewVersionNode[] =>
  parent.pending
    .filter(({ operation }) => operation === 'register')
    .map((item) => ({ kind: 'newVersion', id: `${parent.id} ${item.id}`, folder: parent.folder, parent, item }))

export const pendingNode = (folder: string, item: BrowsedPending, parent?: Node): PendingNode => ({
  kind: 'pending',
  // A row that gets a reason below it is another one: only a new one is open from the beginning.
  id: `pending ${folder} ${item.id} ${item.state}`,
  folder,
  parent,
  item,
})

export const reasonNode = (parent: PendingNode): ReasonNode => ({
  kind: 'reason',
  id: `${parent.id} reason`,
  folder: parent.folder,
  parent,
  item: parent.item,
})

export const eventNode = (folder: string, event: EventRow, parent?: Node): EventNode => ({
  kind: 'event',
  id: `event ${folder} ${event.seq} ${event.n}`,
  folder,
  parent,
  event,
})

export const driftNodes = (parent: ModelNode): DriftNode[] =>
  parent.model.drift.map((drift) => ({
    kind: 'drift',
    id: `${parent.id} drift ${drift.environment}`,
    folder: parent.folder,
    parent,
    drift,
  }))

export const policyNode = (folder: string, compared: ComparedPolicy, parent?: Node): PolicyNode => ({
  kind: 'policy',
  id: `policy ${folder}`,
  folder,
  parent,
  compared,
})

/** What differs, or what is wrong. */
export const policyLines = (parent: PolicyNode): LineNode[] =>
  [...parent.compared.errors, ...parent.compared.differences].map((text, i) => ({
    kind: 'line',
    id: `${parent.id} ${i}`,
    folder: parent.folder,
    parent,
    text,
  }))

export const versionNode = (version: BrowsedRow, parent: ModelNode): VersionNode => ({
  kind: 'version',
  id: `version ${parent.folder} ${version.id}`,
  folder: parent.folder,
  parent,
  version,
  policy: parent.model.policy,
  rollouts: parent.model.rollouts,
  at: parent.at,
  pending: parent.pending.filter((item) => item.version === version.id && item.operation !== 'register'),
})

export const fileNode = (file: FileEntry, parent: VersionNode): FileNode => ({
  kind: 'file',
  id: `${parent.id} file ${file.path}`,
  folder: parent.folder,
  parent,
  file,
})

/** A list with its tail left out: `shown` rows, and one that stands for the others. */
export function paged<N extends Node>(
  rows: N[],
  {
    folder,
    parent,
    shown,
    total,
    view = 'models',
  }: {
    folder: string
    parent?: Node | undefined
    shown: number
    total?: number | undefined
    view?: MoreNode['view']
  },
): (N | MoreNode)[] {
  if (rows.length <= shown && (total ?? 0) <= shown) return rows
  const hidden = total === undefined ? undefined : total - shown
  const more: MoreNode = { kind: 'more', id: `more ${parent?.id ?? folder}`, folder, parent, hidden, view }
  return [...rows.slice(0, shown), more]
}

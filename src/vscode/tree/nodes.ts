import type { Policy } from '../../core/policy'
import type { FileEntry } from '../../core/record'
import type { Refusal } from '../../core/refusal'
import type { BrowsedModel } from '../../operations/browseModels'
import type { VersionRow } from '../../index/versions'
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
}
export interface VersionNode extends Row<'version'> {
  version: VersionRow
  policy: Policy
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
export type GroupName = 'metrics' | 'params' | 'data' | 'parents'
/** A folded part of a version's record. */
export interface GroupNode extends Row<'group'> {
  group: GroupName
  children: FactNode[]
}
/** One line of a record: a metric, a parameter, a dataset, a parent, or where the code was. */
export interface FactNode extends Row<'fact'> {
  group: GroupName | 'code'
  label: string
  value: string
  /** More than fits on the line. */
  detail?: string
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
): ModelNode => ({
  kind: 'model',
  id: `model ${folder} ${model.model}`,
  folder,
  parent,
  model,
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

export const versionNode = (version: VersionRow, parent: ModelNode): VersionNode => ({
  kind: 'version',
  id: `version ${parent.folder} ${version.id}`,
  folder: parent.folder,
  parent,
  version,
  policy: parent.model.policy,
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

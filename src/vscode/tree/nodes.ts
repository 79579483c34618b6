import type { Policy } from '../../core/policy'
import type { FileEntry } from '../../core/record'
import type { Refusal } from '../../core/refusal'
import type { BrowsedModel } from '../../operations/browseModels'
import type { VersionRow } from '../../index/versions'
import type { Registry } from '../registries'

/** Rows of the tree are plain data; look.ts says how they look, provider.ts hands them to VS Code. */
export type Node =
  FolderNode | ModelNode | VersionNode | GroupNode | FactNode | FileNode | MoreNode | ProblemNode | NoteNode

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
}
export interface VersionNode extends Row<'version'> {
  version: VersionRow
  policy: Policy
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

export const modelNode = (folder: string, model: BrowsedModel, parent?: Node): ModelNode => ({
  kind: 'model',
  id: `model ${folder} ${model.model}`,
  folder,
  parent,
  model,
})

export const versionNode = (version: VersionRow, parent: ModelNode): VersionNode => ({
  kind: 'version',
  id: `version ${parent.folder} ${version.id}`,
  folder: parent.folder,
  parent,
  version,
  policy: parent.model.policy,
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
  }: { folder: string; parent?: Node | undefined; shown: number; total?: number | undefined },
): (N | MoreNode)[] {
  if (rows.length <= shown && (total ?? 0) <= shown) return rows
  const hidden = total === undefined ? undefined : total - shown
  const more: MoreNode = { kind: 'more', id: `more ${parent?.id ?? folder}`, folder, parent, hidden }
  return [...rows.slice(0, shown), more]
}

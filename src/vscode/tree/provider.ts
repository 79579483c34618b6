import { EventEmitter, l10n, type TreeDataProvider, type TreeItem } from 'vscode'
import { RegistryError } from '../../core/registryError'
import { refusalOf } from '../../core/refusal'
import { type Engine, EngineStopped } from '../engine'
import { isOffline, type Registries, type Registry, unconfirmed } from '../registries'
import { detailsOf } from './details'
import { itemOf } from './look'
import { driftNodes, folderNode, modelNode, type ModelNode, type MoreNode, type Node, noteNode, paged } from './nodes'
import { newModelNode, newVersionNodes, policyLines, policyNode, problemNode } from './nodes'
import { versionNode, type VersionNode } from './nodes'
import { tooltipOf } from './tooltip'

/** Rows per level before "Show more…". */
export const pages = { models: 500, versions: 100, files: 100 }

/** Models, their versions, and what those are made of; one question to the engine per row that is opened. */
export class ModelsProvider implements TreeDataProvider<Node> {
  private readonly changes = new EventEmitter<Node | undefined>()
  readonly onDidChangeTreeData = this.changes.event
  /** How many rows a row shows, where that is more than a page. */
  private readonly shown = new Map<string, number>()
  /** The instant that the rows are of (ISO 8601, UTC); undefined for now. */
  at: string | undefined

  constructor(
    private readonly engine: Engine,
    private readonly registries: Registries,
  ) {}

  refresh(): void {
    this.changes.fire(undefined)
  }

  showMore({ parent, folder }: MoreNode): void {
    const page = parent?.kind === 'model' ? pages.versions : parent?.kind === 'version' ? pages.files : pages.models
    this.show(parent?.id ?? folder, this.shownOf(parent?.id ?? folder, page) * 2)
    this.changes.fire(parent)
  }

  /** Shows at least `rows` rows under a row (a folder's path for its models) from the next look on. */
  show(id: string, rows: number): void {
    this.shown.set(id, Math.max(rows, this.shown.get(id) ?? 0))
  }

  getTreeItem(node: Node): TreeItem {
    return itemOf(node)
  }

  resolveTreeItem(item: TreeItem, node: Node): TreeItem {
    item.tooltip ??= tooltipOf(node)
    return item
  }

  getParent(node: Node): Node | undefined {
    return node.parent
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.roots()
    if (node.kind === 'group') return node.children
    try {
      switch (node.kind) {
        case 'folder':
          return await this.registryRows(node.registry, node)
        case 'model':
          return await this.versions(node)
        case 'newModel':
          return newVersionNodes(node)
        case 'version':
          return await this.details(node)
        case 'policy':
          return policyLines(node)
        default:
          return []
      }
    } catch (error) {
      return rowOf(error, node)
    }
  }

  private async roots(): Promise<Node[]> {
    const found = await this.registries.all()
    if (found.length > 1) return found.map(folderNode)
    try {
      return found[0] ? await this.registryRows(found[0], undefined) : []
    } catch (error) {
      return found[0] ? rowOf(error, folderNode(found[0])) : []
    }
  }

  private async registryRows(registry: Registry, parent: Node | undefined): Promise<Node[]> {
    const { folder, status, problem } = registry
    // That a bucket does not answer is said above the rows, and who has to confirm a single one is told by the view.
    const isSaid = (registry.isBucket && isOffline(registry)) || (!parent && unconfirmed(registry))
    const problems = problem && !isSaid ? [problemNode(folder, problem, parent)] : []
    if (!status) return problems
    const shown = this.shownOf(parent?.id ?? folder, pages.models)
    const { at } = this
    if (at !== undefined) {
      // One more, to know whether there is more: the status counts those of today.
      const rows = await this.engine.call(folder, 'browseModels', { limit: shown + 1, at })
      const models = rows.map((row) => modelNode(folder, row, parent, [], at))
      if (!models.length && parent) return [noteNode(folder, l10n.t('No models yet'), parent)]
      return paged(models, { folder, parent, shown })
    }
    const [rows, pending, compared] = await Promise.all([
      this.engine.call(folder, 'browseModels', { limit: shown }),
      status.pending + status.conflicts ? this.engine.call(folder, 'browsePending', {}) : [],
      this.engine.call(folder, 'comparePolicy', {}),
    ])
    const models = rows.map((row) => modelNode(folder, row, parent, pending))
    const names = pending.flatMap(({ model, isNewModel }) => (isNewModel && model !== null ? [model] : []))
    const created = [...new Set(names)].map((name) => newModelNode(folder, name, parent, pending))
    const differs = compared.differences.length + compared.errors.length > 0
    const policy = differs ? [policyNode(folder, compared, parent)] : []
    // One empty registry alone is what the welcome text is for.
    if (!models.length && !created.length && parent && !problem && !differs)
      return [noteNode(folder, l10n.t('No models yet'), parent)]
    return [...problems, ...policy, ...created, ...paged(models, { folder, parent, shown, total: status.models })]
  }

  private async versions(node: ModelNode): Promise<Node[]> {
    const { folder, model } = node
    const shown = this.shownOf(node.id, pages.versions)
    const rows = await this.engine.call(folder, 'browseVersions', { model: model.model, limit: shown, at: node.at })
    const versions = rows.map((row) => versionNode(row, node))
    return [
      ...driftNodes(node),
      ...newVersionNodes(node),
      ...paged(versions, { folder, parent: node, shown, total: model.versions }),
    ]
  }

  private async details(node: VersionNode): Promise<Node[]> {
    const { model, version } = node.version
    const shown = this.shownOf(node.id, pages.files)
    const args = { reference: `${model}@${version}`, files: shown, at: node.at }
    return detailsOf(node, await this.engine.call(node.folder, 'browseVersion', args), shown)
  }

  private readonly shownOf = (id: string, page: number): number => Math.max(page, this.shown.get(id) ?? 0)
}

/** A row that cannot be opened says why in the row below it. */
function rowOf(error: unknown, parent: Node): Node[] {
  if (error instanceof EngineStopped) return []
  if (!(error instanceof RegistryError)) throw error
  return [{ ...problemNode(parent.folder, refusalOf(error), parent), id: `problem ${parent.id}` }]
}

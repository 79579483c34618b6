import { Disposable, l10n, type TreeView, window, workspace } from 'vscode'
import type { Engine } from '../engine'
import { isOffline, type Registries } from '../registries'
import { Marks } from './marks'
import { folderNode, type ModelNode, modelNode, type MoreNode, type Node, type VersionNode, versionNode } from './nodes'
import { modelCount } from './words'
import { ModelsProvider } from './provider'

/** The view `Models`: keeps itself up to date while it is in sight. */
export class ModelsView implements Disposable {
  private readonly provider: ModelsProvider
  private readonly view: TreeView<Node>
  private readonly disposables: Disposable

  constructor(
    private readonly engine: Engine,
    private readonly registries: Registries,
  ) {
    this.provider = new ModelsProvider(engine, registries)
    this.view = window.createTreeView('pedigree.models', {
      treeDataProvider: this.provider,
      canSelectMany: true,
      showCollapseAll: true,
    })
    this.disposables = Disposable.from(
      this.view,
      registries.onDidChange(() => this.update()),
      workspace.onDidGrantWorkspaceTrust(() => this.update()),
      window.registerFileDecorationProvider(new Marks()),
    )
  }

  get visible(): boolean {
    return this.view.visible
  }

  get onDidChangeVisibility() {
    return this.view.onDidChangeVisibility
  }

  get selection(): readonly Node[] {
    return this.view.selection
  }

  showMore(node: MoreNode): void {
    this.provider.showMore(node)
  }

  /** Selects a version's row, if the view is in sight; the focus stays where it is. */
  async reveal(folder: string, model: string, version: number): Promise<void> {
    if (!this.view.visible) return
    const node = await this.find(folder, model, version)
    // A row that is on no page yet cannot be shown, and that is no harm.
    await this.view.reveal(node, { select: true, focus: false }).then(undefined, () => {})
  }

  /** Opens the view at a version's row, with what the version is made of. */
  async open(folder: string, model: string, version: number): Promise<void> {
    const node = await this.find(folder, model, version)
    await this.view.reveal(node, { select: true, focus: true, expand: true })
  }

  dispose(): void {
    this.disposables.dispose()
  }

  /** The row of a version, which will be shown even where that takes more than a page. */
  private async find(folder: string, model: string, number: number): Promise<VersionNode> {
    const registries = await this.registries.all()
    const registry = registries.find((other) => other.folder === folder)
    const parent = registries.length > 1 && registry ? folderNode(registry) : undefined
    const [row, version] = await Promise.all([
      this.engine.call(folder, 'showModel', { model }),
      this.engine.call(folder, 'findVersion', { reference: `${model}@${number}` }),
    ])
    const node: ModelNode = modelNode(folder, row, parent)
    this.provider.show(node.id, (row.latest ?? number) - number + 1)
    return versionNode(version, node)
  }

  private update(): void {
    const { found, sqliteProblem } = this.registries
    const models = found.reduce((sum, { status }) => sum + (status?.models ?? 0), 0)
    const parts = [
      models ? modelCount(models) : '',
      found.some(isOffline) ? l10n.t('offline') : '',
      workspace.isTrusted || !found.length ? '' : l10n.t('Restricted Mode: browse only'),
    ]
    this.view.description = parts.filter(Boolean).join(' · ')
    this.view.message = sqliteProblem ? `${sqliteProblem.message} ${sqliteProblem.hint}` : ''
    this.provider.refresh()
  }
}

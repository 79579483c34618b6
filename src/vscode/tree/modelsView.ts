import { commands, Disposable, l10n, type TreeView, window, workspace } from 'vscode'
import type { Status } from '../../operations/registryStatus'
import type { Engine } from '../engine'
import { isOffline, type Registries } from '../registries'
import { Marks } from './marks'
import { folderNode, type ModelNode, modelNode, type MoreNode, type Node, type VersionNode, versionNode } from './nodes'
import { driftCount, modelCount, untrustedWords, when } from './words'
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
      registries.onDidChange(() => void this.update()),
      workspace.onDidGrantWorkspaceTrust(() => void this.update()),
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

  /** The instant that the tree is of; undefined for now. */
  get at(): string | undefined {
    return this.provider.at
  }

  /** Turns the tree into that of an instant (ISO 8601, UTC), or back into that of now. Gone with the window. */
  async showAsOf(at: string | undefined): Promise<void> {
    this.provider.at = at
    await commands.executeCommand('setContext', 'pedigree.asOf', at !== undefined)
    await this.update()
  }

  /** Opens the view at a version's row, with what the version is made of. Where that is later, the tree is of now again. */
  async open(folder: string, model: string, version: number): Promise<void> {
    if (this.at !== undefined && !(await this.wasThere(folder, model, version))) await this.showAsOf(undefined)
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
      this.engine.call(folder, 'findVersion', { reference: `${model}@${number}`, at: this.at }),
    ])
    const node: ModelNode = modelNode(folder, row, parent, [], this.at)
    this.provider.show(node.id, (row.latest ?? number) - number + 1)
    return versionNode({ ...version, override: null }, node)
  }

  /** Where the engine stopped or the registry went, rows say so. */
  private basis(folder: string, at: string): Promise<{ seq: number } | null> {
    return this.engine.call(folder, 'basisAt', { at }).catch(() => null)
  }

  private wasThere(folder: string, model: string, number: number): Promise<boolean> {
    const args = { reference: `${model}@${number}`, at: this.at }
    return this.engine.call(folder, 'findVersion', args).then(
      () => true,
      () => false,
    )
  }

  private async update(): Promise<void> {
    const { found, sqliteProblem } = this.registries
    const count = (of: (status: Status) => number) =>
      found.reduce((sum, { status }) => sum + (status ? of(status) : 0), 0)
    const { at } = this
    const [models, untrusted, drift] =
      at === undefined
        ? [
            count((status) => status.models),
            count((status) => status.untrustedEvents),
            count(({ drift }) => drift.length),
          ]
        : [0, 0, 0]
    const parts = [
      models ? modelCount(models) : '',
      drift ? driftCount(drift) : '',
      untrusted ? untrustedWords(untrusted) : '',
      found.some(isOffline) ? l10n.t('offline') : '',
      workspace.isTrusted || !found.length ? '' : l10n.t('Restricted Mode: browse only'),
    ]
    this.view.description = parts.filter(Boolean).join(' · ')
    this.provider.refresh()
    const banner = at === undefined ? '' : await this.banner(at)
    if (at === this.at) this.view.message = sqliteProblem ? `${sqliteProblem.message} ${sqliteProblem.hint}` : banner
  }

  /** `As of 14 November 2026, commit 123. Nothing can be changed here.` */
  private async banner(at: string): Promise<string> {
    const readable = (await this.registries.all()).filter(({ status }) => status)
    const bases = await Promise.all(readable.map(({ folder }) => this.basis(folder, at)))
    const [basis, ...others] = bases
    if (bases.every((found) => found === null)) return l10n.t('There was no registry yet on {0}.', when(at))
    return basis && !others.length
      ? l10n.t('As of {0}, commit {1}. Nothing can be changed here.', when(at), basis.seq)
      : l10n.t('As of {0}. Nothing can be changed here.', when(at))
  }
}

import * as vscode from 'vscode'
import { RegistryError } from '../core/registryError'
import { type Refusal, refusalOf } from '../core/refusal'
import type { Status } from '../operations/registryStatus'
import type { Destination } from '../operations/trust'
import { type Engine, EngineStopped, type Look } from './engine'
import { shorten } from './shorten'

/** The registry that a folder of this window uses. */
export interface Registry {
  /** The workspace folder's path: what the engine is asked with. */
  folder: string
  name: string
  /** undefined when it cannot be opened. */
  status?: Status
  /** Why it cannot be opened, or why what is shown may be old. */
  problem?: Refusal
  isBucket?: boolean
  /** Somebody waits for the store. */
  isSyncing?: boolean
}

/** The store does not answer; what is known is shown, and changes wait. */
export const isOffline = ({ status, problem }: Registry): boolean =>
  status !== undefined && problem?.code === 'store-unreachable'

/** Where it is, when this person has not yet confirmed that it may have their credentials and models. */
export const unconfirmed = ({ problem }: Registry): Destination | undefined =>
  problem?.code === 'registry-untrusted' ? (problem.details as unknown as Destination) : undefined

/** Which folders of the window have a registry, and how each stands. Follows folders, trust and `pedigree.yaml`. */
export class Registries implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>()
  /** Some registry appeared, went, or has something new in it. */
  readonly onDidChange = this.changes.event
  private readonly syncs = new vscode.EventEmitter<void>()
  /** A store was asked, or is being asked; what is in the registry is as before. */
  readonly onDidSync = this.syncs.event
  private readonly disposables: vscode.Disposable[] = [this.changes, this.syncs]
  private known: Registry[] = []
  private unavailable: Refusal | undefined
  private looking: Promise<void> | undefined
  private lookAgain = false
  private looked = false

  constructor(
    private readonly engine: Engine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const config = vscode.workspace.createFileSystemWatcher('**/pedigree.yaml')
    const anew = () => void this.refresh()
    this.disposables.push(
      config,
      config.onDidCreate(anew),
      config.onDidChange(anew),
      config.onDidDelete(anew),
      vscode.workspace.onDidChangeWorkspaceFolders(anew),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.engine.trust()
        anew()
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && anew()),
    )
  }

  /** As far as is known. */
  get found(): readonly Registry[] {
    return this.known
  }

  /** Waits until the folders have been looked at once. */
  async all(): Promise<readonly Registry[]> {
    if (!this.looked) await this.refresh()
    return this.known
  }

  /** Why SQLite cannot be had here, so that nothing works. */
  get sqliteProblem(): Refusal | undefined {
    return this.unavailable
  }

  /** The folders of this window that a registry could be in. */
  folders(): string[] {
    return (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath)
  }

  nameOf(folder: string): string {
    return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === folder)?.name ?? folder
  }

  /** Looks at every folder again. Calls that come meanwhile are one more look. */
  async refresh(): Promise<void> {
    this.lookAgain = true
    this.looking ??= this.lookWhileAsked().finally(() => (this.looking = undefined))
    await this.looking
  }

  /** Asks the stores of these folders for what is new, and settles what waits; tries to open what could not be opened. */
  async sync(folders = this.known.map(({ folder }) => folder)): Promise<Look[]> {
    const isOpen = (folder: string) => this.known.some((registry) => registry.folder === folder && registry.status)
    this.mark(folders, { isSyncing: true })
    try {
      await Promise.all(folders.filter((folder) => !isOpen(folder)).map((folder) => this.engine.reopen(folder)))
      return await Promise.all(folders.filter(isOpen).map((folder) => this.engine.sync(folder)))
    } finally {
      this.mark(folders, { isSyncing: false })
      await this.refresh()
    }
  }

  /** A store has answered at this moment. */
  synced(folder: string, at: string): void {
    this.known = this.known.map((registry) =>
      registry.folder === folder && registry.status
        ? { ...registry, status: { ...registry.status, lastSync: at } }
        : registry,
    )
    this.syncs.fire()
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose()
  }

  private mark(folders: string[], change: Partial<Registry>): void {
    this.known = this.known.map((registry) =>
      folders.includes(registry.folder) ? { ...registry, ...change } : registry,
    )
    this.syncs.fire()
  }

  private async lookWhileAsked(): Promise<void> {
    while (this.lookAgain) {
      this.lookAgain = false
      const found = await Promise.all(this.folders().map((folder) => this.look(folder)))
      const workspaces = new Set<string>()
      this.known = found.filter((registry): registry is Registry => {
        // Folders inside one another share the registry above them.
        const place = registry?.status?.workspace ?? registry?.folder ?? ''
        return registry !== undefined && !workspaces.has(place) && workspaces.add(place) !== undefined
      })
      this.unavailable = this.known.find(({ problem }) => problem?.code === 'sqlite-unavailable')?.problem
      if (this.unavailable) this.known = []
      this.looked = true
      this.changes.fire()
      await this.tellContext()
    }
  }

  private async look(folder: string): Promise<Registry | undefined> {
    const name = this.nameOf(folder)
    try {
      const { status, problem, isBucket } = await this.engine.look(folder)
      return { folder, name, status, isBucket, ...(problem ? { problem: shorten(problem, folder) } : {}) }
    } catch (error) {
      if (error instanceof EngineStopped) return this.known.find((registry) => registry.folder === folder)
      if (error instanceof RegistryError && error.code === 'no-registry') return undefined
      if (error instanceof RegistryError) return { folder, name, problem: shorten(refusalOf(error), folder) }
      this.log.error(error as Error)
      const message = vscode.l10n.t('The registry cannot be shown; see the log.')
      return { folder, name, problem: { code: 'log-damaged', message, hint: '' } }
    }
  }

  private async tellContext(): Promise<void> {
    const [first, ...others] = this.known
    const models = first?.status?.models
    const isEmpty = first && !others.length && models === 0 && !first.problem
    const isUnconfirmed = first && !others.length && unconfirmed(first)
    const state = this.unavailable
      ? 'unavailable'
      : !first
        ? 'none'
        : isUnconfirmed
          ? 'unconfirmed'
          : isEmpty
            ? 'empty'
            : 'ready'
    const readable = this.known.some(({ status }) => status)
    await Promise.all([
      vscode.commands.executeCommand('setContext', 'pedigree.state', state),
      vscode.commands.executeCommand('setContext', 'pedigree.hasRegistry', readable),
      vscode.commands.executeCommand('setContext', 'pedigree.severalRegistries', others.length > 0),
      vscode.commands.executeCommand(
        'setContext',
        'pedigree.unconfirmed',
        this.known.some((registry) => unconfirmed(registry) !== undefined),
      ),
      vscode.commands.executeCommand('setContext', 'pedigree.hasBucket', this.known.some(isInBucket)),
      vscode.commands.executeCommand('setContext', 'pedigree.hasPending', this.known.some(hasPending)),
    ])
  }
}

const isInBucket = ({ isBucket }: Registry): boolean => isBucket === true
const hasPending = ({ status }: Registry): boolean => (status?.pending ?? 0) + (status?.conflicts ?? 0) > 0

import { Disposable, type TreeView, window } from 'vscode'
import type { Engine } from '../engine'
import type { Registries } from '../registries'
import type { MoreNode, Node } from '../tree/nodes'
import { conflictWords, pendingWords } from '../tree/words'
import { ActivityProvider } from './activityProvider'

/** How often "5 minutes ago" is said anew, in milliseconds. */
const minute = 60_000

/** The view `Activity`: what waits and what happened. */
export class ActivityView implements Disposable {
  private readonly provider: ActivityProvider
  private readonly view: TreeView<Node>
  private readonly disposables: Disposable

  constructor(
    engine: Engine,
    private readonly registries: Registries,
  ) {
    this.provider = new ActivityProvider(engine, registries)
    this.view = window.createTreeView('pedigree.activity', { treeDataProvider: this.provider, showCollapseAll: false })
    const clock = setInterval(() => this.view.visible && this.provider.refresh(), minute)
    this.disposables = Disposable.from(
      this.view,
      registries.onDidChange(() => this.update()),
      new Disposable(() => clearInterval(clock)),
    )
  }

  get visible(): boolean {
    return this.view.visible
  }

  get onDidChangeVisibility() {
    return this.view.onDidChangeVisibility
  }

  showMore(node: MoreNode): void {
    this.provider.showMore(node)
  }

  dispose(): void {
    this.disposables.dispose()
  }

  private update(): void {
    const count = (of: 'pending' | 'conflicts') =>
      this.registries.found.reduce((sum, { status }) => sum + (status?.[of] ?? 0), 0)
    const [pending, conflicts] = [count('pending'), count('conflicts')]
    const words = [pending ? pendingWords(pending) : '', conflicts ? conflictWords(conflicts) : '']
    this.view.badge =
      pending + conflicts ? { value: pending + conflicts, tooltip: words.filter(Boolean).join(', ') } : undefined
    this.provider.refresh()
  }
}

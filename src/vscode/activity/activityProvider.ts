import { EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode'
import { type Engine, EngineStopped } from '../engine'
import type { Registries, Registry } from '../registries'
import { itemOf } from '../tree/look'
import { eventNode, folderNode, type MoreNode, type Node, paged, pendingNode, reasonNode } from '../tree/nodes'

/** Rows of the log before "Show more…". */
const page = 50

/** What waits, then what happened, newest first. */
export class ActivityProvider implements TreeDataProvider<Node> {
  private readonly changes = new EventEmitter<Node | undefined>()
  readonly onDidChangeTreeData = this.changes.event
  /** How many rows a registry shows, where that is more than a page. */
  private readonly shown = new Map<string, number>()

  constructor(
    private readonly engine: Engine,
    private readonly registries: Registries,
  ) {}

  refresh(): void {
    this.changes.fire(undefined)
  }

  showMore({ parent, folder }: MoreNode): void {
    this.shown.set(folder, (this.shown.get(folder) ?? page) * 2)
    this.changes.fire(parent)
  }

  getTreeItem(node: Node): TreeItem {
    return itemOf(node)
  }

  getParent(node: Node): Node | undefined {
    return node.parent
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node?.kind === 'folder') return this.rows(node.registry, node)
    if (node) return node.kind === 'pending' && node.item.refusal ? [reasonNode(node)] : []
    const readable = (await this.registries.all()).filter(({ status }) => status)
    if (readable.length > 1) return readable.map(folderNode)
    return readable[0] ? this.rows(readable[0], undefined) : []
  }

  private async rows({ folder, status }: Registry, parent: Node | undefined): Promise<Node[]> {
    const shown = this.shown.get(folder) ?? page
    try {
      const [pending, events] = await Promise.all([
        status && status.pending + status.conflicts ? this.engine.call(folder, 'browsePending', {}) : [],
        // One more, to know whether there is more.
        this.engine.call(folder, 'browseLog', { limit: shown + 1 }),
      ])
      const log = events.map((event) => eventNode(folder, event, parent))
      return [
        ...pending.map((item) => pendingNode(folder, item, parent)),
        ...paged(log, { folder, parent, shown, view: 'activity' }),
      ]
    } catch (error) {
      // The view of models says what is wrong.
      if (error instanceof EngineStopped) return []
      throw error
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { following, type Following } from '../operations/following'
import type { Keeper } from './keepUp'
import { type OpenRegistries, type Registry, stampOf } from './openRegistries'

/**
 * How often the state on this machine is looked at, in milliseconds: while someone sees it, and otherwise. The editor
 * takes some 300 more to redraw a tree, and all of it is to be done within a second.
 */
const ticks = { seen: 250, unseen: 1000 }

/** How long a change may take to land before it counts as one that waits, in milliseconds. */
const onItsWay = 1000

/** Tells `changed` when a folder has to be shown anew, whoever changed it, and keeps its index up to date meanwhile. */
export function watch(registries: OpenRegistries, changed: (folder: string) => void) {
  /** What each folder looked like when the editor last heard of it. */
  const told = new Map<string, string>()
  let watching = following
  const glancing = new Set<string>()
  let running = false

  async function run(): Promise<void> {
    if (running) return
    running = true
    while (watching.folders.length) {
      for (const folder of watching.folders) void glance(folder)
      await sleep(watching.isSeen ? ticks.seen : ticks.unseen)
    }
    running = false
  }

  /** A folder that takes its time holds up no other. */
  async function glance(folder: string): Promise<void> {
    if (glancing.has(folder)) return
    glancing.add(folder)
    const looks = await registries.glimpse(folder, keepUp).catch((error: Error) => stampOf(folder) + error.message)
    glancing.delete(folder)
    if (looks === undefined || looks === told.get(folder)) return
    told.set(folder, looks)
    changed(folder)
  }

  /** Answers undefined where there is nothing to compare. */
  async function keepUp({ context, keeper }: Registry): Promise<string | undefined> {
    if (!keeper.isBucket && !watching.isSeen) return undefined
    if (keeper.isDue(watching)) {
      const done = keeper.look()
      // A folder answers at once. For a bucket nobody waits, and the context stays open while it is asked.
      if (!keeper.isBucket) await done
      else void registries.using(context.cwd, () => done).catch(() => {})
    }
    return looksOf({ context, keeper })
  }

  return {
    follow(next: Following): void {
      const isNew = next.isWatched && !watching.isWatched
      watching = next
      if (isNew) this.hurry()
      void run()
    },
    /** Somebody has come to look: what is known may be old. */
    hurry(): void {
      for (const folder of watching.folders) void registries.glimpse(folder, hurried).catch(() => {})
    },
    /** The editor hears now how a folder looks. */
    tell: (registry: Registry): void => void told.set(registry.context.cwd, looksOf(registry)),
  }
}

const hurried = async ({ keeper }: { keeper: Keeper }): Promise<void> => keeper.hurry()

/** What is only on its way is not shown as waiting. */
const waiting = ({ log, now }: Registry['context']) =>
  log.pending().filter(({ state, createdAt }) => state === 'conflict' || now() - Date.parse(createdAt) > onItsWay)

const looksOf = ({ context, keeper }: Registry): string =>
  [
    stampOf(context.cwd),
    context.index.head()?.seq,
    ...waiting(context).map(({ id, state }) => id + (state === 'conflict' ? '!' : '')),
    keeper.problem?.message,
  ].join()

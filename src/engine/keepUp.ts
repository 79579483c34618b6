import { RegistryError } from '../core/registryError'
import { type Refusal, refusalOf } from '../core/refusal'
import type { Context } from '../operations/context'
import type { Settled } from '../operations/following'
import { isBucket } from '../operations/storeAt'
import { type Attention, pauseBefore } from './pace'

/** What of a context is needed to keep up. */
export type Followed = Pick<Context, 'index' | 'log' | 'store' | 'now' | 'unreachable'>

export interface Keeping {
  /** May what waits be written? Not where nothing may be changed. */
  mayWrite: boolean
  settled(settled: Settled): void
  /** The store was asked, and answered, at this moment (ISO 8601). */
  synced(at: string): void
}

export interface Keeper {
  readonly isBucket: boolean
  /** Why what is shown may be old; null when the last look at the store was a good one. */
  readonly problem: Refusal | null
  /** Never yet looked, in this process. */
  readonly isNew: boolean
  isDue(attention: Attention): boolean
  /** The next look is due at once. */
  hurry(): void
  /** Asks the store for what is new, and settles what has waited for a while. What goes wrong is `problem` from then on. */
  look(): Promise<void>
  /** The same, for somebody who asked for it: everything that waits is settled. */
  sync(): Promise<void>
}

/** What has waited for less, in milliseconds, is another's work of this moment. */
const young = 3000

/** Keeps one registry's index up to date: says when the store should be asked again, and asks it. */
export function keepUp(ctx: Followed, { mayWrite, settled, synced }: Keeping): Keeper {
  const inBucket = isBucket(ctx.store.address)
  // A folder that the editor does not trust makes it talk to nobody.
  const unreachable = ctx.unreachable()
  const isClosed = unreachable?.code === 'untrusted'
  let problem: Refusal | null = unreachable && !isClosed ? refusalOf(unreachable) : null
  let looked = problem ? ctx.now() : undefined
  let idle = 0
  let failed = problem ? 1 : 0
  let hurried = !problem
  let running: Promise<unknown> | undefined

  async function look(patience: number): Promise<void> {
    hurried = false
    const before = ctx.index.head()?.seq
    problem = await refused(async () => {
      const applied = await ctx.log.sync()
      // That there is nothing new is also what a folder says that is gone.
      if (!applied && !inBucket) await ctx.store.check()
      const waiting = waitingFor(patience)
      if (mayWrite && waiting.length) await settle(waiting)
    })
    // What others left to be packed is packed by who has the time.
    if (mayWrite && !problem) void ctx.log.pack(1)
    failed = problem ? failed + 1 : 0
    idle = ctx.index.head()?.seq === before ? idle + 1 : 0
    looked = ctx.now()
    if (!problem && inBucket) synced(new Date(looked).toISOString())
  }

  const waitingFor = (patience: number) =>
    ctx.log
      .pending()
      .filter(({ state, createdAt }) => state !== 'conflict' && ctx.now() - Date.parse(createdAt) >= patience)

  async function settle(before: readonly { id: string }[]): Promise<void> {
    try {
      await ctx.log.settle()
    } finally {
      const left = new Map(ctx.log.pending().map(({ id, state }) => [id, state]))
      const landed = before.filter(({ id }) => !left.has(id)).length
      const conflicts = before.filter(({ id }) => left.get(id) === 'conflict').length
      if (landed || conflicts) settled({ landed, conflicts })
    }
  }

  const done = () => (running = undefined)

  return {
    isBucket: inBucket,
    get problem() {
      return problem
    },
    get isNew() {
      return looked === undefined
    },
    isDue: (attention) => {
      if (isClosed || running) return false
      if (hurried) return attention.pollInterval > 0 || !inBucket
      const pause = pauseBefore(inBucket, attention, { idle, failed })
      return looked === undefined ? pause < Infinity : ctx.now() - looked >= pause
    },
    hurry: () => {
      hurried = true
    },
    look: async () => {
      if (!isClosed) await (running ??= look(young).finally(done))
    },
    sync: async () => {
      await running
      if (!isClosed) await (running = look(0).finally(done))
    },
  }
}

/** Why `work` could not be done; null when it was. */
async function refused(work: () => Promise<void>): Promise<Refusal | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return refusalOf(error)
  }
}

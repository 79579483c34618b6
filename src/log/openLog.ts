import { setTimeout as sleep } from 'node:timers/promises'
import { commitLimit, commitTime, type Commit, type LogEntry, skewLimit } from '../core/commit'
import { appendContended, clockSkew, commitTooLarge, newerRegistry, noSuchPending } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { type Event, isUnread, readEvent } from '../core/event'
import type { Actor } from '../core/record'
import { type Db, isCorruption } from '../sqlite/db'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { canonicalBytes } from './canonical'
import { type Claim, withClaim } from './claim'
import { readEntry } from './entry'
import { type Intent, type OutboxItem, outbox } from './outbox'
import { checkHead, type Sink, sync } from './sync'
import { witness } from './witness'
import { type Packer, packer } from './writePacks'

export interface LogParts {
  store: ObjectStore
  local: Db
  sink: Sink & {
    /** Features that the log requires and this build lacks. */
    missingFeatures(): string[]
    seqOfCommit(id: string): number | undefined
    /** Forgets everything, because it is damaged; the next sync starts from the log's beginning. */
    clear(): void
  }
  /** What the intent comes to on the state as it is now; throws a RegistryError when it no longer holds. */
  decide(intent: Intent): Event[]
  actor(): Promise<Actor>
  /** Program and version, as in `pedigree/0.1.0 cli`. */
  client: string
  /** Milliseconds since 1970. */
  now(): number
  /** A new UUIDv7. */
  newId(): string
  /** Told of what is odd. */
  onWarning?: ((message: string) => void) | undefined
}

export type Outcome =
  /** In the log, at this seq. */
  | { state: 'landed'; seq: number; id: string }
  /** It comes to nothing: things are so already. */
  | { state: 'unneeded' }
  /** The store did not answer: kept in the outbox, to be written or refused later. */
  | { state: 'pending'; id: string }

/** The log of one registry, as this machine writes and reads it. */
export interface Log {
  /** Brings the index up to the log's head; answers how many commits were new. */
  sync(): Promise<number>
  /** Decides `intent` on the state as it is now and writes what it comes to, exactly once. */
  append(intent: Intent): Promise<Outcome>
  /** Everything in the outbox, oldest first. */
  pending(): OutboxItem[]
  /** Decides an item of the outbox again. */
  retry(id: string): Promise<Outcome>
  /** Gives up an item of the outbox; one that did land after all stays in the log. */
  drop(id: string): Promise<Outcome | { state: 'dropped' }>
  /** Packs runs of commits that lack it, as Packer says. */
  pack: Packer['write']
}

type Attempt = NonNullable<OutboxItem['attempt']>
type Refused = { state: 'refused'; refusal: RegistryError }

/** How often a writer that lost a race tries again. */
const tries = 100
/** How often bytes of unknown fate are written again before they are left to the outbox. */
const rewrites = 3

export function openLog(parts: LogParts): Log {
  const { store, local, sink, now } = parts
  const seen = witness(local)
  const box = outbox(local)
  const packs = packer(store)
  let headChecked = false

  async function bringUp(): Promise<number> {
    const applied = await healing(async () => {
      if (!headChecked) await checkHead(store, sink)
      headChecked = true
      return sync(store, sink, seen, { onWarning: parts.onWarning, onLooseRun: packs.note })
    })
    for (const { id } of box.items()) if (sink.seqOfCommit(id) !== undefined) box.remove(id)
    return applied
  }

  /** A damaged index is no reason to fail: it is made again from the log. */
  async function healing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isCorruption(error)) throw error
      sink.clear()
      return work()
    }
  }

  async function checkClock(): Promise<void> {
    const mine = now()
    const previous = sink.head()
    const difference = Math.max(Math.abs(mine - (await store.now())), previous ? Date.parse(previous.at) - mine : 0)
    if (difference > skewLimit) throw clockSkew(Math.round(difference / 60_000))
  }

  /** Finishes what killed or stalled processes left open. What no longer holds becomes a conflict. */
  async function settleOthers(claim: Claim, mine: string): Promise<void> {
    for (const item of box.items()) {
      if (item.id === mine || item.state === 'conflict') continue
      const outcome = await land(claim, item)
      if (outcome.state === 'refused') claim.whileMine(() => keepAsConflict(item, outcome.refusal))
    }
  }

  function keepAsConflict(item: OutboxItem, { code, message, hint }: RegistryError): void {
    box.save({ ...item, state: 'conflict', refusal: { code, message, hint } })
  }

  /** Throws what `refuse` makes of a refusal: of an item that nobody waits for, something has to be kept. */
  async function submit(
    id: string,
    current: () => OutboxItem | undefined,
    refuse: (item: OutboxItem, refusal: RegistryError) => void,
  ): Promise<Outcome> {
    return withClaim(local, async (claim) => {
      // A commit after one that is gone would be written, and be seen by nobody.
      headChecked = false
      await bringUp()
      await checkClock()
      await settleOthers(claim, id)
      const item = current()
      if (!item) return settled(id) ?? fail(noSuchPending(id))
      const outcome = await land(claim, item)
      if (outcome.state !== 'refused') return outcome
      claim.whileMine(() => refuse(item, outcome.refusal))
      throw outcome.refusal
    })
  }

  /** Throws only while it is certain that nothing of the item is in the log, or may come to be. */
  async function land(claim: Claim, item: OutboxItem): Promise<Outcome | Refused> {
    const actor = await parts.actor()
    let { attempt } = item
    for (let turn = 0; turn < tries; turn++) {
      const last = attempt
      const fate = last ? await put(item.id, last) : 'lost'
      if (fate === 'unknown') return { state: 'pending', id: item.id }
      if (last && fate === 'ours') return healing(() => finish(item.id, last))

      if (turn > 3) await sleep(Math.random() * 10 * turn)
      // Another process may have taken over and settled this item.
      const next = await healing(async () => (await bringUp(), settled(item.id) ?? propose(item, actor)))
      if (!('bytes' in next)) return next
      attempt = next
      const { refusal: _, ...kept } = item
      const open: OutboxItem = { ...kept, state: 'open', attempt }
      if (!claim.whileMine(() => box.save(open))) return takenOver(item.id)
    }
    throw appendContended()
  }

  /** Decided on the state as it is now: what to write, or that there is nothing to write. */
  function propose({ id, intent }: OutboxItem, actor: Actor): Attempt | Outcome | Refused {
    // Read before deciding: should the index move on meanwhile, this seq is taken and all is decided again.
    const head = sink.head()
    try {
      const events = decide(intent)
      for (const event of events) {
        const read = readEvent(event)
        if (isUnread(read)) throw new Error(`nobody could read the event ${event.type}: ${read.problem}`)
      }
      if (events.length) return attemptFor(id, head, events, actor)
    } catch (error) {
      if (error instanceof RegistryError) return { state: 'refused', refusal: error }
      throw error
    }
    box.remove(id)
    return { state: 'unneeded' }
  }

  function settled(id: string): Outcome | undefined {
    const seq = sink.seqOfCommit(id)
    return seq === undefined ? undefined : done({ state: 'landed', seq, id })
  }

  /** This process was held up for so long that another one goes on with its item, if it was ever kept. */
  async function takenOver(id: string): Promise<Outcome> {
    await bringUp()
    return settled(id) ?? (box.item(id) ? { state: 'pending', id } : fail(appendContended()))
  }

  function decide(intent: Intent): Event[] {
    const missing = sink.missingFeatures()
    if (missing.length) throw newerRegistry(missing)
    return parts.decide(intent)
  }

  const done = (outcome: Outcome & { state: 'landed' }): Outcome => (box.remove(outcome.id), outcome)

  function attemptFor(id: string, head: ReturnType<Sink['head']>, events: Event[], actor: Actor): Attempt {
    const at = new Date(commitTime(now(), head && Date.parse(head.at))).toISOString()
    const seq = (head?.seq ?? -1) + 1
    const { client } = parts
    const commit: Commit = { v: 1, seq, prev: head?.hash ?? null, id, at, actor, client, events }
    const bytes = canonicalBytes(commit)
    if (bytes.length > commitLimit) throw commitTooLarge(bytes.length)
    return { seq, bytes }
  }

  /** No answer is believed alone: whatever the put says, it is what can be read back that counts. */
  async function put(id: string, { seq, bytes }: Attempt): Promise<'ours' | 'lost' | 'unknown'> {
    for (let turn = 0; turn < rewrites; turn++) {
      const answer = await store.putNew(logKey(seq), bytes).catch((error: unknown) => ({ error }))
      if (answer === 'created') return 'ours'
      const there = await store.get(logKey(seq)).catch(() => undefined)
      if (there) return idOf(there) === id ? 'ours' : 'lost'
      // The store said no before anything could become visible; after an earlier try without an answer, it may yet.
      if (turn === 0 && typeof answer === 'object' && isRefusal(answer.error)) throw answer.error
      await sleep(50 * 2 ** turn)
    }
    return 'unknown'
  }

  async function finish(id: string, { seq, bytes }: Attempt): Promise<Outcome> {
    const head = sink.head()
    if (head?.seq === seq - 1 || seq === 0) {
      const entry: LogEntry = readEntry(seq, bytes, head?.hash)
      sink.apply([entry])
      seen.note(entry, [entry])
      packs.passed(seq)
    }
    try {
      if ((sink.head()?.seq ?? -1) < seq) await bringUp()
    } catch (error) {
      // It is in the log, but not yet in the index: the next sync finds it there.
      if (error instanceof RegistryError) return { state: 'pending', id }
      throw error
    }
    return done({ state: 'landed', seq, id })
  }

  const found = (id: string): OutboxItem => {
    const item = box.item(id) ?? box.items().find((other) => other.id.startsWith(id))
    if (!item) throw noSuchPending(id)
    return item
  }

  return {
    sync: bringUp,
    append: async (intent) => {
      const item: OutboxItem = { id: parts.newId(), createdAt: new Date(now()).toISOString(), intent, state: 'open' }
      try {
        // Whoever asked is told of a refusal now, so there is nothing to keep.
        return await submit(
          item.id,
          () => item,
          () => {},
        )
      } catch (error) {
        if (error instanceof RegistryError) box.remove(item.id)
        throw error
      }
    },
    pending: box.items,
    pack: packs.write,
    retry: async (id) => {
      const { id: whole } = found(id)
      return submit(whole, () => box.item(whole), keepAsConflict)
    },
    drop: async (id) => {
      const item = found(id)
      return withClaim(local, async () => {
        await bringUp()
        const seq = sink.seqOfCommit(item.id)
        box.remove(item.id)
        return seq === undefined ? { state: 'dropped' } : { state: 'landed', seq, id: item.id }
      })
    },
  }
}

const isRefusal = (error: unknown) => error instanceof RegistryError && error.code !== 'store-unreachable'

function fail(error: Error): never {
  throw error
}

/** The id in a commit's bytes; undefined when they are something else. */
function idOf(bytes: Uint8Array): string | undefined {
  try {
    return (JSON.parse(new TextDecoder().decode(bytes)) as { id?: string }).id
  } catch {
    return undefined
  }
}

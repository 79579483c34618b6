import { setTimeout as sleep } from 'node:timers/promises'
import { commitLimit, commitTime, type Commit, type LogEntry, skewLimit } from '../core/commit'
import { appendContended, clockSkew, commitTooLarge, newerRegistry, noSuchPending, RegistryError } from '../core/errors'
import type { Event } from '../core/event'
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
}

type Attempt = NonNullable<OutboxItem['attempt']>

/** How often a writer that lost a race tries again. */
const tries = 100
/** How often bytes of unknown fate are written again before they are left to the outbox. */
const rewrites = 3

export function openLog(parts: LogParts): Log {
  const { store, local, sink, now } = parts
  const seen = witness(local)
  const box = outbox(local)
  let headChecked = false

  async function bringUp(): Promise<number> {
    const applied = await healing(async () => {
      if (!headChecked) await checkHead(store, sink)
      headChecked = true
      return sync(store, sink, seen)
    })
    if (applied) for (const { id } of box.items()) if (sink.seqOfCommit(id) !== undefined) box.remove(id)
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
      try {
        await land(claim, item)
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        const { code, message, hint } = error
        claim.whileMine(() => box.save({ ...item, state: 'conflict', refusal: { code, message, hint } }))
      }
    }
  }

  async function submit(item: OutboxItem): Promise<Outcome> {
    return withClaim(local, async (claim) => {
      await bringUp()
      await checkClock()
      await settleOthers(claim, item.id)
      return land(claim, box.item(item.id) ?? item)
    })
  }

  async function land(claim: Claim, item: OutboxItem): Promise<Outcome> {
    let { attempt } = item
    for (let turn = 0; turn < tries; turn++) {
      const fate = attempt ? await put(item.id, attempt) : 'lost'
      if (fate === 'unknown') return { state: 'pending', id: item.id }
      const outcome = await healing(async () => {
        if (attempt && fate === 'ours') return finish(item.id, attempt)
        // Another process may have taken over and settled this item.
        await bringUp()
        const settled = sink.seqOfCommit(item.id)
        return settled === undefined ? undefined : done({ state: 'landed', seq: settled, id: item.id })
      })
      if (outcome) return outcome
      if (turn > 3) await sleep(Math.random() * 10 * turn)

      const events = await healing(async () => (await bringUp(), decide(item.intent)))
      if (!events.length) return (box.remove(item.id), { state: 'unneeded' })
      attempt = attemptFor(item.id, events, await parts.actor())
      const open: OutboxItem = { ...item, state: 'open', attempt }
      if (!claim.whileMine(() => box.save(open))) throw appendContended()
    }
    throw appendContended()
  }

  function decide(intent: Intent): Event[] {
    const missing = sink.missingFeatures()
    if (missing.length) throw newerRegistry(missing)
    return parts.decide(intent)
  }

  const done = (outcome: Outcome & { state: 'landed' }): Outcome => (box.remove(outcome.id), outcome)

  function attemptFor(id: string, events: Event[], actor: Actor): Attempt {
    const head = sink.head()
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
      const there = await store.get(logKey(seq)).catch((error: unknown) => ({ error }))
      if (there instanceof Uint8Array) return idOf(there) === id ? 'ours' : 'lost'
      const refused = [answer, there].map((result) => typeof result === 'object' && 'error' in result && result.error)
      const refusal = refused.find((error) => error instanceof RegistryError && error.code !== 'store-unreachable')
      // The store said no before anything could become visible.
      if (refusal) throw refusal
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
    } else await bringUp()
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
        return await submit(item)
      } catch (error) {
        // Whoever asked is told now, so there is nothing to keep.
        if (error instanceof RegistryError) box.remove(item.id)
        throw error
      }
    },
    pending: box.items,
    retry: async (id) => submit(found(id)),
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

/** The id in a commit's bytes; undefined when they are something else. */
function idOf(bytes: Uint8Array): string | undefined {
  try {
    return (JSON.parse(new TextDecoder().decode(bytes)) as { id?: string }).id
  } catch {
    return undefined
  }
}

import { ambiguousPending, appendContended, noSuchPending, storeUnreachable } from '../core/errors'
import { errorOf } from '../core/refusal'
import { RegistryError } from '../core/registryError'
import { type Claim, withClaim } from './claim'
import { readEntry } from './entry'
import { note } from './note'
import { type Intent, type OutboxItem, outbox } from './outbox'
import type { LogParts } from './parts'
import { idleMoment, propose } from './proposal'
import { settling } from './settling'
import { BlobsNeeded, shelf, type Shelf } from './shelf'
import { witness } from './witness'
import { type Packer, packer } from './writePacks'

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
  /**
   * Decides `intent` on the state as it is now and writes what it comes to, exactly once. One that is not `ready`
   * needs something in the store that is only on this machine.
   */
  append(intent: Intent, ready?: boolean): Promise<Outcome>
  /** Decides and writes, in order, all that waits. What no longer holds becomes a conflict. */
  settle(): Promise<void>
  /** What is not known to be in the log, in the order in which it was asked for. */
  pending(): OutboxItem[]
  /** Asks something of the state that there will be once all that waits has landed. */
  foresee<T>(query: () => T): T
  /** Blobs that questions and decisions look into. */
  blobs: Shelf
  /** Decides an item of the outbox again, perhaps on other terms. */
  retry(id: string, terms?: Intent): Promise<Outcome>
  /** Gives up an item of the outbox. One that may have been written is settled first, and may turn out to have landed. */
  drop(id: string): Promise<Outcome | { state: 'dropped' }>
  /** Packs runs of commits that lack it, as Packer says. */
  pack: Packer['write']
  /** When the log was last read to its head, on this machine. */
  lastSync(): string | undefined
}

export function openLog(parts: LogParts): Log {
  const { store, local, sink, now, pace } = parts
  const box = outbox(local)
  const notes = note(local)
  const packs = packer(store)
  const blobs = shelf(store)
  const { bringUp, settle, settleAttempt } = settling(parts, box, witness(local), notes, packs, blobs)

  function outcomeOf(id: string): Outcome {
    const item = box.item(id)
    if (!item) throw noSuchPending(id)
    const { state, refusal, seq = 0 } = item
    if (state === 'waiting' || state === 'tried') return { state: 'pending', id }
    if (refusal) throw errorOf(refusal)
    return state === 'landed' ? { state, seq, id } : { state: 'unneeded' }
  }

  /** Whoever asked is told now, so there is nothing to keep; others who look at it leave it to be told. */
  function tell(id: string): Outcome {
    try {
      return outcomeOf(id)
    } finally {
      const item = box.item(id)
      if (item?.state === 'conflict') forget(item)
      if (item?.state === 'landed' || item?.state === 'unneeded') box.remove(id)
    }
  }

  /** Nothing of it is in the log, nor may come to be: it may wait if it would hold on the state that is known. */
  function postpone(id: string, error: unknown): Outcome {
    const item = box.item(id)
    const mayWait = parts.allowPending && error instanceof RegistryError && error.code === 'store-unreachable'
    let refusal = error
    try {
      if (item?.state === 'waiting' && mayWait && sink.head()) {
        const all = box.items()
        const before = all.slice(
          0,
          all.findIndex((other) => other.id === id),
        )
        if (foresee(() => parts.decide(item.intent, idleMoment(now(), item.actor, blobs.get)), before).length)
          return { state: 'pending', id }
        if (box.withdraw(id)) return { state: 'unneeded' }
      }
    } catch (problem) {
      // What it takes to decide it is in the store.
      if (!(problem instanceof BlobsNeeded)) refusal = problem
    }
    // Another process may have taken it up meanwhile.
    if (!box.withdraw(id)) return tell(id)
    if (item) parts.release?.(item.intent)
    throw refusal
  }

  function forget({ id, intent }: OutboxItem): void {
    box.remove(id)
    parts.release?.(intent)
  }

  /** What is refused on the way is left out; it will be a conflict. */
  function foresee<T>(query: () => T, items: readonly OutboxItem[] = box.items()): T {
    const waiting = items.filter(({ state }) => state !== 'conflict')
    if (!waiting.length) return query()
    return sink.rehearse((apply) => {
      for (const item of waiting) {
        const { write } = propose([item], {
          head: sink.head(),
          decide: parts.decide,
          blobs,
          client: parts.client,
          rehearse: sink.rehearse,
          now: now(),
        })
        if (write) apply(readEntry(write.attempt.seq, write.attempt.bytes, sink.head()?.hash))
      }
      return query()
    })
  }

  const found = (id: string): OutboxItem => {
    const [item, ...others] = box.items().filter((other) => other.id.startsWith(id))
    if (!item) throw noSuchPending(id)
    // Those of one moment begin alike: none is given up because it is the first of them.
    if (others.length) throw ambiguousPending(id, others.length + 1)
    return item
  }

  return {
    sync: bringUp,
    settle: async () => void (await settle()),
    append: async (intent, ready = true) => {
      const [id, actor] = [parts.newId(), await parts.actor()]
      box.add({ id, createdAt: new Date(now()).toISOString(), actor, intent, ready })
      try {
        if (!(await settle(id)) && box.item(id)?.state === 'waiting') throw storeUnreachable(store.address)
      } catch (error) {
        return postpone(id, error)
      }
      return tell(id)
    },
    pending: box.items,
    foresee,
    blobs,
    retry: async (id, terms) => {
      const item = found(id)
      box.putBack(item.id, terms ?? item.intent)
      try {
        await settle(item.id)
      } catch (error) {
        if (!(error instanceof RegistryError) || error.code !== 'store-unreachable') throw error
      }
      return outcomeOf(item.id)
    },
    drop: async (id) => {
      const { id: whole } = found(id)
      const settleAndDrop = async (claim: Claim): Promise<Outcome | { state: 'dropped' }> => {
        const open = box.item(whole)?.state === 'tried' ? box.attempt() : undefined
        if (open) await bringUp()
        const fate = open && box.attempt() && (await settleAttempt(claim, open))
        if (fate === 'silent') throw storeUnreachable(store.address)
        if (fate === 'replaced') throw appendContended()
        const item = box.item(whole)
        if (!item || item.state === 'landed' || item.state === 'unneeded') return outcomeOf(whole)
        // Whoever has taken over may be at it.
        if (!claim.whileMine(() => box.remove(whole))) throw appendContended()
        parts.release?.(item.intent)
        return { state: 'dropped' }
      }
      return withClaim(local, settleAndDrop, pace)
    },
    pack: packs.write,
    lastSync: notes.lastSync,
  }
}

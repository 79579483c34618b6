import { type LogEntry, skewLimit } from '../core/commit'
import { appendContended, clockSkew, newerRegistry } from '../core/errors'
import { fingerprintOf } from '../core/ssh/sshKey'
import { signatureRequired } from '../core/signingErrors'
import { refusalOf } from '../core/refusal'
import { RegistryError } from '../core/registryError'
import { isCorruption } from '../sqlite/db'
import { blobKey } from '../store/keys'
import { put } from './attempt'
import { type Claim, withClaim } from './claim'
import { hashHex, sha256Hex } from './canonical'
import { readEntry } from './entry'
import type { Notes } from './note'
import type { Attempt, Outbox, OutboxItem } from './outbox'
import { realPace } from './pace'
import type { LogParts } from './parts'
import { type Proposal, propose } from './proposal'
import type { Shelf } from './shelf'
import { withSignature } from './signing'
import { checkHead, sync } from './sync'
import type { Witness } from './witness'
import type { Packer } from './writePacks'

/** How often a writer that lost a race tries again. */
const tries = 100

/** The store does not answer, or another process has taken over. */
type Unsettled = 'silent' | 'replaced'

/** How an outbox is brought into the log: decided, written, read back, decided again. */
export function settling(parts: LogParts, box: Outbox, seen: Witness, notes: Notes, packs: Packer, blobs: Shelf) {
  const { store, local, sink, now, pace = realPace } = parts
  const notices = { onWarning: parts.onWarning, onLooseRun: packs.note }
  let headChecked = false

  async function bringUp(): Promise<number> {
    const applied = await healing(async () => {
      if (!headChecked) await checkHead(store, sink)
      headChecked = true
      return sync(store, sink, seen, notices)
    })
    notes.synced(now())
    const open = box.attempt()
    const seq = open && sink.seqOfCommit(open.id)
    if (open && seq !== undefined) landed(open.id, seq)
    return applied
  }

  /** A damaged index is no reason to fail: it is made again from the log. */
  async function healing<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isCorruption(error)) throw error
      sink.clear()
      await sync(store, sink, seen, notices)
      return work()
    }
  }

  async function checkClock(): Promise<void> {
    const mine = now()
    const previous = sink.head()
    const difference = Math.max(Math.abs(mine - (await store.now())), previous?.at ? Date.parse(previous.at) - mine : 0)
    if (difference > skewLimit) throw clockSkew(Math.round(difference / 60_000))
  }

  /** Outside of the claim: files may take hours. */
  async function prepareAll(): Promise<void> {
    for (const { id, state, ready, intent } of box.items()) {
      if (state !== 'waiting' || ready) continue
      try {
        await parts.prepare?.(intent)
        box.makeReady(id)
      } catch (error) {
        if (!(error instanceof RegistryError) || error.code === 'store-unreachable') throw error
        box.refuse(id, refusalOf(error))
      }
    }
  }

  /**
   * Decides and writes, in order, all that waits; `mine` is the item that somebody is waiting for. Answers false when
   * the store falls silent, so that the fate of an attempt is not known.
   */
  async function settle(mine?: string): Promise<boolean> {
    await prepareAll()
    for (let turn = 0; turn < tries; turn++) {
      const end = await withClaim(local, (claim) => settleWith(claim, mine), pace)
      if (end !== 'replaced') return end === 'done'
    }
    throw appendContended()
  }

  async function settleWith(claim: Claim, mine: string | undefined): Promise<'done' | Unsettled> {
    // A commit after one that is gone would be written, and be seen by nobody.
    headChecked = false
    await bringUp()
    await checkClock()
    box.sweep(now())
    // Nobody here can sign them.
    const held = new Set<string>()
    for (let turn = 0; turn < tries; turn++) {
      const open = box.attempt()
      const fate = open && (await settleAttempt(claim, open))
      if (fate && fate !== 'known') return fate
      if (turn > 3) await pace.sleep(pace.chance() * 10 * turn)
      if (open || turn) await bringUp()
      const waiting = readyItems(held)
      if (!waiting.length) return 'done'
      const proposal = await signed(await healing(() => blobs.serve(() => proposalFor(waiting, mine))), mine, held)
      for (const document of proposal.write?.documents ?? []) await store.putNew(blobKey(sha256Hex(document)), document)
      if (!claim.whileMine(() => keep(proposal))) return 'replaced'
      const fresh = proposal.write?.attempt
      const freshFate = fresh && box.attempt()?.id === fresh.id && (await settleAttempt(claim, fresh, true))
      if (freshFate && freshFate !== 'known') return freshFate
      if (!readyItems(held).length) return 'done'
    }
    throw appendContended()
  }

  /** One that has to wait for its files, or for whoever signs it, holds up those after it: they may be about it. */
  function readyItems(held: ReadonlySet<string>): OutboxItem[] {
    const waiting = box.items().filter(({ state }) => state === 'waiting')
    const blocked = waiting.findIndex(({ id, ready }) => !ready || held.has(id))
    return blocked < 0 ? waiting : waiting.slice(0, blocked)
  }

  function proposalFor(items: readonly OutboxItem[], mine?: string): Proposal {
    // Read before deciding: should the index move on meanwhile, this seq is taken and all is decided again.
    const head = sink.head()
    const missing = sink.missingFeatures()
    if (missing.length) throw newerRegistry(missing)
    const { decide, client } = parts
    return propose(items, { head, decide, blobs, client, rehearse: sink.rehearse, now: now() }, mine)
  }

  /** What nobody here can sign is not written: it is refused if somebody waits for it, else it goes on waiting. */
  async function signed(proposal: Proposal, mine: string | undefined, held: Set<string>): Promise<Proposal> {
    const { write } = proposal
    if (!write?.signing) return proposal
    const { keys, items } = write.signing
    try {
      if (!parts.sign) throw signatureRequired({ fingerprints: keys.map((key) => fingerprintOf(hashHex, key)) })
      const { attempt } = write
      const isAwaited = mine !== undefined && items.includes(mine)
      const sshsig = await parts.sign(attempt.bytes, keys, isAwaited)
      return {
        ...proposal,
        write: { ...write, attempt: { ...attempt, bytes: withSignature(attempt.bytes, sshsig, keys) } },
      }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      const refused = items.filter((id) => id === mine).map((id) => ({ id, refusal: refusalOf(error) }))
      for (const id of items) if (id !== mine) held.add(id)
      return { ...proposal, write: undefined, refused: [...proposal.refused, ...refused] }
    }
  }

  function keep({ write, refused, needless }: Proposal): void {
    for (const { id, refusal } of refused) box.refuse(id, refusal)
    for (const id of needless) release([box.needless(id)])
    if (write) box.attempted(write.attempt, write.items)
  }

  /** Answers whether its fate is known, or why not. */
  async function settleAttempt(claim: Claim, attempt: Attempt, fresh = false): Promise<'known' | Unsettled> {
    // What is not this process's to settle any more is not its to write.
    if (!claim.whileMine(() => {})) return 'replaced'
    const fate = await put(store, attempt, fresh, pace).catch((error: unknown) => {
      if (fresh) claim.whileMine(() => box.lost(attempt.id))
      throw error
    })
    if (fate === 'unknown') return 'silent'
    if (fate === 'lost') return claim.whileMine(() => box.lost(attempt.id)) ? 'known' : 'replaced'
    return (await healing(() => finish(attempt))) ? 'known' : 'silent'
  }

  /** It is in the log; answers whether it is in the index too. If not, the next sync finds it there. */
  async function finish({ id, seq, bytes }: Attempt): Promise<boolean> {
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
      if (error instanceof RegistryError) return false
      throw error
    }
    landed(id, seq)
    return true
  }

  function landed(id: string, seq: number): void {
    const done = box.landed(id, seq)
    release(done)
    if (done.length) parts.onLanded?.(seq)
  }

  function release(items: readonly (OutboxItem | undefined)[]): void {
    for (const item of items) if (item) parts.release?.(item.intent)
  }

  return { bringUp, settle, settleAttempt }
}

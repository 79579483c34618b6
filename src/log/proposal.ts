import { commitLimit, commitTime, type Commit, type LogEntry } from '../core/commit'
import { commitTooDeep, commitTooLarge, undecidable } from '../core/errors'
import { type Event, featuresOf, isUnread, readEvent } from '../core/event'
import type { Actor } from '../core/record'
import { type Refusal, refusalOf } from '../core/refusal'
import { RegistryError } from '../core/registryError'
import { isCorruption } from '../sqlite/db'
import { canonicalBytes, sha256Hex } from './canonical'
import { isDeep } from './entry'
import type { Attempt, Intent, OutboxItem } from './outbox'
import { BlobsNeeded, type Shelf } from './shelf'

/** What the items of an outbox come to on the state as it is now. */
export interface Proposal {
  /** The commit to write, with the items in it. */
  write: Write | undefined
  refused: { id: string; refusal: Refusal }[]
  /** Nothing has to be done for them: things are so already. */
  needless: string[]
}

export interface Write {
  attempt: Attempt
  items: string[]
  /** What its events name, to be in the store before it is written. */
  documents: Uint8Array[]
  /** Where somebody has to sign it: the public keys that will do, and the items that ask for it. */
  signing: { keys: string[]; items: string[] } | undefined
}

/** What a decision has besides the state that it finds. */
export interface Moment {
  /** The time of the commit (ISO 8601, UTC). */
  at: string
  actor: Actor
  /** Keeps a document that an event names; answers its sha256. */
  put(document: Uint8Array): string
  /** A blob by its sha256; undefined where there is none. What is not at hand is fetched, and all is decided again. */
  get(sha256: string): Uint8Array | undefined
  /** Asks that the commit be signed with one of these public keys. */
  sign(keys: readonly string[]): void
}

/** One of which nothing comes but the events. */
export const idleMoment = (at: number, actor: Actor, get: Moment['get'] = () => undefined): Moment => ({
  at: new Date(at).toISOString(),
  actor,
  put: sha256Hex,
  get,
  sign: () => {},
})

/** What a signature may add to a commit, in bytes: that of a large RSA key takes three thousand. */
const signatureRoom = 4096

export interface Proposing {
  head: { seq: number; hash: string; at: string } | undefined
  /** What an intent comes to; throws a RegistryError when it does not hold. */
  decide(intent: Intent, moment: Moment): Event[]
  /** Runs `work`, which may apply entries after the head for itself alone. */
  rehearse<T>(work: (apply: (entry: LogEntry) => void) => T): T
  blobs: Shelf
  client: string
  now: number
}

/** What was asked for so long ago, in milliseconds, says when that was: the commit only says when it was written. */
const late = 60_000

/**
 * Makes one commit of the items that have one actor, from the first on, each decided on the state that those before
 * it leave. What fails in a way that nobody foresaw is refused, so that it hinders no other, unless it is `mine`.
 */
export function propose(items: readonly OutboxItem[], proposing: Proposing, mine?: string): Proposal {
  const [first, second] = items
  if (!first) return { write: undefined, refused: [], needless: [] }
  if (!second) return gather([first], proposing, () => {}, mine)
  return proposing.rehearse((apply) => gather(items, proposing, apply, mine))
}

function gather(
  items: readonly OutboxItem[],
  { head, decide, blobs, client, now }: Proposing,
  apply: (entry: LogEntry) => void,
  mine: string | undefined,
): Proposal {
  const { actor } = items[0]!
  const seq = (head?.seq ?? -1) + 1
  const at = new Date(commitTime(now, head?.at ? Date.parse(head.at) : undefined)).toISOString()
  const commitOf = (id: string, events: Event[]): Commit => {
    const requires = featuresOf(events)
    const base = { v: 1 as const, seq, prev: head?.hash ?? null, id, at, actor, client, events }
    return requires.length ? { ...base, requires } : base
  }
  const proposal: Proposal = { write: undefined, refused: [], needless: [] }
  const taken: string[] = []
  const all: Event[] = []
  const documents: Uint8Array[] = []
  const signing = { keys: [] as string[], items: [] as string[] }
  let size = 0
  for (const item of items) {
    if (item.actor.email !== actor.email || item.actor.name !== actor.name) break
    const own: Uint8Array[] = []
    const keys: string[] = []
    const moment: Moment = {
      at,
      actor,
      put: (document) => blobs.hold(own[own.push(document) - 1]!),
      get: blobs.get,
      sign: (some) => void keys.push(...some),
    }
    const answer = decided(item, (intent) => decide(intent, moment), now, item.id === mine)
    if ('refusal' in answer) {
      proposal.refused.push({ id: item.id, refusal: answer.refusal })
      continue
    }
    if (!answer.events.length) {
      proposal.needless.push(item.id)
      continue
    }
    const alone = commitOf(item.id, answer.events)
    const bytes = canonicalBytes(alone)
    const length = bytes.length + (keys.length ? signatureRoom : 0)
    if (length > commitLimit || isDeep(bytes)) {
      const refusal = length > commitLimit ? commitTooLarge(length) : commitTooDeep()
      proposal.refused.push({ id: item.id, refusal: refusalOf(refusal) })
      continue
    }
    if (size + length > commitLimit) break
    size += length
    // For those after it, as if it had a commit of its own.
    apply({ seq: seq + taken.length, hash: '', commit: alone, problem: undefined })
    taken.push(item.id)
    all.push(...answer.events)
    documents.push(...own)
    if (keys.length) {
      signing.items.push(item.id)
      signing.keys.push(...keys)
    }
    // Whose key is whose is asked as of the beginning of a commit.
    if (answer.events.some(({ type }) => type === 'policy.applied')) break
  }
  const [id] = taken
  if (id)
    proposal.write = {
      attempt: { id, seq, bytes: canonicalBytes(commitOf(id, all)) },
      items: taken,
      documents,
      signing: signing.items.length ? signing : undefined,
    }
  return proposal
}

function decided(
  { intent, createdAt }: OutboxItem,
  decide: (intent: Intent) => Event[],
  now: number,
  isMine: boolean,
): { events: Event[] } | { refusal: Refusal } {
  try {
    const events = decide(intent)
    for (const event of events) {
      const read = readEvent(event)
      if (isUnread(read)) throw new Error(`nobody could read the event ${event.type}: ${read.problem}`)
    }
    const isLate = now - Date.parse(createdAt) > late
    return { events: isLate ? events.map((event) => ({ occurred: createdAt, ...event })) : events }
  } catch (error) {
    if (error instanceof RegistryError) return { refusal: refusalOf(error) }
    if (isMine || isCorruption(error) || error instanceof BlobsNeeded) throw error
    return { refusal: refusalOf(undecidable((error as Error).message)) }
  }
}

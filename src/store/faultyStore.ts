import { registryFull, storeUnreachable } from '../core/errors'
import type { ObjectStore } from './objectStore'

/** How a request may go, other than well. */
export type Fault =
  /** It never arrives, and is not answered. */
  | 'lost request'
  /** It is done, and not answered. */
  | 'lost answer'
  /** It is not answered, and done later, when others have written already. */
  | 'late'
  /** Somebody on the way sends it twice; the second answer is the one that comes. */
  | 'twice'
  /** Something else was going on at the same key: no word of what is there now. */
  | 'conflict'
  /** The store says no, and has done nothing. */
  | 'refused'
  /** Nothing comes until the client gives up; it may have been done. */
  | 'hang'
  /** What comes ends early, another time elsewhere. */
  | 'truncated'
  /** What comes lacks the last keys. */
  | 'stale'
  /** It takes seconds. */
  | 'slow'

const always: Fault[] = ['lost request', 'refused', 'hang', 'slow']
const writing: Fault[] = [...always, 'lost answer', 'lost answer', 'late', 'late', 'twice', 'conflict']

/** How long a request and its answer are under way, and how late a late request is, in ms. */
const journey = 20
const slowest = 5000
const latest = 100_000

export interface FaultParts {
  /** How many of all writes meet a fault: 0 to 1; of reads, of which there are many more, a third of that. */
  rate: number
  /** After how many ms without an answer a client gives up. */
  patience: number
  /** A number in [0, 1): all that happens depends on these alone. */
  chance(): number
  sleep(ms: number): Promise<unknown>
  onFault?(fault: Fault, request: string): void
}

export interface FaultyStore extends ObjectStore {
  /** From now on nothing fails; done when all that is under way has arrived. */
  heal(): Promise<void>
}

/** A store as it is behind a bad line: whatever may happen to a request does, in an order that chance gives. */
export function faultyStore(store: ObjectStore, { rate, patience, chance, sleep, onFault }: FaultParts): FaultyStore {
  let isWell = false
  const underWay = new Set<Promise<unknown>>()
  const cuts = new Map<string, number>()
  const oneOf = <T>(items: readonly T[]) => items[Math.floor(chance() * items.length)]!
  const lost = () => storeUnreachable(store.address)

  function faultIn(possible: readonly Fault[], request: string): Fault | undefined {
    if (isWell || chance() >= (possible.includes('lost answer') ? rate : rate / 3)) return undefined
    const fault = oneOf(possible)
    onFault?.(fault, request)
    return fault
  }

  /** Goes on although nobody waits for it. */
  function later(work: () => Promise<unknown>): void {
    // Most are a moment late, some are very late.
    const arrives = sleep(latest ** chance())
      .then(work)
      .catch(() => {})
    underWay.add(arrives)
    void arrives.then(() => underWay.delete(arrives))
  }

  async function send<T>(
    request: string,
    possible: readonly Fault[],
    act: () => Promise<T>,
    spoil: (answer: T) => T = (answer) => answer,
  ): Promise<T> {
    const fault = faultIn(possible, request)
    await sleep(chance() * (fault === 'slow' ? slowest : journey))
    if (fault === 'lost request' || fault === 'conflict') throw lost()
    if (fault === 'refused') throw registryFull(store.address)
    if (fault === 'late') {
      later(act)
      throw lost()
    }
    if (fault === 'hang') {
      if (chance() < 0.5) await act().catch(() => {})
      await sleep(patience)
      throw lost()
    }
    if (fault === 'twice') await act()
    const answer = await act()
    if (chance() < 0.5) await sleep(chance() * journey)
    if (fault === 'lost answer') throw lost()
    return fault === 'truncated' || fault === 'stale' ? spoil(answer) : answer
  }

  function cutShort(key: string, bytes: Uint8Array): Uint8Array {
    const cut = Math.floor(chance() * bytes.length)
    const another = cut === cuts.get(key) ? (cut + 1) % bytes.length : cut
    cuts.set(key, another)
    return bytes.slice(0, another)
  }

  /** What is listed may be what was there some time ago. */
  const listed = <T>(request: string, items: () => AsyncIterable<T>) =>
    send(
      request,
      [...always, 'stale'],
      () => Array.fromAsync(items()),
      (all) => all.slice(0, Math.floor(chance() * all.length)),
    )

  return {
    address: store.address,
    check: () => send('check', always, () => store.check()),
    get: (key) =>
      send(
        `get ${key}`,
        [...always, 'truncated'],
        () => store.get(key),
        (bytes) => bytes && cutShort(key, bytes),
      ),
    putNew: (key, body) => {
      const bytes = Uint8Array.from(body)
      return send(`put ${key}`, writing, () => store.putNew(key, bytes))
    },
    async *list(prefix, after) {
      yield* await listed(`list ${prefix}`, () => store.list(prefix, after))
    },
    async *sizes(prefix) {
      yield* await listed(`sizes ${prefix}`, () => store.sizes(prefix))
    },
    sizeOf: (key) => send(`size of ${key}`, always, () => store.sizeOf(key)),
    putFile: (key, ...file) => send(`put file ${key}`, writing, () => store.putFile(key, ...file)),
    // Bytes that are not the right ones are for the store itself to notice.
    getFile: (key, ...file) => send(`get file ${key}`, always, () => store.getFile(key, ...file)),
    hashOf: (key, transfer) => send(`hash of ${key}`, always, () => store.hashOf(key, transfer)),
    replaceDamaged: (key, ...file) =>
      send(`replace ${key}`, [...always, 'lost answer'], () => store.replaceDamaged(key, ...file)),
    now: () => send('clock', always, () => store.now()),
    heal: async () => {
      isWell = true
      while (underWay.size) await Promise.all(underWay)
    },
  }
}

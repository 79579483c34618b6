import type { LogEntry } from '../core/commit'
import type { Event } from '../core/event'
import type { Actor } from '../core/record'
import type { Db } from '../sqlite/db'
import type { ObjectStore } from '../store/objectStore'
import type { Intent } from './outbox'
import type { Pace } from './pace'
import type { Moment } from './proposal'
import type { Sink } from './sync'

/** All that a log needs of the rest of the house. Time, chance and people come only from here. */
export interface LogParts {
  store: ObjectStore
  local: Db
  sink: Sink & {
    /** Features that the log requires and this build lacks. */
    missingFeatures(): string[]
    seqOfCommit(id: string): number | undefined
    /** Forgets everything, because it is damaged; the next sync starts from the log's beginning. */
    clear(): void
    /** Runs `work`, which may apply entries, and undoes what they did. */
    rehearse<T>(work: (apply: (entry: LogEntry) => void) => T): T
  }
  /** What the intent comes to on the state as it is now; throws a RegistryError when it no longer holds. */
  decide(intent: Intent, moment: Moment): Event[]
  /**
   * Signs the bytes of a commit with one of `keys`; throws a RegistryError where that cannot be done. Somebody may be
   * asked for a passphrase only if they wait for it.
   */
  sign?(message: Uint8Array, keys: readonly string[], isAwaited: boolean): Promise<string>
  /** Told of a commit that this process has brought into the log. */
  onLanded?(seq: number): void
  /** Brings into the store what an intent needs there and is only on this machine. */
  prepare?(intent: Intent): Promise<void>
  /** Told of an intent that needs nothing of this machine any more: it is done, or given up. */
  release?(intent: Intent): void
  /** May what cannot be written now wait on this machine? */
  allowPending?: boolean | undefined
  actor(): Promise<Actor>
  /** Program and version, as in `pedigree/0.1.0 cli`. */
  client: string
  /** Milliseconds since 1970. */
  now(): number
  /** A new UUIDv7. */
  newId(): string
  /** Told of what is odd. */
  onWarning?: ((message: string) => void) | undefined
  /** The computer's own, unless it is given. */
  pace?: Pace | undefined
}

import * as z from 'zod'
import { Actor, Instant, Sha256 } from './record'

/** One object of the log: several events of one actor, chained to the commit before by its hash. */
export const Commit = z.looseObject({
  v: z.literal(1),
  seq: z.int().nonnegative(),
  /** sha256 of the previous commit's bytes; null in the first. */
  prev: Sha256.nullable(),
  /** A UUIDv7 made by the client. The same id is never folded twice. */
  id: z.uuid(),
  at: Instant,
  actor: Actor.loose(),
  client: z.string(),
  /** Features a client must know to write after this, or to resolve. */
  requires: z.array(z.string()).optional(),
  events: z.array(z.looseObject({ type: z.string() })).min(1),
  sshsig: z.string().optional(),
})
export type Commit = z.infer<typeof Commit>

/** Features of the log that this build understands. Later ones are added here. */
export const knownFeatures: readonly string[] = ['policies', 'rollouts']

/** The largest commit, in bytes of canonical JSON. */
export const commitLimit = 1024 * 1024

/** The time of a commit, in milliseconds: never before, and never the same as, the one before it. */
export const commitTime = (now: number, previous?: number): number =>
  previous === undefined ? now : Math.max(now, previous + 1)

/** How far, in milliseconds, a clock may be off before appending is refused. */
export const skewLimit = 2 * 60 * 1000

export const missingFeatures = (requires: readonly string[] = []): string[] =>
  requires.filter((feature) => !knownFeatures.includes(feature))

/** What was found at one seq of the log. */
export interface LogEntry {
  seq: number
  /** sha256 of the bytes. */
  hash: string
  /** Undefined when the bytes are no commit. */
  commit: Commit | undefined
  /** The public key whose signature it carries, `ssh-ed25519 AAAA…`, if that is good. */
  signer?: string | undefined
  /** What is wrong with it, if anything; a commit that does not follow the one before is still read. */
  problem: string | undefined
}

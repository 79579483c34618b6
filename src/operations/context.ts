import type { Actor } from '../core/record'
import type { RegistryError } from '../core/registryError'
import type { Index } from '../index/openIndex'
import type { Log } from '../log/openLog'
import type { Db } from '../sqlite/db'
import type { ObjectStore, Transfer } from '../store/objectStore'

export interface Progress {
  what: 'hash' | 'upload' | 'download' | 'verify' | 'commits'
  /** In bytes, but of `commits`, which are read or written one by one. */
  done: number
  total: number
}

/** All that an operation needs of the world. Time, ids and people come only from here. */
export interface Context {
  readonly registryId: string
  /** The folder with `pedigree.yaml`; undefined when a registry is used without one. */
  readonly workspace: string | undefined
  /** Where relative paths start. */
  readonly cwd: string
  /** Why the store could not be asked when it was opened; undefined since the log was read. */
  unreachable(): RegistryError | undefined
  readonly store: ObjectStore
  /** May changes wait on this machine while the store cannot be reached? */
  readonly allowPending: boolean
  /** The folder of the files that were fetched before; undefined where there is none. */
  readonly cache: string | undefined
  readonly log: Log
  readonly index: Index
  /** What this machine keeps of the registry: outbox, witness, file hashes. */
  readonly local: Db
  readonly files: FileHasher
  actor(): Promise<Actor>
  now(): number
  /** A new UUID (version 7). */
  newId(): string
  /** Told how far a long operation is. */
  onProgress?: ((progress: Progress) => void) | undefined
  /** Told of what is odd, but no reason to stop. */
  onWarning(message: string): void
  signal?: AbortSignal | undefined
  close(): Promise<void>
}

export interface FileHasher {
  /** sha256 of a file, in hex, without blocking the thread that asks. */
  hash(path: string, transfer?: Transfer): Promise<string>
  close(): Promise<void>
}

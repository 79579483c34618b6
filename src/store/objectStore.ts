import type { RestoreTier } from '../core/storageClass'
import type { UploadJournal } from './uploadJournal'

/** How much has been read or written, in bytes since the last call. */
export type OnBytes = (bytes: number) => void

export interface Transfer {
  onBytes?: OnBytes | undefined
  signal?: AbortSignal | undefined
  /** Where to remember how far the upload of a large file has come; without it, it starts over. */
  uploads?: UploadJournal | undefined
  /** The file to be written may hold the beginning already, and keeps what has come when the connection fails. */
  resume?: boolean | undefined
}

/** What is under a key, and how large it is. */
export interface Stored {
  key: string
  size: number
}

/** In which storage class something is, and whether it can be read now. */
export interface ColdStatus {
  size: number
  /** As the store calls it: `STANDARD`, `GLACIER_IR`, …; of what Intelligent-Tiering has archived, that archive. */
  storageClass: string
  /** `none`: it is read at once. `needed`: not before it is restored. `ready`: until then it is. */
  restore: 'none' | 'needed' | 'running' | 'ready'
  until?: string
}

export interface Restoring {
  tier: RestoreTier
  /** How long it is to stay readable; left out where it stays so. */
  days?: number | undefined
  signal?: AbortSignal | undefined
}

/** What a store can do that keeps for less what is rarely read. */
export interface ColdStorage {
  /** Undefined when nothing is there. */
  statusOf(key: string, signal?: AbortSignal): Promise<ColdStatus | undefined>

  /**
   * Puts an object into another storage class: the one more exception to keys being created once. The store copies it
   * onto itself, and it is seen that size and checksums are as before; throws blob-damaged where they are not.
   */
  moveTo(key: string, storageClass: string, transfer?: Transfer): Promise<'moved' | 'there' | 'absent'>

  /** Asks for an archived object to be made readable, which takes its time. One that is, or will be, is left as it is. */
  restore(key: string, restoring: Restoring): Promise<void>
}

/** All that a registry asks of a bucket or a folder. Keys are ASCII, use '/', and are created once. */
export interface ObjectStore {
  /** What a person would recognise it by: a folder or a URL. */
  readonly address: string

  /** Throws registry-missing when there is nothing at the address, so that absence of a key is not mistaken for it. */
  check(): Promise<void>

  /** The whole object, or undefined when nothing is there. For small objects. */
  get(key: string): Promise<Uint8Array | undefined>

  /** Writes `key` only if nothing is there yet, durably. To lose that race is an answer, not an error. */
  putNew(key: string, body: Uint8Array): Promise<'created' | 'exists'>

  /** Keys that start with `prefix` and sort after `after`, in byte order. */
  list(prefix: string, after?: string): AsyncIterable<string>

  /** As list, with the size of each in bytes: one request for many, where `sizeOf` is one for each. */
  sizes(prefix: string): AsyncIterable<Stored>

  /** Size in bytes, or undefined when nothing is there. */
  sizeOf(key: string): Promise<number | undefined>

  /**
   * Streams a local file to `key` in constant memory. What arrives must have this hash:
   * throws file-changed otherwise, and nothing is visible under the key.
   */
  putFile(key: string, path: string, sha256: string, transfer?: Transfer): Promise<'created' | 'exists'>

  /** Streams the object into a new local file; throws blob-damaged unless what was written has this hash. */
  getFile(key: string, path: string, sha256: string, transfer?: Transfer): Promise<'written' | 'absent'>

  /** The hash of the bytes that are there now, in hex; undefined when nothing is there. */
  hashOf(key: string, transfer?: Transfer): Promise<string | undefined>

  /** The only way to replace bytes: a blob that does not match its key, by a file that does. */
  replaceDamaged(key: string, path: string, sha256: string): Promise<void>

  /** The file of this machine that has the bytes of a key, for reading only. Left out where there is none. */
  fileOf?(key: string): string

  /** Left out where there are no storage classes. */
  readonly cold?: ColdStorage | undefined

  /** The store's own clock, in milliseconds since 1970. */
  now(): Promise<number>
}

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

  /** The store's own clock, in milliseconds since 1970. */
  now(): Promise<number>
}

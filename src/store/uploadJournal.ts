/** How far the upload of a large file has come, so that a later process goes on where one was killed. */
export interface Upload {
  id: string
  sha256: string
  size: number
  partSize: number
  /** Parts that the store has confirmed, by number from 1. */
  parts: Record<number, { etag: string; sha256: string }>
}

/** Where unfinished uploads are remembered, by address and key. */
export interface UploadJournal {
  load(key: string): Upload | undefined
  save(key: string, upload: Upload): void
  remove(key: string): void
}

import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { fileChanged, fileUnreadable } from '../core/errors'
import type { BufferPool } from './bufferPool'
import type { Transfer } from './objectStore'
import type { Answer } from './s3Errors'
import type { S3Client } from './s3Client'
import { sendParts, UploadGone } from './s3UploadParts'

/** A local file on its way to a key. */
export interface Sending {
  client: S3Client
  pool: BufferPool
  partSize: number
  key: string
  path: string
  sha256: string
  transfer: Transfer
  /** Headers with which the key is created only if it is not there; none where it is to be replaced. */
  createOnly: Record<string, string>
}

export interface OpenFile {
  file: FileHandle
  size: number
}

/** As putFile of the port. A file of one part is one request; the parts of a larger one travel side by side. */
export async function upload(sending: Sending): Promise<'created' | 'exists'> {
  const opened = await openFile(sending.path)
  // No upload has more parts than that.
  const partSize = Math.max(sending.partSize, Math.ceil(opened.size / 10_000))
  try {
    return opened.size <= partSize ? await putWhole(sending, opened) : await putParts({ ...sending, partSize }, opened)
  } finally {
    await opened.file.close()
  }
}

async function putWhole(
  { client, pool, ...sending }: Sending,
  { file, size }: OpenFile,
): Promise<'created' | 'exists'> {
  const { key, path, sha256, transfer, createOnly } = sending
  const buffer = await pool.take(size)
  try {
    const bytes = buffer.subarray(0, await fill(file, path, buffer.subarray(0, size), 0))
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw fileChanged(path)
    const headers = { ...createOnly, 'x-amz-content-sha256': sha256 }
    const asking = { headers, signal: transfer.signal, expected: ['exists'] as const }
    const answer = await client.ask('put', { Key: key, Body: bytes, ContentLength: size }, asking)
    if (answer === 'exists') return 'exists'
    transfer.onBytes?.(size)
    return 'created'
  } finally {
    pool.give(buffer)
  }
}

/** How often an upload starts over that another process has finished or given up. */
const starts = 3

async function putParts(sending: Sending, opened: OpenFile): Promise<'created' | 'exists'> {
  const { client, key, transfer, createOnly } = sending
  const mayExist = Object.keys(createOnly).length > 0
  const isThere = async () => {
    const found = await client.ask('head', { Key: key }, { signal: transfer.signal, expected: ['absent'] })
    return found !== 'absent' && found.ContentLength === opened.size
  }
  if (mayExist && (await isThere())) return 'exists'
  for (let turn = 1; ; turn++) {
    const journal = journalOf(sending, opened)
    try {
      const { id, parts } = await sendParts(sending, opened, journal)
      const done = await complete(sending, id, parts)
      journal.remove()
      // Somebody was faster, or our own first try was, whose answer was lost.
      if (done === 'created' || (mayExist && (await isThere()))) return done
      if (turn === starts) throw new UploadGone()
    } catch (error) {
      if (error instanceof UploadGone) {
        journal.remove()
        if (mayExist && (await isThere())) return 'exists'
        if (turn < starts) continue
        throw client.refusal(
          'completeUpload',
          Object.assign(error, { name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } }),
        )
      }
      throw error
    }
  }
}

const gone: readonly Answer[] = ['no-upload', 'bad-parts']

async function complete(
  { client, key, transfer, createOnly }: Sending,
  UploadId: string,
  Parts: { PartNumber: number; ETag: string }[],
): Promise<'created' | 'exists'> {
  const input = { Key: key, UploadId, MultipartUpload: { Parts } }
  const expected = ['exists', ...gone, 'not-implemented'] as const
  const asking = { signal: transfer.signal, expected }
  let answer = await client.ask('completeUpload', input, { ...asking, headers: createOnly })
  // The same bytes under the same key: a store that cannot refuse them does no harm.
  if (answer === 'not-implemented') answer = await client.ask('completeUpload', input, asking)
  if (answer === 'exists' || answer === 'no-upload') return 'exists'
  if (typeof answer === 'string') throw new UploadGone()
  return 'created'
}

/** The caller's journal, of this one upload; what it says of another file or another division is not believed. */
function journalOf({ client, key, sha256, transfer: { uploads }, partSize }: Sending, { size }: OpenFile) {
  const name = `${client.address}/${key}`
  return {
    load: () => {
      const known = uploads?.load(name)
      return known?.sha256 === sha256 && known.size === size && known.partSize === partSize ? known : undefined
    },
    save: (state: Parameters<NonNullable<typeof uploads>['save']>[1]) => uploads?.save(name, state),
    remove: () => uploads?.remove(name),
    isKept: uploads !== undefined,
  }
}
export type Journal = ReturnType<typeof journalOf>

async function openFile(path: string): Promise<OpenFile> {
  try {
    const file = await open(path, 'r')
    return { file, size: (await file.stat()).size }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? fileChanged(path) : fileUnreadable(path, error)
  }
}

/** Reads as much as fits and is there. */
export async function fill(file: FileHandle, path: string, buffer: Buffer, position: number): Promise<number> {
  for (let length = 0; ;) {
    const { bytesRead } = await file
      .read(buffer, length, buffer.length - length, position + length)
      .catch((error: unknown) => {
        throw fileUnreadable(path, error)
      })
    length += bytesRead
    if (bytesRead === 0 || length === buffer.length) return length
  }
}

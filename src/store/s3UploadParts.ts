import { createHash, webcrypto } from 'node:crypto'
import { cancelled, fileChanged } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { fill, type Journal, type OpenFile, type Sending } from './s3Upload'
import type { Upload } from './uploadJournal'

/** The store no longer knows the upload: it was completed or given up by somebody else. */
export class UploadGone extends Error {}

/** How often the journal is written, in milliseconds: parts sent since then are sent again after a kill. */
const noteEvery = 200

export interface Sent {
  id: string
  parts: { PartNumber: number; ETag: string }[]
}

/**
 * Sends what the store does not have of a file yet, and answers when all parts are there. The file is read once,
 * in order, and must have its hash. Cancelled, or with a file that has changed, it leaves nothing behind.
 */
export async function sendParts(sending: Sending, opened: OpenFile, journal: Journal): Promise<Sent> {
  const { client, key, path, sha256, partSize, transfer } = sending
  const upload = (await confirmed(sending, journal)) ?? (await begin(sending, opened))
  journal.save(upload)
  try {
    const hash = await readAndSend(sending, opened, upload, journal)
    if (hash !== sha256) throw fileChanged(path)
  } catch (error) {
    const isOver =
      error instanceof RegistryError && ['cancelled', 'file-changed', 'file-unreadable'].includes(error.code)
    if (isOver || transfer.signal?.aborted || !journal.isKept) {
      journal.remove()
      await client.ask('abortUpload', { Key: key, UploadId: upload.id }, { expected: ['no-upload'] }).catch(() => {})
    } else journal.save(upload)
    throw transfer.signal?.aborted ? cancelled() : error
  }
  journal.save(upload)
  const numbers = Array.from({ length: Math.ceil(opened.size / partSize) }, (_, i) => i + 1)
  return { id: upload.id, parts: numbers.map((number) => ({ PartNumber: number, ETag: upload.parts[number]!.etag })) }
}

async function readAndSend(
  { client, pool, key, path, partSize, transfer }: Sending,
  { file, size }: OpenFile,
  upload: Upload,
  journal: Journal,
): Promise<string> {
  const whole = createHash('sha256')
  const stop = new AbortController()
  const signal = transfer.signal ? AbortSignal.any([stop.signal, transfer.signal]) : stop.signal
  const underWay = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  let noted = performance.now()

  async function send(number: number, bytes: Buffer, sha256: string): Promise<void> {
    if (upload.parts[number]?.sha256 === sha256) return
    const input = { Key: key, UploadId: upload.id, PartNumber: number, Body: bytes, ContentLength: bytes.length }
    const asking = { headers: { 'x-amz-content-sha256': sha256 }, signal, expected: ['no-upload'] as const }
    const answer = await client.ask('uploadPart', input, asking)
    if (answer === 'no-upload') throw new UploadGone()
    upload.parts[number] = { etag: answer.ETag ?? '', sha256 }
    if (performance.now() - noted < noteEvery) return
    noted = performance.now()
    journal.save(upload)
  }

  for (let number = 1; (number - 1) * partSize < size && !failure; number++) {
    const position = (number - 1) * partSize
    const buffer = await pool.take(partSize)
    const bytes = buffer.subarray(0, Math.min(partSize, size - position))
    let sha256: string
    try {
      if (signal.aborted) throw cancelled()
      if ((await fill(file, path, bytes, position)) !== bytes.length) throw fileChanged(path)
      whole.update(bytes)
      // In another thread, on a copy: one at a time.
      sha256 = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
    } catch (error) {
      failure ??= { error }
      pool.give(buffer)
      break
    }
    const sent: Promise<void> = send(number, bytes, sha256)
      .then(() => transfer.onBytes?.(bytes.length))
      .catch((error: unknown) => {
        failure ??= { error }
        stop.abort()
      })
      .finally(() => {
        pool.give(buffer)
        underWay.delete(sent)
      })
    underWay.add(sent)
  }
  if (failure) stop.abort()
  await Promise.all(underWay)
  if (failure) throw failure.error
  return whole.digest('hex')
}

async function begin({ client, key, sha256, partSize, transfer }: Sending, { size }: OpenFile): Promise<Upload> {
  const { UploadId } = await client.ask('createUpload', { Key: key }, { signal: transfer.signal })
  return { id: UploadId!, sha256, size, partSize, parts: {} }
}

/** The upload that the journal remembers, with those parts that the store has, too. */
async function confirmed({ client, key, transfer }: Sending, journal: Journal): Promise<Upload | undefined> {
  const known = journal.load()
  if (!known) return undefined
  const parts: Upload['parts'] = {}
  let PartNumberMarker: string | undefined
  do {
    const input = { Key: key, UploadId: known.id, ...(PartNumberMarker ? { PartNumberMarker } : {}) }
    const asking = { signal: transfer.signal, expected: ['no-upload', 'absent'] as const }
    const page = await client.ask('listParts', input, asking).catch((error: unknown) => {
      // Who may not look starts over.
      if (error instanceof RegistryError && error.code === 'no-permission') return 'no-upload' as const
      throw error
    })
    if (typeof page === 'string') return undefined
    for (const { PartNumber = 0, ETag } of page.Parts ?? []) {
      const part = known.parts[PartNumber]
      if (part && bare(part.etag) === bare(ETag)) parts[PartNumber] = part
    }
    PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined
  } while (PartNumberMarker)
  return { ...known, parts }
}

const bare = (etag: string | undefined) => etag?.replaceAll('"', '')

import type { Readable } from 'node:stream'
import { createHash } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import { blobDamaged, cancelled } from '../core/errors'
import type { BufferPool } from './bufferPool'
import type { Transfer } from './objectStore'
import { release } from './release'
import type { S3Client } from './s3Client'
import { answerOf, Truncated } from './s3Errors'

/** One object, read in parts side by side, and handed on in order. */
export interface Reading {
  client: S3Client
  pool: BufferPool
  partSize: number
  key: string
  transfer: Transfer
}

/** How many parts of one object travel at once. */
const width = 6

/** As getFile of the port. */
export async function download(reading: Reading, path: string, sha256: string): Promise<'written' | 'absent'> {
  const first = await firstPart(reading)
  if (!first) return 'absent'
  // Not made durable: what a power cut takes can be fetched again.
  const target = await open(path, 'wx').catch((error: unknown) => {
    reading.pool.give(first.buffer)
    throw error
  })
  try {
    const hash = await inOrder(reading, first, (bytes, position) => target.write(bytes, 0, bytes.length, position))
    if (hash !== sha256) throw blobDamaged(sha256)
    await target.close()
    return 'written'
  } catch (error) {
    await target.close().catch(() => {})
    await unlink(path).catch(() => {})
    throw error
  }
}

/** As hashOf of the port. */
export async function hashStored(reading: Reading): Promise<string | undefined> {
  const first = await firstPart(reading)
  return first && inOrder(reading, first, async () => {})
}

interface Part {
  buffer: Buffer
  bytes: Buffer
}
interface First extends Part {
  total: number
}

/** Hashes every part when its turn has come, while others are on their way. */
async function inOrder(
  reading: Reading,
  first: First,
  sink: (bytes: Buffer, position: number) => Promise<unknown>,
): Promise<string> {
  const { pool, partSize, transfer } = reading
  const hash = createHash('sha256')
  const parts = Math.max(1, Math.ceil(first.total / partSize))
  const stop = new AbortController()
  const signal = transfer.signal ? AbortSignal.any([stop.signal, transfer.signal]) : stop.signal
  const coming: Promise<Part>[] = [Promise.resolve(first)]
  let asked = 1
  const fetchMore = () => {
    for (; asked < parts && coming.length < width; asked++) {
      const part = laterPart({ ...reading, transfer: { signal } }, asked * partSize, first)
      part.catch(() => {})
      coming.push(part)
    }
  }
  try {
    for (let number = 0; number < parts; number++) {
      fetchMore()
      const { buffer, bytes } = await coming[0]!
      const written = sink(bytes, number * partSize)
      written.catch(() => {})
      hash.update(bytes)
      await written
      coming.shift()
      pool.give(buffer)
      transfer.onBytes?.(bytes.length)
      if (transfer.signal?.aborted) throw cancelled()
    }
    return hash.digest('hex')
  } catch (error) {
    stop.abort()
    for (const part of coming) void part.then(({ buffer }) => pool.give(buffer)).catch(() => {})
    throw transfer.signal?.aborted ? cancelled() : error
  }
}

/** The first part says how large the whole is; undefined when nothing is there. */
async function firstPart(reading: Reading): Promise<First | undefined> {
  const { client, pool, partSize, transfer } = reading
  const buffer = await pool.take(partSize)
  const read = () => fetchInto(reading, buffer, `bytes=0-${partSize - 1}`)
  try {
    const { length, range } = await client.retrying(read, transfer.signal)
    const total = Number(/\/(\d+)$/.exec(range ?? '')?.[1] ?? length)
    return { buffer, bytes: buffer.subarray(0, length), total }
  } catch (error) {
    const answer = answerOf(error)
    // There is no first byte of what is empty.
    if (answer === 'no-range') return { buffer, bytes: buffer.subarray(0, 0), total: 0 }
    pool.give(buffer)
    if (answer === 'absent') return undefined
    throw client.refusal('get', error)
  }
}

async function laterPart(reading: Reading, from: number, { total }: First): Promise<Part> {
  const { client, pool, partSize, transfer } = reading
  const buffer = await pool.take(partSize)
  const size = Math.min(partSize, total - from)
  const read = async () => {
    const { length } = await fetchInto(reading, buffer, `bytes=${from}-${from + size - 1}`)
    if (length !== size) throw new Truncated(`${length} of ${size} bytes came`)
  }
  try {
    await client.retrying(read, transfer.signal)
    return { buffer, bytes: buffer.subarray(0, size) }
  } catch (error) {
    pool.give(buffer)
    throw client.refusal('get', error)
  }
}

async function fetchInto({ client, key, transfer }: Reading, buffer: Buffer, Range: string) {
  const { signal } = transfer
  const answer = await client.once('get', { Key: key, Range }, { signal })
  const length = await collect(answer.Body as Readable, buffer)
  if (answer.ContentLength !== undefined && answer.ContentLength !== length)
    throw new Truncated(`${length} of ${answer.ContentLength} bytes came`)
  return { length, range: answer.ContentRange }
}

/** Reads a stream into memory that is there already; answers how much it was. */
function collect(body: Readable, into: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let length = 0
    body.on('data', (chunk: Buffer) => {
      if (length + chunk.length > into.length) return body.destroy(new Error('The store sent more than was asked for.'))
      length += chunk.copy(into, length)
      release(chunk)
    })
    body.once('end', () => resolve(length))
    body.once('error', (error: Error) => reject(error))
    body.once('close', () => reject(new Truncated('the answer ended early')))
  })
}

import type { Readable } from 'node:stream'
import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { blobDamaged, cancelled } from '../core/errors'
import { RegistryError } from '../core/registryError'
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
  const { resume } = reading.transfer
  const target = await open(path, resume ? constants.O_RDWR | constants.O_CREAT : 'wx+')
  try {
    const answer = await fetchTo(target, reading, sha256)
    // Not made durable: what a power cut takes can be fetched again.
    await target.close()
    if (answer === 'absent') await unlink(path)
    return answer
  } catch (error) {
    await target.close().catch(() => {})
    const isKept = resume && error instanceof RegistryError && error.code === 'store-unreachable'
    if (!isKept) await unlink(path).catch(() => {})
    throw error
  }
}

async function fetchTo(target: FileHandle, reading: Reading, sha256: string): Promise<'written' | 'absent'> {
  const begun = await beginning(target, reading)
  const first = await firstPart(reading, begun.from)
  if (!first) return 'absent'
  const write = (bytes: Buffer, position: number) => target.write(bytes, 0, bytes.length, position)
  if ((await inOrder(reading, begun, first, write)) === sha256) return 'written'
  if (begun.from === 0) throw blobDamaged(sha256)
  // What was there was the beginning of something else.
  await target.truncate(0)
  return fetchTo(target, reading, sha256)
}

/** What is there already of a file: parts that were written one after the other. */
interface Beginning {
  from: number
  hash: Hash
}

async function beginning(target: FileHandle, { pool, partSize, transfer }: Reading): Promise<Beginning> {
  const hash = createHash('sha256')
  const { size } = await target.stat()
  const end = size - (size % partSize)
  if (end === 0) return { from: 0, hash }
  const buffer = await pool.take(partSize)
  try {
    for (let from = 0; from < end; from += partSize) {
      if (transfer.signal?.aborted) throw cancelled()
      const { bytesRead } = await target.read(buffer, 0, partSize, from)
      if (bytesRead < partSize) return { from, hash }
      hash.update(buffer.subarray(0, partSize))
      transfer.onBytes?.(partSize)
    }
    return { from: end, hash }
  } finally {
    pool.give(buffer)
  }
}

/** As hashOf of the port. */
export async function hashStored(reading: Reading): Promise<string | undefined> {
  const first = await firstPart(reading, 0)
  return first && inOrder(reading, { from: 0, hash: createHash('sha256') }, first, async () => {})
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
  { from, hash }: Beginning,
  first: First,
  sink: (bytes: Buffer, position: number) => Promise<unknown>,
): Promise<string> {
  const { pool, partSize, transfer } = reading
  const start = from / partSize
  const parts = Math.max(start + 1, Math.ceil(first.total / partSize))
  const stop = new AbortController()
  const signal = transfer.signal ? AbortSignal.any([stop.signal, transfer.signal]) : stop.signal
  const coming: Promise<Part>[] = [Promise.resolve(first)]
  let asked = start + 1
  const fetchMore = () => {
    for (; asked < parts && coming.length < width; asked++) {
      const part = laterPart({ ...reading, transfer: { signal } }, asked * partSize, first)
      part.catch(() => {})
      coming.push(part)
    }
  }
  try {
    for (let number = start; number < parts; number++) {
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

/** The first part that is asked for says how large the whole is; undefined when nothing is there. */
async function firstPart(reading: Reading, from: number): Promise<First | undefined> {
  const { client, pool, partSize, transfer } = reading
  const buffer = await pool.take(partSize)
  const read = () => fetchInto(reading, buffer, `bytes=${from}-${from + partSize - 1}`)
  try {
    const { length, range } = await client.retrying(read, transfer.signal)
    const total = Number(/\/(\d+)$/.exec(range ?? '')?.[1] ?? length)
    return { buffer, bytes: buffer.subarray(0, length), total }
  } catch (error) {
    const answer = answerOf(error)
    // There is no first byte of what is empty, and none after the last.
    if (answer === 'no-range') return { buffer, bytes: buffer.subarray(0, 0), total: from }
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

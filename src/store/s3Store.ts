import { createHash } from 'node:crypto'
import { registryMissing, storeUnreachable } from '../core/errors'
import { notS3 } from '../core/bucketErrors'
import { RegistryError } from '../core/registryError'
import { bufferPool } from './bufferPool'
import type { ObjectStore, Stored, Transfer } from './objectStore'
import { s3Cold } from './s3Cold'
import { backOff, s3Client } from './s3Client'
import { download, hashStored } from './s3Download'
import { answerOf, isMute, neverSent, troubleOf } from './s3Errors'
import type { S3Settings } from './s3Settings'
import { upload } from './s3Upload'

/** Parts of files on their way, of all files together: how large, and how many are in memory at once. */
const mebibyte = 1024 * 1024
const sent = { partSize: 5 * mebibyte, count: 5 }
const fetched = { partSize: 4 * mebibyte, count: 10 }
/** How often a create is sent that may or may not have happened. */
const creates = 4

/**
 * A registry in a bucket. Every request may be lost on its way or on its way back; whatever may be asked twice is,
 * and a create whose fate stays unknown ends in store-unreachable.
 */
export function s3Store(settings: S3Settings): ObjectStore {
  const client = s3Client(settings)
  const sending = { client, pool: bufferPool(sent.partSize, sent.count), partSize: sent.partSize }
  const fetching = { client, pool: bufferPool(fetched.partSize, fetched.count), partSize: fetched.partSize }
  const isSingleWriter = Object.keys(client.createOnly).length === 0
  const reading = (key: string, transfer: Transfer = {}) => ({ ...fetching, key, transfer })

  async function get(key: string): Promise<Uint8Array | undefined> {
    const read = async () => {
      const { Body } = await client.once('get', { Key: key }, { headers: fresh })
      return Body!.transformToByteArray()
    }
    try {
      return await client.retrying(read)
    } catch (error) {
      if (answerOf(error) === 'absent') return undefined
      throw await denied(client.refusal('get', error))
    }
  }

  /** Who may not list is not told either that something is not there: then that is what is not permitted. */
  async function denied(refusal: Error): Promise<Error> {
    if (!(refusal instanceof RegistryError) || refusal.code !== 'no-permission') return refusal
    return client.ask('list', { Prefix: client.prefix, MaxKeys: 1 }).then(
      () => refusal,
      (error: Error) => error,
    )
  }

  async function sizeOf(key: string): Promise<number | undefined> {
    try {
      const { ContentLength } = await client.retrying(() => client.once('head', { Key: key }))
      return ContentLength
    } catch (error) {
      if (answerOf(error) === 'absent') return undefined
      if (!isMute(error)) throw client.refusal('head', error)
      // Asked in a way that is answered with a reason.
      return (await get(key))?.length
    }
  }

  async function putNew(key: string, body: Uint8Array): Promise<'created' | 'exists'> {
    // The caller may change its bytes while they are sent.
    const bytes = Buffer.from(body)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const headers = { ...client.createOnly, 'x-amz-content-sha256': sha256 }
    if (isSingleWriter && (await sizeOf(key)) !== undefined) return 'exists'
    for (let turn = 1, mayBeOurs = false; ; turn++)
      try {
        await client.once('put', { Key: key, Body: bytes, ContentLength: bytes.length }, { headers })
        return 'created'
      } catch (error) {
        if (answerOf(error) === 'exists') return mayBeOurs ? await settle(key, bytes) : 'exists'
        const trouble = troubleOf(error)
        // An earlier try may have arrived, whatever became of this one.
        if (!trouble && mayBeOurs) throw storeUnreachable(client.address, error)
        if (!trouble || trouble === 'silent' || neverSent(error) || turn === creates) throw client.refusal('put', error)
        mayBeOurs = true
        await backOff(turn, error)
      }
  }

  /** There is something: ours, if a try without an answer arrived, or another's. It will not change any more. */
  async function settle(key: string, bytes: Buffer): Promise<'created' | 'exists'> {
    const there = await get(key)
    if (!there) throw storeUnreachable(client.address)
    return bytes.equals(there) ? 'created' : 'exists'
  }

  async function* listed(prefix: string, after = ''): AsyncGenerator<Stored> {
    const { prefix: root } = client
    const start = after ? { StartAfter: root + after } : {}
    let next: { ContinuationToken: string } | undefined
    do {
      const page = await client.ask('list', { Prefix: root + prefix, ...(next ?? start) })
      for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: Key.slice(root.length), size: Size }
      next = page.NextContinuationToken ? { ContinuationToken: page.NextContinuationToken } : undefined
    } while (next)
  }

  return {
    address: client.address,

    check: async () => {
      const page = await client.ask('list', { Prefix: client.prefix, MaxKeys: 1 })
      if (page.Name === undefined) throw notS3(settings.endpoint ?? client.address)
      if (!page.Contents?.length) throw registryMissing(client.address)
    },

    get,
    putNew,

    async *list(prefix, after) {
      for await (const { key } of listed(prefix, after)) yield key
    },
    sizes: listed,
    sizeOf,

    putFile: async (key, path, sha256, transfer = {}) => {
      if (isSingleWriter && (await sizeOf(key)) !== undefined) return 'exists'
      return upload({ ...sending, key, path, sha256, transfer, createOnly: client.createOnly })
    },

    getFile: (key, path, sha256, transfer) => download(reading(key, transfer), path, sha256),

    hashOf: (key, transfer) => hashStored(reading(key, transfer)),

    replaceDamaged: async (key, path, sha256) => {
      await upload({ ...sending, key, path, sha256, transfer: {}, createOnly: {} })
    },

    cold: s3Cold(client),

    now: async () => {
      const heard = client.heardTime()
      if (heard !== undefined) return heard
      await sizeOf('log/')
      const now = client.heardTime()
      if (now === undefined) throw notS3(settings.endpoint ?? client.address)
      return now
    },
  }
}

/** No cache between us and the log may answer for it. */
const fresh = { 'cache-control': 'no-cache' }

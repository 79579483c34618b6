import { moveDamaged, moveForbidden, noCapacity, noSuchClass } from '../core/coldErrors'
import { cancelled } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { isArchive } from '../core/storageClass'
import { blobOfKey } from './keys'
import type { ColdStatus, ColdStorage } from './objectStore'
import type { S3Client } from './s3Client'
import type { requests } from './s3Sdk'

type Head = Exclude<Awaited<ReturnType<typeof lookAt>>, 'absent'>
type CopyInput = ConstructorParameters<typeof requests.copy>[0]
type StorageClass = CopyInput['StorageClass']

/** Up to so many bytes are copied by one request. AWS allows 5 GB, which some read as 5 · 10⁹. */
const wholeCopy = 5e9
/** Larger ones are copied in parts of this size, some at once. */
const copyPart = 256 * 1024 * 1024
const atOnce = 4

/** Storage classes of a bucket. In one that keeps versions a move adds one, and the one before stays where it was. */
export function s3Cold(client: S3Client, limits = { whole: wholeCopy, part: copyPart }): ColdStorage {
  return {
    statusOf: async (key, signal) => {
      const found = await client.ask('head', { Key: key }, { signal, expected: ['absent'] })
      return found === 'absent' ? undefined : statusIn(found)
    },

    moveTo: async (key, storageClass, { onBytes, signal } = {}) => {
      const before = await lookAt(client, key, signal)
      if (before === 'absent') return 'absent'
      const size = before.ContentLength ?? 0
      if (classOf(before) === storageClass) return 'there'
      const move = { client, key, storageClass: storageClass as StorageClass, before, size, signal }
      try {
        await (size <= limits.whole ? copyWhole(move) : copyParts(move, limits.part))
      } catch (error) {
        // A copy whose answer was lost has happened all the same, and is refused the second time as changing nothing.
        const now = await lookAt(client, key).catch(() => 'absent' as const)
        if (now === 'absent' || classOf(now) !== storageClass)
          throw signal?.aborted ? cancelled() : isForbidden(error) ? moveForbidden(client.address, error) : error
      }
      const after = await lookAt(client, key)
      const problem = differenceIn(key, before, after)
      if (problem) throw moveDamaged(key, client.address, problem)
      if (after !== 'absent' && classOf(after) !== storageClass) throw noSuchClass(client.address, storageClass)
      onBytes?.(size)
      return 'moved'
    },

    restore: async (key, { tier, days, signal }) => {
      const RestoreRequest = {
        ...(days === undefined ? {} : { Days: days }),
        GlacierJobParameters: { Tier: tier },
      }
      // Archived is what it says of an object that is not, or not any more.
      const expected = ['restoring', 'archived', 'no-capacity'] as const
      const answer = await client.ask('restore', { Key: key, RestoreRequest }, { signal, expected })
      if (answer === 'no-capacity') throw noCapacity(client.address)
    },
  }
}

const lookAt = (client: S3Client, key: string, signal?: AbortSignal) =>
  client.ask('head', { Key: key, ChecksumMode: 'ENABLED' }, { signal, expected: ['absent'] })

const isForbidden = (error: unknown) => error instanceof RegistryError && error.code === 'no-permission'

const classOf = ({ StorageClass = 'STANDARD' }: Head): string => StorageClass

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
function statusIn(found: Head): ColdStatus {
  const { ContentLength: size = 0, Restore = '', ArchiveStatus } = found
  const storageClass = ArchiveStatus ?? classOf(found)
  if (/ongoing-request="true"/.test(Restore)) return { size, storageClass, restore: 'running' }
  const until = Date.parse(/expiry-date="([^"]*)"/.exec(Restore)?.[1] ?? '')
  if (/ongoing-request="false"/.test(Restore))
    return { size, storageClass, restore: 'ready', ...(until ? { until: new Date(until).toISOString() } : {}) }
  return { size, storageClass, restore: isArchive(storageClass) ? 'needed' : 'none' }
}

interface Move {
  client: S3Client
  key: string
  storageClass: StorageClass
  before: Head
  size: number
  signal: AbortSignal | undefined
}

const sourceOf = ({ client: { bucket, prefix }, key }: Move): string =>
  `${bucket}/${prefix}${key}`.split('/').map(encodeURIComponent).join('/')

async function copyWhole(move: Move): Promise<void> {
  const { client, key, storageClass: StorageClass, signal } = move
  const input = { Key: key, CopySource: sourceOf(move), StorageClass, MetadataDirective: 'COPY' as const }
  // The store that can computes the hash that the key has, also of what was sent in parts.
  const answer = await client.ask(
    'copy',
    { ...input, ChecksumAlgorithm: 'SHA256' },
    { signal, expected: ['not-implemented'] },
  )
  if (answer === 'not-implemented') await client.ask('copy', input, { signal })
}

async function copyParts(move: Move, leastPart: number): Promise<void> {
  const { client, key, storageClass: StorageClass, before, size, signal } = move
  const partSize = Math.max(leastPart, Math.ceil(size / 10_000))
  const count = Math.ceil(size / partSize)
  const { UploadId } = await client.ask('createUpload', { Key: key, StorageClass, ...saidOf(before) }, { signal })
  const etags: string[] = []
  let next = 0
  const copySome = async () => {
    for (let part = next++; part < count; part = next++) {
      const end = Math.min((part + 1) * partSize, size)
      const range = { CopySource: sourceOf(move), CopySourceRange: `bytes=${part * partSize}-${end - 1}` }
      const input = { Key: key, UploadId, PartNumber: part + 1, ...range }
      etags[part] = (await client.ask('copyPart', input, { signal })).CopyPartResult?.ETag ?? ''
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, copySome))
    const Parts = etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 }))
    await client.ask('completeUpload', { Key: key, UploadId, MultipartUpload: { Parts } }, { signal })
  } catch (error) {
    // No worker begins another part.
    next = count
    await client.ask('abortUpload', { Key: key, UploadId }, { expected: ['no-upload'] }).catch(() => {})
    throw error
  }
}

/** What a copy in parts does not take along by itself. */
function saidOf({ ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata }: Head) {
  const said = { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

/** What is not as it was before a move; undefined when all is. */
function differenceIn(key: string, before: Head, after: Head | 'absent'): string | undefined {
  if (after === 'absent') return 'is not there'
  if (after.ContentLength !== before.ContentLength)
    return `has ${after.ContentLength} bytes, not ${before.ContentLength}`
  const [had, has] = [checksumsOf(before), checksumsOf(after)]
  const sha256 = blobOfKey(key)
  if (sha256 && has.ChecksumSHA256 && Buffer.from(has.ChecksumSHA256, 'base64').toString('hex') !== sha256)
    return 'does not have its hash'
  const differs = checksums.some((name) => had[name] && has[name] && had[name] !== has[name])
  return differs ? 'has another checksum' : undefined
}

const checksums = [
  'ChecksumSHA256',
  'ChecksumSHA1',
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumCRC64NVME',
  'ETag',
] as const

/** Those that say something of the content alone, and not of the parts it came in or of a key it is encrypted with. */
function checksumsOf(found: Head): Partial<Record<(typeof checksums)[number], string>> {
  const isPlain = /^"?[0-9a-f]{32}"?$/.test(found.ETag ?? '') && !/kms/.test(found.ServerSideEncryption ?? '')
  const isWhole = ([name, value]: [string, string | undefined]) =>
    value !== undefined && (name === 'ETag' ? isPlain : found.ChecksumType !== 'COMPOSITE' && !/-\d+$/.test(value))
  return Object.fromEntries(
    checksums.map((name) => [name, found[name]] as [string, string | undefined]).filter(isWhole),
  )
}

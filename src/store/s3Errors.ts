import {
  bucketMissing,
  noCredentials,
  noPermission,
  notS3,
  storeRefused,
  transferDamaged,
  wrongCredentials,
  wrongRegion,
} from '../core/bucketErrors'
import { fileCold } from '../core/coldErrors'
import { cancelled, clockSkew, registryFull, storeUnreachable } from '../core/errors'
import { RegistryError } from '../core/registryError'

/** What a store may answer besides yes that is no failure. */
export type Answer =
  | 'absent'
  | 'exists'
  | 'no-upload'
  | 'no-range'
  | 'bad-parts'
  | 'not-implemented'
  | 'archived'
  | 'restoring'
  | 'no-capacity'

/** An error as the SDK throws it. */
interface Failure {
  name?: string
  code?: string
  $metadata?: { httpStatusCode?: number }
  $response?: { statusCode?: number; headers?: Record<string, string> }
  Region?: string
  /** Of an archived object: the class it is in, or which archive of Intelligent-Tiering. */
  StorageClass?: string
  AccessTier?: string
  ServerTime?: string
}

const answers: Record<string, Answer> = {
  NoSuchKey: 'absent',
  // A HEAD has no body to say more.
  NotFound: 'absent',
  PreconditionFailed: 'exists',
  FileAlreadyExists: 'exists',
  NoSuchUpload: 'no-upload',
  InvalidRange: 'no-range',
  InvalidPart: 'bad-parts',
  InvalidPartOrder: 'bad-parts',
  EntityTooSmall: 'bad-parts',
  NotImplemented: 'not-implemented',
  InvalidObjectState: 'archived',
  RestoreAlreadyInProgress: 'restoring',
  GlacierExpeditedRetrievalNotAvailable: 'no-capacity',
}

export function answerOf(error: unknown): Answer | undefined {
  const status = statusOf(error)
  const known = answers[(error as Failure).name ?? '']
  if (known) return known
  return status === 412 ? 'exists' : status === 416 ? 'no-range' : status === 501 ? 'not-implemented' : undefined
}

/** Why the same request may do better later: the store is busy, the connection broke, or nobody answered in time. */
export function troubleOf(error: unknown): 'busy' | 'broken' | 'silent' | undefined {
  const { name = '', code = '' } = error as Failure
  const status = statusOf(error)
  if (answers[name]) return undefined
  if (
    again.has(name) ||
    (status !== undefined && (status === 409 || status === 429 || (status >= 500 && status !== 501)))
  )
    return 'busy'
  // The SDK gives some of these the name of a time-out.
  if (brokenConnection.has(code) || error instanceof Truncated) return 'broken'
  return name === 'TimeoutError' ? 'silent' : undefined
}

/** Nothing was sent, so nothing can have happened. */
export const neverSent = (error: unknown): boolean => unreachable.has((error as Failure).code ?? '')

/** The body of an answer ended before its time. */
export class Truncated extends Error {}

export const retryAfter = (error: unknown): number =>
  Number((error as Failure | undefined)?.$response?.headers?.['retry-after'] ?? 0) * 1000 || 0

/** A HEAD that fails says nothing of why; a GET does. */
export const isMute = (error: unknown): boolean => [400, 403, 301, 307].includes(statusOf(error) ?? 0)

const again = new Set(['RequestTimeout', 'RequestTimeTooSkewed', 'SlowDown', 'BadDigest', 'XAmzContentSHA256Mismatch'])
const mangled = new Set(['BadDigest', 'XAmzContentSHA256Mismatch', 'InvalidDigest'])
const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'])
const unknownKey = new Set(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'AuthFailure'])
const elsewhere = new Set(['PermanentRedirect', 'TemporaryRedirect', 'IllegalLocationConstraintException'])
const noRoom = new Set(['QuotaExceeded', 'XMinioStorageFull', 'EntityTooLarge'])
const brokenConnection = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'])
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

export const statusOf = (error: unknown): number | undefined => {
  const { $metadata, $response } = error as Failure
  return $response?.statusCode ?? $metadata?.httpStatusCode
}

export interface Asked {
  address: string
  bucket: string
  endpoint: string | undefined
  profile: string | undefined
  /** The permission that the request needs, such as s3:GetObject. */
  permission: string
}

/**
 * The sentence for a request that failed. Only store-unreachable leaves open whether the store did what it was
 * asked; after every other one it did not.
 */
export function refusalOf(error: unknown, asked: Asked): Error {
  if (error instanceof RegistryError) return error
  const { address, bucket, endpoint, profile, permission } = asked
  const { name = '', code = '', Region, StorageClass, AccessTier, $response, ServerTime } = error as Failure
  const status = statusOf(error)
  const place = endpoint ? `${address} (${endpoint})` : address
  if (name === 'AbortError') return cancelled()
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return noCredentials(address, profile, error)
  if (name === 'RequestTimeTooSkewed') return clockSkew(Math.round(skewOf(ServerTime) / 60_000))
  if (mangled.has(name)) return transferDamaged(address, error)
  if (troubleOf(error) || neverSent(error)) return storeUnreachable(place, error)
  if (expired.has(name)) return wrongCredentials(address, 'have expired', error)
  if (unknownKey.has(name)) return wrongCredentials(address, 'are not accepted', error)
  if (name === 'InvalidObjectState') return fileCold(address, AccessTier ?? StorageClass, error)
  if (noRoom.has(name)) return registryFull(address, error)
  const region = Region ?? $response?.headers?.['x-amz-bucket-region']
  const isElsewhere = elsewhere.has(name) || status === 301 || status === 307
  if (isElsewhere || (name === 'AuthorizationHeaderMalformed' && region)) return wrongRegion(address, region, error)
  if (name === 'NoSuchBucket') return bucketMissing(address, bucket)
  if (name === 'AccessDenied' || name === 'AllAccessDisabled' || (status === 403 && !isWorded(name)))
    return noPermission(address, permission, error)
  const isHttp = status !== undefined
  if (isHttp && isWorded(name)) return storeRefused(address, name, error)
  if (isHttp || code.startsWith('HPE_') || code === 'EPROTO') return notS3(endpoint ?? address, error)
  return isSystemError(code) ? storeUnreachable(place, error) : (error as Error)
}

/** The name that a store gives its refusal, and not one that the SDK made up because it could not read the answer. */
const isWorded = (name: string) =>
  /^[A-Z][A-Za-z0-9]+$/.test(name) && !/^(Unknown|Forbidden|NotFound|SyntaxError|Error|TypeError)/.test(name)

const isSystemError = (code: string) => /^(E[A-Z]+|ERR_|CERT_|DEPTH_|UNABLE_|SELF_)/.test(code)

const skewOf = (serverTime: string | undefined) => Math.abs(Date.now() - Date.parse(serverTime ?? '')) || 0

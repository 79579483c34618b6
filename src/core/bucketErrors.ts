import { RegistryError } from './registryError'

// What is refused of buckets and by them; the rest is in errors.ts.

const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause))

export const badBucketUrl = (url: string) =>
  new RegistryError('bad-usage', `"${url}" is not the address of a bucket.`, 'Write s3://bucket or s3://bucket/prefix.')
export const directoryBucket = (bucket: string) =>
  new RegistryError(
    'store-unsupported',
    `"${bucket}" is a directory bucket of S3 Express, which lists its keys in no order.`,
    'Use a general purpose bucket.',
  )
export const notARegistry = (place: string, key: string) =>
  new RegistryError(
    'not-a-registry',
    `What is at ${place} is not a registry: it holds ${key}, and no first commit.`,
    'Name the prefix of the registry, or one where nothing is yet.',
  )
export const unsafeStore = (place: string, found: string, hint: string, details?: Record<string, unknown>) =>
  new RegistryError('unsafe-store', `${place} is not safe for a registry: ${found}.`, hint, details ? { details } : {})
export const noCredentials = (place: string, profile: string | undefined, cause: unknown) =>
  new RegistryError(
    'no-credentials',
    `There are no credentials for ${place}${profile ? ` in the profile ${profile}` : ''}: ${sentenceOf(cause)}.`,
    'Sign in with: aws sso login, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    { cause },
  )
export const wrongCredentials = (place: string, problem: 'have expired' | 'are not accepted', cause: unknown) =>
  new RegistryError(
    'wrong-credentials',
    `The credentials for ${place} ${problem}.`,
    problem === 'have expired'
      ? 'Sign in again, and repeat the command.'
      : 'Check the key, the profile and the endpoint.',
    { cause },
  )
export const noPermission = (place: string, permission: string, cause: unknown) =>
  new RegistryError(
    'no-permission',
    `The credentials for ${place} do not permit ${permission}.`,
    'A registry needs s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject in it.',
    { cause, details: { permission } },
  )
export const bucketMissing = (place: string, bucket: string) =>
  new RegistryError(
    'bucket-missing',
    `There is no bucket "${bucket}", which ${place} names.`,
    'Check the address and the endpoint, or make the bucket first.',
  )
export const wrongRegion = (place: string, region: string | undefined, cause: unknown) =>
  new RegistryError(
    'wrong-region',
    `The bucket of ${place} is in another region${region ? `: ${region}` : ''}.`,
    `Set s3.region${region ? ` to ${region}` : ''} in pedigree.yaml, or say --region.`,
    { cause, details: { region } },
  )
export const notS3 = (endpoint: string, cause?: unknown) =>
  new RegistryError(
    'not-s3',
    `What answers at ${endpoint} is not S3.`,
    'Check s3.endpoint in pedigree.yaml: its protocol, host and port.',
    { cause },
  )
export const storeRefused = (place: string, problem: string, cause: unknown) =>
  new RegistryError(
    'store-refused',
    `The store at ${place} refuses: ${problem}.`,
    'See what its manual says of that.',
    {
      cause,
    },
  )
export const transferDamaged = (place: string, cause: unknown) =>
  new RegistryError(
    'transfer-damaged',
    `What arrived at ${place} was not what was sent; nothing was stored.`,
    'Try again; a proxy or a network card may be at fault.',
    { cause },
  )
export const registryUntrusted = (destination: string, details: Record<string, unknown>) =>
  new RegistryError(
    'registry-untrusted',
    `pedigree.yaml keeps its models at ${destination}, which you have not confirmed.`,
    'It would get your credentials and your models. If that is right: pedigree trust, or set PEDIGREE_TRUST to that text.',
    { details },
  )

import { badBucketUrl, directoryBucket } from '../core/bucketErrors'

/** Where a bucket is and how it is talked to. What is left out comes from the environment and the AWS profile. */
export interface S3Settings {
  /** `s3://bucket` or `s3://bucket/prefix`. */
  url: string
  region?: string | undefined
  endpoint?: string | undefined
  profile?: string | undefined
  /** The bucket in the path and not in the host's name; the default with an endpoint of one's own. */
  forcePathStyle?: boolean | undefined
  createOnly?: CreateOnly | undefined
  /** Left out: those that every AWS program finds. */
  credentials?: Credentials | undefined
  /** How long a connection may be silent, in milliseconds. */
  patience?: number | undefined
}

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** The request header with which a store creates a key only if it is not there; with `none` only one writer is safe. */
export const createOnlyHeaders = {
  'if-none-match': { 'if-none-match': '*' },
  'goog-generation': { 'x-goog-if-generation-match': '0' },
  'oss-forbid-overwrite': { 'x-oss-forbid-overwrite': 'true' },
  'cos-forbid-overwrite': { 'x-cos-forbid-overwrite': 'true' },
  none: {},
} as const satisfies Record<string, Record<string, string>>
export type CreateOnly = keyof typeof createOnlyHeaders

/** The prefix is empty or ends in a slash. Throws bad-usage, or store-unsupported. */
export function placeOf(url: string): { bucket: string; prefix: string } {
  const match = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,253}[a-z0-9])(?:\/([\w!.*'()/ -]*))?$/i.exec(url)
  const parts = (match?.[2] ?? '').split('/').filter(Boolean)
  if (!match || parts.includes('.') || parts.includes('..')) throw badBucketUrl(url)
  if (match[1]!.endsWith('--x-s3')) throw directoryBucket(match[1]!)
  return { bucket: match[1]!, prefix: parts.map((part) => `${part}/`).join('') }
}

import { randomUUID } from 'node:crypto'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import pLimit from 'p-limit'
import { s3Store } from '../../src/store/s3Store'
import { type S3Settings, placeOf } from '../../src/store/s3Settings'
import { cephRgw } from '../host/cephRgw'

// The server that the tests use: a throw-away Ceph, or the bucket that TEST_S3_URL names, with the settings
// TEST_S3_ENDPOINT and TEST_S3_REGION and the credentials of the environment.

/** What is known of a server of our own. Every test file is a bundle of its own, so it is told by the environment. */
interface Own {
  endpoint: string
  owner: Keys
  /** May use only what is their own, which is nothing. */
  stranger: Keys
}
interface Keys {
  accessKeyId: string
  secretAccessKey: string
}
const variable = 'PEDIGREE_TEST_S3'

/** Starts the server unless there is one; answers how to stop it, or what is missing for it. */
export async function startServer(): Promise<{ stop(): Promise<void> } | { missing: string }> {
  if (process.env['TEST_S3_URL']) return { stop: async () => {} }
  const started = await cephRgw()
  if ('missing' in started) return started
  const { endpoint, accessKeyId, secretAccessKey } = started
  const own: Own = { endpoint, owner: { accessKeyId, secretAccessKey }, stranger: await started.user('stranger') }
  process.env[variable] = JSON.stringify(own)
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
  const settings = anywhere()
  await new S3Client(configOf(settings)).send(new CreateBucketCommand({ Bucket: placeOf(settings.url).bucket }))
  return started
}

/** Undefined with a server that is not ours, of which nothing is known. */
export const ownServer = (): Own | undefined => {
  const told = process.env[variable]
  return told ? (JSON.parse(told) as Own) : undefined
}

/** A place in the bucket where nothing is yet. */
export function anywhere(change: Partial<S3Settings> = {}): S3Settings {
  const url = `${process.env['TEST_S3_URL'] ?? 's3://pedigree-tests'}/${randomUUID()}`
  const own = ownServer()
  if (own) return { url, endpoint: own.endpoint, region: 'us-east-1', credentials: own.owner, ...change }
  const { TEST_S3_ENDPOINT: endpoint, TEST_S3_REGION: region } = process.env
  return { url, endpoint, region, ...change }
}

/** As anywhere, with something there, so that it is not missing. */
export async function somewhere(): Promise<S3Settings> {
  const settings = anywhere()
  await s3Store(settings).putNew('here', new Uint8Array())
  return settings
}

/** For a process that is told of it by its environment. */
export function environment({ endpoint, region, credentials }: S3Settings): Record<string, string> {
  return {
    ...(endpoint ? { AWS_ENDPOINT_URL: endpoint } : {}),
    AWS_REGION: region ?? process.env['AWS_REGION'] ?? 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(credentials
      ? { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }
      : {}),
  }
}

/** How many uploads were begun and neither finished nor given up. */
export async function openUploads(settings: S3Settings): Promise<number> {
  const { ListMultipartUploadsCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { bucket, prefix } = placeOf(settings.url)
  const client = new S3Client(configOf(settings))
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }))
  return Uploads.length
}

/** Takes away all that is at a place, so that a server in memory has room again. */
export async function emptied(settings: S3Settings): Promise<void> {
  const { DeleteObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { bucket, prefix } = placeOf(settings.url)
  const client = new S3Client(configOf(settings))
  const limit = pLimit(32)
  const deleted: Promise<unknown>[] = []
  for await (const key of s3Store(settings).list(''))
    deleted.push(limit(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + key }))))
  await Promise.all(deleted)
  client.destroy()
}

const configOf = ({ endpoint, region, credentials }: S3Settings): S3ClientConfig => ({
  region: region ?? 'us-east-1',
  ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  ...(credentials ? { credentials } : {}),
})

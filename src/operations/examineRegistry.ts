import { notARegistry } from '../core/bucketErrors'
import type { Credentials } from '../store/s3Settings'
import { whatIsThere } from '../store/whatIsThere'
import { proveStore, type ProveStore } from './proveStore'
import { isBucket, storeAt } from './storeAt'
import { type Destination, destinationOf } from './trust'
import { type BucketSettings, findWorkspace } from './workspace'

/** A bucket that is to be tried out. */
export interface Place {
  url: string
  s3: BucketSettings
  credentials?: Credentials | undefined
}

export type OnProbe = NonNullable<ProveStore['onProbe']>
export type ProbeRow = Parameters<OnProbe>[0]

export interface Examined {
  /** Nothing speaks against keeping a registry there. */
  safe: boolean
  /** A registry is there already. */
  isRegistry: boolean
  /** What is to be confirmed. */
  destination: Destination
}

/** Tries a bucket out, tells of each probe as it ends, and looks whether a registry is there. */
export async function examineRegistry(
  { url, s3, credentials }: Place,
  onProbe: OnProbe,
  signal?: AbortSignal,
): Promise<Examined> {
  const { safe } = await proveStore({ address: url, s3, credentials, onProbe, signal })
  const destination = destinationOf(url, s3)!
  const store = storeAt(url, s3, credentials)
  // Why it cannot be asked is among the probes.
  const there = await whatIsThere(store).catch(() => 'nothing' as const)
  if (typeof there === 'string') return { safe, isRegistry: there === 'registry', destination }
  const { message, hint } = notARegistry(store.address, there.key)
  onProbe({ probe: 'contents', result: 'fail', found: message, meaning: hint })
  return { safe: false, isRegistry: false, destination }
}

/** The bucket that `pedigree.yaml` of a folder names; undefined where it names none. Throws no-registry, or bad-config. */
export async function bucketOf(folder: string): Promise<Place | undefined> {
  const { address, config } = await findWorkspace(folder)
  return isBucket(address) ? { url: address, s3: config.s3 ?? {} } : undefined
}

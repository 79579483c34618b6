import { cancelled, clockSkew } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { logKey } from '../store/keys'
import type { Credentials } from '../store/s3Settings'
import { isBucket, storeAt } from './storeAt'
import { type Destination, destinationOf } from './trust'
import { type BucketSettings, findWorkspace } from './workspace'

/** A bucket that is to be tried out. */
export interface Place {
  url: string
  s3: BucketSettings
  credentials?: Credentials | undefined
}

export interface ProbeRow {
  probe: string
  result: 'pass' | 'warn' | 'fail' | 'info'
  found: string
  meaning: string
}

export interface Examined {
  /** Nothing speaks against keeping a registry there. */
  safe: boolean
  /** A registry is there already. */
  isRegistry: boolean
  /** What is to be confirmed. */
  destination: Destination
}

/** Tries a bucket out, and tells of each probe as it ends. Throws where it cannot even be asked. */
export async function examineRegistry(
  { url, s3, credentials }: Place,
  onProbe: (row: ProbeRow) => void,
  signal?: AbortSignal,
): Promise<Examined> {
  const store = storeAt(url, s3, credentials)
  const first = await store.get(logKey(0))
  if (signal?.aborted) throw cancelled()
  if (!first)
    await store.check().catch((error: unknown) => {
      if (!(error instanceof RegistryError) || error.code !== 'registry-missing') throw error
    })
  onProbe({
    probe: 'reachable',
    result: 'pass',
    found: store.address,
    meaning: 'It answers, and takes the credentials.',
  })
  const minutes = Math.round(Math.abs(Date.now() - (await store.now())) / 60_000)
  const { message } = clockSkew(minutes)
  onProbe(
    minutes > 2
      ? { probe: 'clock', result: 'fail', found: `${minutes} min`, meaning: message }
      : {
          probe: 'clock',
          result: 'pass',
          found: `${minutes} min`,
          meaning: 'This machine and the store agree on the time.',
        },
  )
  return { safe: minutes <= 2, isRegistry: first !== undefined, destination: destinationOf(url, s3)! }
}

/** The bucket that `pedigree.yaml` of a folder names; undefined where it names none. Throws no-registry, or bad-config. */
export async function bucketOf(folder: string): Promise<Place | undefined> {
  const { address, config } = await findWorkspace(folder)
  return isBucket(address) ? { url: address, s3: config.s3 ?? {} } : undefined
}

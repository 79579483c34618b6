import { skewLimit } from '../core/commit'
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

/** Tries a bucket out, tells of each probe as it ends, and looks whether a registry is there. */
export async function examineRegistry(
  { url, s3, credentials }: Place,
  onProbe: (row: ProbeRow) => void,
  signal?: AbortSignal,
): Promise<Examined> {
  const { safe } = await proveStore({ address: url, s3: { ...s3, credentials }, onProbe, signal })
  const first = await storeAt(url, s3, credentials)
    .get(logKey(0))
    .catch(() => undefined)
  return { safe, isRegistry: first !== undefined, destination: destinationOf(url, s3)! }
}

interface ProveStore {
  address: string
  s3: BucketSettings & Pick<Place, 'credentials'>
  onProbe(row: ProbeRow): void
  signal?: AbortSignal | undefined
}

/** Is it there, does it take the credentials, and does it agree on the time? */
async function proveStore({
  address,
  s3: { credentials, ...s3 },
  onProbe,
  signal,
}: ProveStore): Promise<{ safe: boolean }> {
  const store = storeAt(address, s3, credentials)
  const probes: Record<string, () => Promise<Omit<ProbeRow, 'probe'>>> = {
    reach: async () => {
      if (!(await store.get(logKey(0)))) await store.check().catch(unlessMissing)
      return { result: 'pass', found: store.address, meaning: 'It answers, and takes the credentials.' }
    },
    clock: async () => {
      const seconds = Math.round(Math.abs(Date.now() - (await store.now())) / 1000)
      if (seconds * 1000 > skewLimit) throw clockSkew(Math.round(seconds / 60))
      return { result: 'pass', found: `${seconds} s apart`, meaning: 'This machine and the store agree on the time.' }
    },
  }
  for (const [probe, run] of Object.entries(probes)) {
    if (signal?.aborted) throw cancelled()
    try {
      onProbe({ probe, ...(await run()) })
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      onProbe({ probe, result: 'fail', found: error.message, meaning: error.hint })
      return { safe: false }
    }
  }
  return { safe: true }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof RegistryError) || error.code !== 'registry-missing') throw error
}

/** The bucket that `pedigree.yaml` of a folder names; undefined where it names none. Throws no-registry, or bad-config. */
export async function bucketOf(folder: string): Promise<Place | undefined> {
  const { address, config } = await findWorkspace(folder)
  return isBucket(address) ? { url: address, s3: config.s3 ?? {} } : undefined
}

import { unsafeStore } from '../core/bucketErrors'
import { cancelled } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { bucketPolicy } from '../store/bucketPolicy'
import { type Finding, info, type Probe } from '../store/finding'
import { folderPlace, folderProbes, removePlace } from '../store/folderProbes'
import { bucketPlace, emptyPlace } from '../store/s3ProbePlace'
import { bucketProbes } from '../store/s3Probes'
import type { Credentials } from '../store/s3Settings'
import { isBucket, storeAt } from './storeAt'
import type { BucketSettings } from './workspace'

export interface ProveStore {
  /** A folder's absolute path, or a URL. There need not be a registry yet. */
  address: string
  s3?: BucketSettings | undefined
  credentials?: Credentials | undefined
  /** Only what a registry cannot be without, in fewer rounds. */
  onlyEssential?: boolean
  /** Told of each probe as it ends. */
  onProbe?: ((finding: Finding) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface Proven {
  address: string
  /** Nothing failed. */
  safe: boolean
  probes: Finding[]
  /** What makes the log append-only on the server; null where there is no such thing. */
  policy: ReturnType<typeof bucketPolicy> | null
}

/** Tries out whether a store keeps what a registry relies on, in a place of its own below `doctor/`. */
export async function proveStore({ address, s3, credentials, onlyEssential, ...told }: ProveStore): Promise<Proven> {
  const rounds = onlyEssential ? 3 : 20
  const wanted = <Place>(probes: readonly Probe<Place>[]) =>
    probes.filter(({ isEssential }) => isEssential || !onlyEssential)
  const findings: Finding[] = []
  const tell = (finding: Finding) => {
    findings.push(finding)
    told.onProbe?.(finding)
  }
  const proven = (name: string, policy: Proven['policy']) => {
    const safe = findings.every(({ result }) => result !== 'fail')
    return { address: name, safe, probes: findings, policy }
  }

  const store = storeAt(address, s3, credentials)
  if (!isBucket(address)) {
    const place = folderPlace(address, rounds)
    try {
      await run(wanted(folderProbes), place, tell, told.signal)
    } finally {
      await removePlace(place)
    }
    return proven(store.address, null)
  }
  const settings = { ...s3, url: address, credentials }
  const place = bucketPlace(settings, rounds)
  let left = 0
  try {
    await run(wanted(bucketProbes), place, tell, told.signal)
  } finally {
    if (place.hasWritten) left = await emptyPlace(place)
  }
  if (left)
    tell({
      probe: 'clean-up',
      ...info(
        `${left} objects stay at ${place.store.address}`,
        'These credentials may not delete, as it should be. Whoever may can take them away.',
      ),
    })
  return proven(store.address, policyOf({ address, s3 }))
}

/** The bucket policy for a registry that need not be there. */
export const policyOf = ({ address, s3 }: ProveStore): Proven['policy'] =>
  (isBucket(address) && bucketPolicy({ ...s3, url: address })) || null

/** What a store that failed is refused with: its own refusal, or that it is unsafe. */
export function refusalOf(proven: Proven, hint = 'Use another store, or another bucket.'): RegistryError {
  const failed = proven.probes.filter(({ result }) => result === 'fail')
  const [{ code, found, meaning }] = failed as [Finding]
  const details = { ...proven }
  if (code) return new RegistryError(code, found, meaning, { details })
  const all = failed.map((finding) => `${finding.probe} (${finding.found})`).join(', ')
  return unsafeStore(proven.address, all, `${meaning} ${hint}`, details)
}

async function run<Place>(
  probes: readonly Probe<Place>[],
  place: Place,
  tell: (finding: Finding) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { name, ...probe } of probes) {
    if (signal?.aborted) throw cancelled()
    try {
      tell({ probe: name, ...(await probe.run(place)) })
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      const { code, message, hint } = error
      tell({ probe: name, result: 'fail', found: message, meaning: hint, code })
      // What has to be there for all the others is not, or no longer.
      if (hopeless.has(name) || code === 'store-unreachable') return
    }
  }
}
const hopeless = new Set(['reach', 'credentials'])

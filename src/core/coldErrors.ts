import { RegistryError } from './registryError'
import { restoreTimes } from './storageClass'

// What is refused of files in cold storage.

/** Files of one version that cannot be read before they are restored. */
export interface Archived {
  /** Such as `churn@3`. */
  of: string
  /** Of how many files it has. */
  count: number
  total: number
  /** In which classes they are. */
  classes: readonly string[]
}

/** What became of the wish to have them restored. */
export type Wish = 'asked' | 'running' | 'not permitted'

export const filesCold = ({ of, count, total, classes }: Archived, wish: Wish) => {
  const some = count === total ? (total === 1 ? 'The file' : `All ${total} files`) : `${count} of ${total} files`
  const are = count === 1 ? 'is' : 'are'
  const words: Record<Wish, string> = {
    asked: `${count === 1 ? 'its' : 'their'} restore was asked for`,
    running: `${count === 1 ? 'it is' : 'they are'} being restored`,
    'not permitted': `these credentials do not permit s3:RestoreObject, with which ${count === 1 ? 'it' : 'they'} would be restored`,
  }
  const takes = classes.map(timesOf).join(' ')
  const wait = wish === 'not permitted' ? 'Ask somebody who may restore them. ' : ''
  return new RegistryError(
    'files-cold',
    `${some} of ${of} ${are} archived (${classes.join(', ')}) and cannot be read yet; ${words[wish]}.`,
    `${wait}${takes} Repeat the command then; pedigree pull can wait: --wait.`,
    { details: { count, total, classes, wish, takes } },
  )
}

/** A file was asked for that is archived. */
export const fileCold = (place: string, storageClass: string | undefined, cause: unknown) =>
  new RegistryError(
    'files-cold',
    `A file at ${place} is archived${storageClass ? ` (${storageClass})` : ''} and cannot be read before it is restored.`,
    `To pull its version asks for that. ${timesOf(storageClass ?? 'GLACIER')}`,
    { cause, details: { storageClass } },
  )

/** The store has no room for a restore in a hurry. */
export const noCapacity = (place: string) =>
  new RegistryError(
    'store-refused',
    `The store at ${place} has no capacity for an expedited restore now.`,
    'Ask for a standard one, or try again later.',
  )
export const moveForbidden = (place: string, cause: unknown) =>
  new RegistryError(
    'no-permission',
    `The credentials for ${place} do not permit moving files to another storage class.`,
    'That takes s3:GetObject and s3:PutObject below blobs/, and an exception where a bucket policy lets keys only be created.',
    { cause, details: { permission: 's3:PutObject' } },
  )
export const noSuchClass = (place: string, storageClass: string) =>
  new RegistryError(
    'store-refused',
    `The store at ${place} does not keep anything in ${storageClass}; what was to move is where it was.`,
    'Name a storage class in the policy that this store has.',
  )
export const moveDamaged = (key: string, place: string, problem: string) =>
  new RegistryError(
    'blob-damaged',
    `After it was moved to another storage class, ${key} at ${place} ${problem}.`,
    'See: pedigree verify --files. Where the bucket keeps versions, the one before is still there.',
  )

const timesOf = (storageClass: string) => {
  const times = restoreTimes(storageClass)
  return times ? `A restore from ${storageClass} takes ${times}.` : 'How long a restore takes, the store says.'
}

/** `place` is the registry's address. */
export const noStorageClasses = (place: string) =>
  new RegistryError(
    'store-unsupported',
    `The registry at ${place} has no storage classes, so nothing can become colder there.`,
    'See what would, in a bucket, with: pedigree retention plan.',
  )

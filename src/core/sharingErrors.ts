import { RegistryError } from './registryError'

// What is refused of cloning and pushing; the rest is in errors.ts.

export const registryIncomplete = (place: string) =>
  new RegistryError(
    'registry-incomplete',
    `The registry at ${place} is not whole: a copy was begun there, and not finished.`,
    'Finish it where it was begun: pedigree push. Or use another place.',
  )
export const placeTaken = (place: string, key: string) =>
  new RegistryError(
    'target-not-empty',
    `${place} holds something else: ${key} is there.`,
    'Push to a place where nothing is yet.',
  )
export const otherRegistry = (place: string) =>
  new RegistryError(
    'other-registry',
    `At ${place} there is another registry, which has a history of its own.`,
    'Name the models to send, and they become new versions there: pedigree push URL MODEL…',
  )
export const sameRegistry = (place: string) =>
  new RegistryError('bad-usage', `The registry at ${place} is this one.`, 'Name another place.')
export const sameHistory = (place: string) =>
  new RegistryError(
    'bad-usage',
    `What is at ${place} is a copy of this registry, so it takes no models one by one.`,
    'Bring it up to date whole: pedigree push URL.',
  )
export const folderTaken = (folder: string) =>
  new RegistryError(
    'target-not-empty',
    `The folder ${folder} is there already and is not empty.`,
    'Name another: pedigree clone URL DIR. A folder that is named may hold a project.',
  )
export const logDiverged = (place: string, seq: number) =>
  new RegistryError(
    'log-diverged',
    `The copy at ${place} went its own way from commit ${seq} on, so this one is not written over it.`,
    'Use it from now on: pedigree clone URL. What only this one has can be pushed to another place.',
    { details: { seq } },
  )
export const notSettled = (count: number) =>
  new RegistryError(
    'not-settled',
    `${count === 1 ? 'A change' : `${count} changes`} of this registry ${count === 1 ? 'is' : 'are'} still pending on this machine.`,
    'See: pedigree pending. Settle or drop what is there, then push.',
  )
export const sourceDamaged = (what: string, sha256: string, problem: string) =>
  new RegistryError(
    'blob-damaged',
    `${what} (${sha256.slice(0, 12)}…) ${problem} in this registry, so what needs it was not sent.`,
    'See: pedigree verify --files; register the file again and: pedigree verify --repair.',
    { details: { sha256 } },
  )
export const copyDamaged = (place: string, count: number, first: string) =>
  new RegistryError(
    'blob-damaged',
    `${count === 1 ? 'A file' : `${count} files`} at ${place} ${count === 1 ? 'is' : 'are'} missing or not in the right size, such as ${first.slice(0, 12)}….`,
    'Push again; if it stays, use another place.',
    { details: { sha256: first } },
  )

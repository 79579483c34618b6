import { RegistryError } from './registryError'

// Refusals of reading one file of a version.

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`

export const noSuchFile = (of: string, path: string) =>
  new RegistryError('no-such-path', `${of} has no file "${path}".`, `See: pedigree show ${of}.`)
export const fileTooLarge = (path: string, size: number, limit: number) =>
  new RegistryError(
    'file-too-large',
    `${path} has ${megabytes(size)}, and files are opened up to ${megabytes(limit)}.`,
    'Pull the files to look at it.',
    { details: { size, limit } },
  )

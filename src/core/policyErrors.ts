import { RegistryError } from './registryError'

// What applying policies refuses; the rest is in errors.ts.

/** `lines` are sentences with the place of what is wrong, one or more. */
export const badPolicy = (lines: readonly string[]) =>
  new RegistryError('bad-config', lines.join('\n'), 'Correct the file; nothing was applied.', {
    details: { errors: lines },
  })
export const policyChanged = (by: string | undefined) =>
  new RegistryError(
    'policy-changed',
    `Other policies were applied meanwhile${by ? `, by ${by}` : ''}.`,
    'See what differs now with: pedigree policy check; then apply again.',
  )
export const noPolicyFile = () =>
  new RegistryError(
    'bad-usage',
    'Without a workspace there is no pedigree.yaml to read.',
    'Name the file: --file pedigree.yaml.',
  )

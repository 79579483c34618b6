import { RegistryError } from './registryError'

export const noSuchRun = (id: string, nearest?: string) =>
  new RegistryError(
    'no-such-run',
    `The registry has no run "${id}".`,
    nearest ? `Did you mean "run:${nearest}"?` : 'See: pedigree runs.',
  )

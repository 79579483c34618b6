import type { Destination } from '../operations/trust'
import { askYes, isInteractive } from './terminal'

/** Asks a person, if there is one, whether their credentials and models may go there. */
export async function askTrust(destination: Destination): Promise<boolean> {
  if (!isInteractive()) return false
  process.stderr.write(`${whatItSays(destination)}\n`)
  return askYes('Trust it from now on?')
}

/** All that is confirmed, line by line. */
export const whatItSays = ({ url, endpoint, profile }: Destination): string =>
  [
    'pedigree.yaml of this folder keeps its models here, and it would get your credentials and your models:',
    `  bucket    ${url}`,
    `  endpoint  ${endpoint ?? 'AWS'}`,
    `  profile   ${profile ?? 'as the environment says'}`,
  ].join('\n')

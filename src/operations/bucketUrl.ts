import { RegistryError } from '../core/registryError'
import { placeOf } from '../store/s3Settings'

/** Why something typed is not the address of a bucket; undefined when it is one. */
export function problemOfUrl(url: string): string | undefined {
  try {
    placeOf(url)
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return `${error.message} ${error.hint}`
    throw error
  }
}

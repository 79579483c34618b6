import { diskFull, diskUnwritable } from '../core/errors'
import type { RegistryError } from '../core/registryError'

const full = /^(ENOSPC|EDQUOT|SQLITE_FULL)$/
const unwritable = /^(EROFS|EACCES|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/

/** What the system would not let happen on this machine, outside of the registry, as a refusal; undefined for anything else. */
export function systemRefusal(error: unknown): RegistryError | undefined {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown }
  if (typeof code !== 'string') return undefined
  const place = typeof path === 'string' ? path : 'its state and index'
  if (full.test(code)) return diskFull(place, error)
  if (unwritable.test(code)) return diskUnwritable(place, error)
  return undefined
}

import { RegistryError } from '../core/registryError'
import { logKey, probeFolder } from './keys'
import type { ObjectStore } from './objectStore'

/** What a place holds: a registry, nothing, or something else, of which one key is told. Only reads. */
export async function whatIsThere(store: ObjectStore): Promise<'registry' | 'nothing' | { key: string }> {
  try {
    await store.check()
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'registry-missing') return 'nothing'
    throw error
  }
  if (await store.get(logKey(0))) return 'registry'
  const key = (await firstKey(store)) ?? (await firstKey(store, pastProbes))
  return key === undefined ? 'nothing' : { key }
}

/** Before all keys that come after those that start with `doctor/`. */
const pastProbes = probeFolder.replace('/', '0')

/** Undefined also when it was written to try the store out. */
async function firstKey(store: ObjectStore, after = ''): Promise<string | undefined> {
  for await (const key of store.list('', after)) return key.startsWith(probeFolder) ? undefined : key
  return undefined
}

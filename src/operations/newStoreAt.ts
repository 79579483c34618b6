import { notARegistry } from '../core/bucketErrors'
import { storeUnsupported } from '../core/errors'
import { createFolder } from '../store/folderStore'
import type { ObjectStore } from '../store/objectStore'
import { whatIsThere } from '../store/whatIsThere'
import { proveStore, refusalOf, type ProveStore } from './proveStore'
import { requireNoCopy } from './requireNoCopy'
import { isBucket, storeAt } from './storeAt'

/**
 * The store at an address where a registry is, or is to be. A folder is made; a bucket has to be there. Where a
 * registry is already, nothing is written; where nothing is, a bucket is tried out first, and refused if it is unsafe.
 */
export async function newStoreAt(place: ProveStore): Promise<{ store: ObjectStore; there: 'registry' | 'nothing' }> {
  const { address, s3, credentials } = place
  if (!isBucket(address)) {
    if (address.includes('://')) throw storeUnsupported(address)
    const store = await createFolder(address)
    await requireNoCopy(store)
    return { store, there: 'nothing' }
  }
  const store = storeAt(address, s3, credentials)
  const there = await whatIsThere(store)
  if (there !== 'registry') await requireNoCopy(store)
  if (typeof there === 'object') throw notARegistry(store.address, there.key)
  if (there === 'nothing') await requireSafe(place)
  return { store, there }
}

/** Refuses a store in which a registry would not be safe. */
export async function requireSafe(place: ProveStore): Promise<void> {
  const proven = await proveStore({ ...place, onlyEssential: true })
  if (!proven.safe) throw refusalOf(proven, 'For one writer only, say --create-only none.')
}

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { blobDamaged, filesMissing } from '../core/errors'
import { sha256Hex } from '../log/canonical'
import type { Intent } from '../log/outbox'
import { createFolder, folderStore } from '../store/folderStore'
import { blobKey } from '../store/keys'
import type { ObjectStore, Transfer } from '../store/objectStore'
import type { Context } from './context'
import type { HashedFile } from './hashPaths'
import { personState } from './places'

// What pending versions need in the store waits in the person's state folder, so that the originals may go.

interface Registration {
  id: string
  model: string
}

const folderOf = (registry: string, version: string) => join(personState(), registry, 'kept', version)
/** Only registrations bring files. */
const registrationIn = ({ operation, args }: Intent): Registration | undefined =>
  operation === 'register' ? (args as Registration) : undefined

/** Keeps the contents of a version until there is a connection. */
export async function keepFiles(
  ctx: Context,
  version: string,
  files: readonly HashedFile[],
  documents: readonly Uint8Array[],
): Promise<void> {
  const kept = await createFolder(folderOf(ctx.registryId, version))
  for (const bytes of documents) await kept.putNew(blobKey(sha256Hex(bytes)), bytes)
  for (const { file, sha256 } of files) await kept.putFile(blobKey(sha256), file, sha256, { signal: ctx.signal })
}

/** Brings what was kept for an intent into the store. Throws files-missing when it is gone. */
export async function sendKept(
  store: ObjectStore,
  registry: string,
  intent: Intent,
  transfer: Transfer,
): Promise<void> {
  const registration = registrationIn(intent)
  if (!registration) return
  const { id, model } = registration
  const folder = folderOf(registry, id)
  if (!existsSync(folder)) throw filesMissing(`${model}@${id.slice(0, 12)}`, ['what was kept on this machine'])
  const kept = folderStore(folder)
  for await (const key of kept.list('blobs/')) {
    const sha256 = key.slice(key.lastIndexOf('/') + 1)
    const size = await kept.sizeOf(key)
    if ((await store.sizeOf(key)) !== size) await store.putFile(key, join(folder, key), sha256, transfer)
    if ((await store.sizeOf(key)) !== size) throw blobDamaged(sha256)
  }
}

/** What an intent needed is in the store, or is not needed any more. */
export function releaseKept(registry: string, intent: Intent): void {
  const registration = registrationIn(intent)
  if (registration) rmSync(folderOf(registry, registration.id), { recursive: true, force: true })
}

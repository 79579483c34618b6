import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { blobDamaged, fileChanged, fileUnreadable } from '../core/errors'
import type { ObjectStore } from './objectStore'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A registry that is gone when the process ends. */
export function memoryStore(now: () => number = Date.now): ObjectStore {
  const objects = new Map<string, Uint8Array>()
  const putNew: ObjectStore['putNew'] = async (key, body) =>
    objects.has(key) ? 'exists' : (objects.set(key, Uint8Array.from(body)), 'created')

  return {
    address: 'memory',
    check: async () => {},
    get: async (key) => objects.get(key),
    putNew,
    async *list(prefix, after = '') {
      for (const key of [...objects.keys()].sort()) if (key.startsWith(prefix) && key > after) yield key
    },
    async *sizes(prefix) {
      for (const [key, { length }] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1)))
        if (key.startsWith(prefix)) yield { key, size: length }
    },
    sizeOf: async (key) => objects.get(key)?.length,
    putFile: async (key, path, sha256, transfer) => {
      if (objects.has(key)) return 'exists'
      const bytes = await readWhole(path, sha256)
      transfer?.onBytes?.(bytes.length)
      return putNew(key, bytes)
    },
    getFile: async (key, path, sha256, transfer) => {
      const bytes = objects.get(key)
      if (!bytes) return 'absent'
      if (sha256Of(bytes) !== sha256) throw blobDamaged(sha256)
      await writeFile(path, bytes, { flag: transfer?.resume ? 'w' : 'wx' })
      transfer?.onBytes?.(bytes.length)
      return 'written'
    },
    hashOf: async (key) => {
      const bytes = objects.get(key)
      return bytes && sha256Of(bytes)
    },
    replaceDamaged: async (key, path, sha256) => {
      const bytes = await readWhole(path, sha256)
      objects.set(key, bytes)
    },
    now: async () => now(),
  }
}

async function readWhole(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? fileChanged(path) : fileUnreadable(path, error)
  })
  if (sha256Of(bytes) !== sha256) throw fileChanged(path)
  return bytes
}

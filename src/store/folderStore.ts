import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  badFile,
  blobDamaged,
  fileChanged,
  fileUnreadable,
  noHardLinks,
  registryMissing,
  registryFull,
  registryUnwritable,
} from '../core/errors'
import { copyVerified } from './copyVerified'
import { forgetStale } from './forgetStale'
import { hashFile } from './hashFile'
import type { ObjectStore, Transfer } from './objectStore'

const absent = new Set(['ENOENT', 'ENOTDIR'])
const linkless = new Set(['ENOSYS', 'EOPNOTSUPP', 'ENOTSUP', 'EMLINK', 'EXDEV'])
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

/** Makes an empty folder into a place for a registry, and proves that it can be one. */
export async function createFolder(root: string): Promise<ObjectStore> {
  const store = folderStore(root)
  try {
    await mkdir(join(root, 'log'), { recursive: true })
    await mkdir(join(root, 'staging'), { recursive: true })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR')
      throw badFile(root, 'a file is where the folder of the registry would be')
    // Node says so of a folder on a read-only file system: https://github.com/nodejs/node/issues/47098
    if (codeOf(error) === 'ENOENT') throw registryUnwritable(root, error)
    throw refusal(root, error)
  }
  const probe = `log/${randomUUID()}.probe`
  await store.putNew(probe, new Uint8Array())
  await unlink(join(root, probe))
  return store
}

/**
 * A registry in a folder, on a file system with hard links: a file is written aside, made durable, and linked to
 * its final name, which fails if that name is taken. So a key appears whole or not at all, and only once.
 */
export function folderStore(root: string): ObjectStore {
  const pathOf = (key: string) => join(root, ...key.split('/'))

  async function publish(path: string, key: string): Promise<'created' | 'exists'> {
    const final = pathOf(key)
    try {
      await linkWithFolder(path, final)
      await syncFolder(dirname(final))
      return 'created'
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return 'exists'
      if (linkless.has(codeOf(error)) || (codeOf(error) === 'EPERM' && process.platform !== 'win32'))
        throw noHardLinks(root, error)
      throw error
    }
  }

  async function write<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work().catch(async (error: unknown) => {
        // Copies of a registry often lack the folder, as it is empty.
        if (codeOf(error) !== 'ENOENT' || (await exists(join(root, 'staging')))) throw error
        await check()
        await mkdir(join(root, 'staging'), { recursive: true })
        return work()
      })
    } catch (error) {
      await check()
      throw refusal(root, error)
    }
  }

  /** Runs `work` on a staging file, which is gone afterwards whatever happened. */
  async function staged<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = join(root, 'staging', randomUUID())
    try {
      return await work(path)
    } finally {
      await unlink(path).catch(() => {})
    }
  }

  async function check() {
    const found = await stat(join(root, 'log')).catch(() => undefined)
    if (!found?.isDirectory()) throw registryMissing(root)
  }

  /** A copy of a local file in the staging folder, with the hash that it must have. */
  async function stage(from: string, to: string, sha256: string, transfer?: Transfer): Promise<void> {
    const hash = await copyDurably(from, to, transfer).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).path !== from) throw error
      throw codeOf(error) === 'ENOENT' ? fileChanged(from) : fileUnreadable(from, error)
    })
    if (hash !== sha256) throw fileChanged(from)
    // Stored files are never written again; this keeps accidents out.
    await chmod(to, 0o444)
  }

  async function sizeOf(key: string) {
    const found = await stat(pathOf(key)).catch((error: unknown) => undefinedIfAbsent(error))
    return found?.size
  }

  async function* list(prefix: string, after = '') {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    for await (const key of keysIn(root, folder)) if (key.startsWith(prefix) && key > after) yield key
  }

  return {
    address: root,
    check,
    get: (key) => readFile(pathOf(key)).catch((error: unknown) => undefinedIfAbsent(error)),

    putNew: (key, body) =>
      write(() =>
        staged(async (path) => {
          await writeDurably(path, body)
          return publish(path, key)
        }),
      ),

    list,
    sizeOf,
    fileOf: pathOf,

    async *sizes(prefix) {
      for await (const key of list(prefix)) {
        const size = await sizeOf(key)
        if (size !== undefined) yield { key, size }
      }
    },

    putFile: (key, path, sha256, transfer) =>
      write(async () => {
        if (await exists(pathOf(key))) return 'exists'
        return staged(async (copy) => {
          await stage(path, copy, sha256, transfer)
          return publish(copy, key)
        })
      }),

    getFile: async (key, path, sha256, transfer) => {
      if (!(await exists(pathOf(key)))) return 'absent'
      if (transfer?.resume) await unlink(path).catch(() => {})
      if ((await copyDurably(pathOf(key), path, transfer)) === sha256) return 'written'
      await unlink(path).catch(() => {})
      throw blobDamaged(sha256)
    },

    hashOf: (key, transfer) => hashFile(pathOf(key), transfer).catch((error: unknown) => undefinedIfAbsent(error)),

    replaceDamaged: async (key, path, sha256) =>
      write(() =>
        staged(async (copy) => {
          await stage(path, copy, sha256)
          await mkdir(dirname(pathOf(key)), { recursive: true })
          await rename(copy, pathOf(key))
          await syncFolder(dirname(pathOf(key)))
        }),
      ),

    now: () =>
      write(() =>
        staged(async (probe) => {
          await writeDurably(probe, new Uint8Array(), false)
          const { mtimeMs } = await stat(probe)
          await forgetStale(join(root, 'staging'), mtimeMs)
          return mtimeMs
        }),
      ),
  }
}

/** As copyVerified, durable. */
async function copyDurably(from: string, to: string, transfer?: Transfer): Promise<string> {
  const hash = await copyVerified(from, to, transfer)
  try {
    await syncFile(to)
    return hash
  } catch (error) {
    await unlink(to).catch(() => {})
    throw error
  }
}

async function writeDurably(path: string, body: Uint8Array, durable = true): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(body)
    if (durable) await file.sync()
  } finally {
    await file.close()
  }
}

async function linkWithFolder(staged: string, final: string): Promise<void> {
  try {
    await link(staged, final)
  } catch (error) {
    if (!absent.has(codeOf(error))) throw error
    await mkdir(dirname(final), { recursive: true })
    await link(staged, final)
    await syncFolder(dirname(dirname(final)))
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names durable. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function* keysIn(root: string, folder: string): AsyncIterable<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) =>
    undefinedIfAbsent(error),
  )
  const names = (entries ?? []).map((entry) => ({ entry, name: entry.isDirectory() ? `${entry.name}/` : entry.name }))
  names.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { entry, name } of names)
    if (entry.isDirectory()) yield* keysIn(root, folder + name)
    else yield folder + name
}

const exists = async (path: string) =>
  (await stat(path).catch((error: unknown) => undefinedIfAbsent(error))) !== undefined

function undefinedIfAbsent(error: unknown): undefined {
  if (absent.has(codeOf(error))) return undefined
  throw error
}

function refusal(root: string, error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return registryFull(root, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return registryUnwritable(root, error)
  return error
}

import { randomUUID } from 'node:crypto'
import { chmod, constants, copyFile, link, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { RegistryError } from '../core/registryError'
import { copyVerified } from './copyVerified'
import { forgetStale } from './forgetStale'
import type { ObjectStore, Transfer } from './objectStore'
import { isDead, newOwner } from './owner'

/**
 * A store whose files are fetched once: they are kept in `folder`, by their hashes and read-only, and given out from
 * there, verified again each time. The folder may be deleted at any time; where it cannot be used, the store is asked.
 */
export function cachedStore(store: ObjectStore, folder: string): ObjectStore {
  const parts = join(folder, 'parts')
  /** What others left unfinished, or are at work on. */
  let others: Promise<string[]> | undefined

  async function fetchAndKeep(key: string, path: string, sha256: string, transfer: Transfer) {
    const part = await openPart(sha256)
    try {
      const answer = await store.getFile(key, part, sha256, { ...transfer, resume: true })
      if (answer === 'absent') return answer
      await copyOrMove(part, path)
    } catch (error) {
      if (!(error instanceof RegistryError)) await unlink(part).catch(() => {})
      // What a broken line has left is of use to the next try.
      await free(part, sha256)
      throw error
    }
    // What cannot be kept was given out all the same.
    await keep(part, join(folder, sha256)).catch(() => unlink(part).catch(() => {}))
    return 'written'
  }

  /** Where to fetch a file to: what a process left that was killed, or a place of its own. */
  async function openPart(sha256: string): Promise<string> {
    others ??= openFolder(parts)
    const own = join(parts, `${sha256} ${newOwner()}`)
    const isLeft = (name: string) => {
      const [of, ...owner] = name.split(' ')
      return of === sha256 && (owner[0] === freed || isDead(owner.join(' ')))
    }
    const left = (await others).find(isLeft)
    // Or another process is faster to take it over.
    if (left) await rename(join(parts, left), own).catch(() => {})
    return own
  }

  async function free(part: string, sha256: string): Promise<void> {
    const name = `${sha256} ${freed} ${randomUUID()}`
    await rename(part, join(parts, name)).then(
      async () => (await others)!.push(name),
      () => 'nothing is left of it',
    )
  }

  return {
    ...store,
    getFile: async (key, path, sha256, transfer = {}) => {
      if (await givenOut(join(folder, sha256), path, sha256, transfer)) return 'written'
      try {
        return await fetchAndKeep(key, path, sha256, transfer)
      } catch (error) {
        // A refusal is about the store or the file; anything else is trouble with the folder.
        if (error instanceof RegistryError || isOf(error, path)) throw error
        return store.getFile(key, path, sha256, transfer)
      }
    },
  }
}

/** In the place of its owner: a part that nobody is at work on. */
const freed = 'freed'

async function openFolder(parts: string): Promise<string[]> {
  await mkdir(parts, { recursive: true })
  await forgetStale(parts, Date.now())
  return readdir(parts)
}

/** How many bytes are kept in a cache's folder, unfinished files included. */
export async function cacheSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Copies a kept file to `path` if there is one; one that does not have its hash any more is thrown away. */
async function givenOut(kept: string, path: string, sha256: string, transfer: Transfer): Promise<boolean> {
  try {
    if ((await copyVerified(kept, path, transfer)) === sha256) return true
  } catch (error) {
    if (error instanceof RegistryError || isOf(error, path)) throw error
    return false
  }
  await unlink(path)
  await unlink(kept).catch(() => {})
  return false
}

/** Where there is no room for a second copy, or no other way, the first one is what was asked for. */
async function copyOrMove(part: string, path: string): Promise<void> {
  try {
    await copyFile(part, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw Object.assign(error as Error, { path })
    await unlink(path).catch(() => {})
    await link(part, path).catch(() => {
      throw error
    })
    await unlink(part)
  }
}

async function keep(part: string, kept: string): Promise<void> {
  await chmod(part, 0o444)
  await rename(part, kept)
}

const isOf = (error: unknown, path: string) => (error as NodeJS.ErrnoException).path === path

import { randomUUID } from 'node:crypto'
import { lstat, mkdir, realpath, rename, stat, unlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import pLimit from 'p-limit'
import { filesMissing, pathOutOfFolder, targetNotEmpty } from '../core/errors'
import type { FileEntry } from '../core/record'
import type { RegistryError } from '../core/registryError'
import type { RestoreTier } from '../core/storageClass'
import { recordOf } from '../index/history'
import { blobKey } from '../store/keys'
import { hashFile } from '../store/hashFile'
import { filesOf, transfers } from './blobs'
import { isCold, thaw } from './coldFiles'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface PullFiles {
  reference: string
  dir: string
  /** Waits for files that are archived, and looks so often whether they are restored; they are refused when left out. */
  wait?: { everyMs: number } | undefined
  /** How soon they are to be restored; as soon as is usual when left out. */
  tier?: RestoreTier | undefined
}

export interface Pulled {
  model: string
  version: number
  id: string
  dir: string
  files: FileEntry[]
  bytes: number
}

/**
 * Writes a version's files into a folder, each verified and each under its own name only when it is whole.
 * Files that are there already with the right content are left alone; others are never overwritten.
 * For files that are archived a restore is asked for.
 */
export async function pullFiles(ctx: Context, { reference, dir, wait, tier }: PullFiles): Promise<Pulled> {
  const { version, record } = await read(ctx, (db) => {
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)! }
  })
  const of = `${version.model}@${version.version}`
  const target = resolve(ctx.cwd, dir)
  const files = await filesOf(ctx, record)
  for (const { path } of files) safePath(target, path)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const limit = pLimit(transfers(ctx))
  let done = 0
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'download', done: (done += bytes), total })
  await mkdir(target, { recursive: true })
  const root = await realpath(target)

  const isWanted = async (file: FileEntry) => ((await isThere(root, file)) ? [] : [file])
  const wanted = async () => (await Promise.all(files.map((file) => limit(isWanted, file)))).flat()
  const missing: string[] = []
  let cold: RegistryError | undefined
  const folders = new Map<string, Promise<void>>()
  /** Makes a folder, which must not be a link that leads out of the target. */
  const prepare = (folder: string, path: string) =>
    getOrMake(folders, folder, async () => {
      await mkdir(folder, { recursive: true })
      if (!`${await realpath(folder)}${sep}`.startsWith(root + sep)) throw pathOutOfFolder(path)
    })
  async function fetch(file: FileEntry): Promise<void> {
    // Where one is archived others are, too: first all that are have to be asked for.
    if (cold) return
    const final = safePath(root, file.path)
    await prepare(dirname(final), file.path)
    const staged = join(dirname(final), `.${randomUUID()}.part`)
    try {
      const { sha256 } = file
      const answer = await ctx.store.getFile(blobKey(sha256), staged, sha256, { onBytes, signal: ctx.signal })
      if (answer === 'absent') return void missing.push(file.path)
      await rename(staged, final)
    } catch (error) {
      await unlink(staged).catch(() => {})
      if (!isCold(error)) throw error
      cold = error
    }
  }
  const fetchAll = async () => {
    await Promise.all((await wanted()).map((file) => limit(fetch, file)))
    if (missing.length) throw filesMissing(of, missing)
  }

  await fetchAll()
  if (cold) {
    await thaw(ctx, of, await wanted(), { wait, tier, total: files.length })
    cold = undefined
    await fetchAll()
    if (cold) throw cold as Error
  }
  return { model: version.model, version: version.version, id: version.id, dir: target, files, bytes: total }
}

function getOrMake<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known
}

/** Names in a record come from other people: none may lead out of the folder. */
function safePath(root: string, path: string): string {
  const final = resolve(root, path)
  const parts = path.split('/')
  if (
    isAbsolute(path) ||
    path.includes('\\') ||
    path.includes('\0') ||
    parts.includes('..') ||
    !final.startsWith(root + sep)
  )
    throw pathOutOfFolder(path)
  return final
}

async function isThere(root: string, { path, size, sha256 }: FileEntry): Promise<boolean> {
  const final = safePath(root, path)
  const found = await lstat(final).catch(() => undefined)
  if (!found) return false
  const whole = found.isFile() && (await stat(final)).size === size && (await hashFile(final)) === sha256
  if (!whole) throw targetNotEmpty(final)
  return true
}

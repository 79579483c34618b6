import { randomUUID } from 'node:crypto'
import { lstat, mkdir, realpath, rename, stat, unlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import pLimit from 'p-limit'
import { filesMissing, pathOutOfFolder, targetNotEmpty } from '../core/errors'
import type { FileEntry } from '../core/record'
import { recordOf } from '../index/history'
import { blobKey } from '../store/keys'
import { hashFile } from '../store/hashFile'
import { filesOf, transfers } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

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
 */
export async function pullFiles(ctx: Context, { reference, dir }: { reference: string; dir: string }): Promise<Pulled> {
  const { version, record } = await read(ctx, (db) => {
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)! }
  })
  const target = resolve(ctx.cwd, dir)
  const files = await filesOf(ctx, record)
  for (const { path } of files) safePath(target, path)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const limit = pLimit(transfers(ctx))
  let done = 0
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'download', done: (done += bytes), total })
  await mkdir(target, { recursive: true })
  const root = await realpath(target)

  const wanted = (
    await Promise.all(files.map((file) => limit(async () => ((await isThere(root, file)) ? [] : [file]))))
  ).flat()
  const missing: string[] = []
  const folders = new Map<string, Promise<void>>()
  /** Makes a folder, which must not be a link that leads out of the target. */
  const prepare = (folder: string, path: string) =>
    getOrMake(folders, folder, async () => {
      await mkdir(folder, { recursive: true })
      if (!`${await realpath(folder)}${sep}`.startsWith(root + sep)) throw pathOutOfFolder(path)
    })
  await Promise.all(
    wanted.map((file) =>
      limit(async () => {
        const final = safePath(root, file.path)
        await prepare(dirname(final), file.path)
        const staged = join(dirname(final), `.${randomUUID()}.part`)
        try {
          const answer = await ctx.store.getFile(blobKey(file.sha256), staged, file.sha256, {
            onBytes,
            signal: ctx.signal,
          })
          if (answer === 'absent') return void missing.push(file.path)
          await rename(staged, final)
        } catch (error) {
          await unlink(staged).catch(() => {})
          throw error
        }
      }),
    ),
  )
  if (missing.length) throw filesMissing(`${version.model}@${version.version}`, missing)
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

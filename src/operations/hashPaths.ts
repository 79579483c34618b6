import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import pLimit from 'p-limit'
import { fileChanged, fileUnreadable } from '../core/errors'
import { RegistryError } from '../core/registryError'
import type { FileEntry } from '../core/record'
import type { Db } from '../sqlite/db'
import { hashFile } from '../store/hashFile'
import type { LocalFile } from './collectFiles'
import type { Context } from './context'

export interface HashedFile extends FileEntry {
  file: string
}

/** A file this young may change again without its time changing: clocks of file systems are coarse. */
const settled = 2000
/** A thread costs more than it saves for less than this in all, and for a smaller file. */
const worthThreads = 8 * 1024 * 1024
const worthThread = 1024 * 1024

/** Hashes files in parallel. One that was hashed before, and has not changed since, is not read again. */
export async function hashPaths(ctx: Context, files: readonly LocalFile[]): Promise<HashedFile[]> {
  const limit = pLimit(16)
  const seen = await Promise.all(files.map((file) => limit(async () => ({ ...file, before: await look(file) }))))
  const known = seen.map(({ file, before }) => ctx.local.snapshot(() => cached(ctx.local, file, before)))
  const unread = seen.filter((_, i) => known[i] === undefined)
  const total = unread.reduce((sum, { before }) => sum + Number(before.size), 0)
  const large = unread.reduce((sum, { before }) => sum + (isLarge(before) ? Number(before.size) : 0), 0)
  let done = 0
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'hash', done: (done += bytes), total })

  const remembered: Parameters<typeof remember>[1][] = []
  const hashed = await Promise.all(
    seen.map(({ path, file, before }, i) => {
      const size = Number(before.size)
      const sha256 = known[i]
      if (sha256) return { path, file, size, sha256 }
      return limit(async () => {
        const startedAt = Date.now()
        const hash = large > worthThreads && isLarge(before) ? ctx.files.hash : hashFile
        const fresh = await hash(file, { onBytes, signal: ctx.signal }).catch((error: unknown) => {
          throw error instanceof RegistryError ? error : fileUnreadable(path, error)
        })
        const after = await look({ path, file })
        if (!same(before, after)) throw fileChanged(path)
        if (startedAt - Number(before.mtimeMs) > settled) remembered.push({ file, stats: before, sha256: fresh })
        return { path, file, size, sha256: fresh }
      })
    }),
  )
  ctx.local.transact(() => remembered.forEach((entry) => remember(ctx.local, entry)))
  return hashed
}

const isLarge = ({ size }: BigIntStats) => size >= worthThread

/** Files of this machine that were seen to have this content. They may have changed since. */
export const knownCopies = (db: Db, sha256: string): string[] =>
  db.all<{ path: string }>('select path from file_hash where sha256 = :sha256', { sha256 }).map(({ path }) => path)

async function look({ path, file }: LocalFile): Promise<BigIntStats> {
  return stat(file, { bigint: true }).catch((error: unknown) => {
    throw fileUnreadable(path, error)
  })
}

const traits = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats) => ({
  size: Number(size),
  mtime: String(mtimeNs),
  ctime: String(ctimeNs),
  inode: String(ino),
})
const same = (a: BigIntStats, b: BigIntStats) => JSON.stringify(traits(a)) === JSON.stringify(traits(b))

function cached(db: Db, path: string, stats: BigIntStats): string | undefined {
  return db.get<{ sha256: string }>(
    `select sha256 from file_hash
      where path = :path and size = :size and mtime = :mtime and ctime = :ctime and inode = :inode`,
    { path, ...traits(stats) },
  )?.sha256
}

function remember(db: Db, { file, stats, sha256 }: { file: string; stats: BigIntStats; sha256: string }): void {
  db.run(
    `insert or replace into file_hash (path, size, mtime, ctime, inode, sha256)
      values (:path, :size, :mtime, :ctime, :inode, :sha256)`,
    { path: file, ...traits(stats), sha256 },
  )
}

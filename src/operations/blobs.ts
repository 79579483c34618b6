import pLimit from 'p-limit'
import * as z from 'zod'
import { blobDamaged, filesMissing } from '../core/errors'
import { FileEntry, type VersionRecord } from '../core/record'
import { sha256Hex } from '../log/canonical'
import { uploads } from '../log/uploads'
import { blobKey } from '../store/keys'
import type { Context } from './context'
import type { HashedFile } from './hashPaths'
import { isBucket } from './storeAt'

/** How many files travel at once: over a network there is more waiting than work. */
export const transfers = ({ store }: Pick<Context, 'store'>): number => (isBucket(store.address) ? 16 : 4)

/** Files up to this size are sent without asking first whether they are there: to ask takes as long as to send. */
const worthAsking = 512 * 1024
/** How many files in a row are found to be new before that is expected of the next. */
const convincing = 16

/** Puts into the store what it does not have yet. Answers how many bytes that was. */
export async function uploadFiles(ctx: Context, files: readonly HashedFile[]): Promise<number> {
  const limit = pLimit(transfers(ctx))
  const contents = [...new Map(files.map((file) => [file.sha256, file])).values()]
  let total = contents.reduce((sum, { size }) => sum + size, 0)
  let [sent, done, newInARow] = [0, 0, 0]
  const transfer = {
    onBytes: (bytes: number) => ctx.onProgress?.({ what: 'upload', done: (done += bytes), total }),
    signal: ctx.signal,
    uploads: uploads(ctx.local),
  }

  async function send({ file, sha256, size }: HashedFile): Promise<void> {
    const key = blobKey(sha256)
    const isLikelyNew = size <= worthAsking && newInARow >= convincing
    let there = isLikelyNew ? undefined : await ctx.store.sizeOf(key)
    if (there !== size) {
      // What this call created was checked by the store; of what others did only the size is known.
      const answer = await ctx.store.putFile(key, file, sha256, transfer)
      there = answer === 'created' ? size : await ctx.store.sizeOf(key)
      if (there !== size) throw blobDamaged(sha256)
      if (answer === 'created') {
        newInARow++
        sent += size
        return
      }
    }
    newInARow = 0
    total -= size
  }
  await Promise.all(contents.map((content) => limit(() => send(content))))
  return sent
}

/** Stores a small document of our own under its hash. */
export async function putDocument(ctx: Context, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Hex(bytes)
  await ctx.store.putNew(blobKey(sha256), bytes)
  return sha256
}

/** A small document of our own, of a known shape. Throws files-missing or blob-damaged. */
export async function documentOf<T>(ctx: Context, sha256: string, shape: z.ZodType<T>): Promise<T> {
  const bytes = await ctx.store.get(blobKey(sha256))
  if (!bytes) throw filesMissing('the registry', [sha256])
  if (sha256Hex(bytes) !== sha256) throw blobDamaged(sha256)
  return shape.parse(JSON.parse(new TextDecoder().decode(bytes)))
}

/** The files of a version, wherever its record keeps the list. */
export async function filesOf(ctx: Context, record: VersionRecord): Promise<FileEntry[]> {
  if (!record.fileList) return record.files ?? []
  return documentOf(ctx, record.fileList.sha256, z.array(FileEntry))
}

import { blobDamaged, filesMissing } from '../core/errors'
import { fileTooLarge, noSuchFile } from '../core/readingErrors'
import { recordOf } from '../index/history'
import { sha256Hex } from '../log/canonical'
import { blobKey } from '../store/keys'
import { filesOf } from './blobs'
import type { Context } from './context'
import { read } from './read'
import { resolveReference } from './resolveReference'

export interface ReadFile {
  reference: string
  /** As the record names it. */
  path: string
  /** In bytes. */
  limit?: number | undefined
}

/** How large a file may be that is read as a whole, in bytes. */
export const readable = 50_000_000

/** The bytes of one file of a version, verified. Throws no-such-path, file-too-large, files-missing or blob-damaged. */
export async function readFile(ctx: Context, { reference, path, limit = readable }: ReadFile): Promise<Uint8Array> {
  const { version, record } = await read(ctx, (db) => {
    const found = resolveReference(db, reference)
    return { version: found, record: recordOf(db, found.id)! }
  })
  const of = `${version.model}@${version.version}`
  const file = (await filesOf(ctx, record)).find((entry) => entry.path === path)
  if (!file) throw noSuchFile(of, path)
  if (file.size > limit) throw fileTooLarge(path, file.size, limit)
  const bytes = await ctx.store.get(blobKey(file.sha256))
  if (!bytes) throw filesMissing(of, [path])
  if (sha256Hex(bytes) !== file.sha256) throw blobDamaged(file.sha256)
  return bytes
}

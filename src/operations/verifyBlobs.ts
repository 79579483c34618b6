import { digestOf, signingDigestOf } from '../core/identity'
import { FileEntry } from '../core/record'
import { hashHex, hashOf, sha256Hex } from '../log/canonical'
import { hashFile } from '../store/hashFile'
import { blobKey } from '../store/keys'
import type { Context } from './context'
import { knownCopies } from './hashPaths'
import type { Problem, Records } from './problem'

/** Every file that a record names: is it there, in its size, and if asked with its content? */
export async function verifyBlobs(ctx: Context, records: Records, readThem: boolean, repair: boolean) {
  const problems: Problem[] = []
  const wanted = new Map<string, { size: number; message: string; seq: number }>()
  for (const { seq, record } of records.values()) {
    const { model, fileList } = record
    if (fileList)
      wanted.set(fileList.sha256, { size: fileList.size, seq, message: `the list of files of a version of ${model}` })
    const list = record.files ?? (await longList(ctx, fileList!.sha256))
    if (!list) continue
    if (digestOf(hashOf, list) !== record.digest || signingDigestOf(hashHex, list) !== record.signingDigest)
      problems.push({ kind: 'record', seq, message: `The digest of a version of ${model} does not match its files.` })
    for (const { path, size, sha256 } of list) wanted.set(sha256, { size, seq, message: `${path} of ${model}` })
  }
  let done = 0
  const total = [...wanted.values()].reduce((sum, { size }) => sum + size, 0)
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'verify', done: (done += bytes), total })
  for (const [sha256, { size, message, seq }] of wanted) {
    const problem = await blobProblem(ctx, sha256, size, readThem, onBytes)
    if (!problem) continue
    const repaired = repair && (await mend(ctx, sha256))
    problems.push({
      kind: 'blob',
      seq,
      sha256,
      message: `Blob ${sha256}, ${message}, ${problem}.`,
      ...(repaired ? { repaired } : {}),
    })
  }
  return { blobs: wanted.size, bytes: total, problems }
}

async function blobProblem(
  ctx: Context,
  sha256: string,
  size: number,
  readIt: boolean,
  onBytes: (bytes: number) => void,
) {
  const there = await ctx.store.sizeOf(blobKey(sha256))
  if (there === undefined) return 'is missing'
  if (there !== size) return `has ${there} bytes, not ${size}`
  if (readIt && (await ctx.store.hashOf(blobKey(sha256), { onBytes, signal: ctx.signal })) !== sha256)
    return 'does not match its hash'
  return undefined
}

async function longList(ctx: Context, sha256: string): Promise<FileEntry[] | undefined> {
  const bytes = await ctx.store.get(blobKey(sha256))
  return bytes && sha256Hex(bytes) === sha256
    ? FileEntry.array().parse(JSON.parse(new TextDecoder().decode(bytes)))
    : undefined
}

/** From a file of this machine that was registered once and still has that content. */
async function mend(ctx: Context, sha256: string): Promise<boolean> {
  for (const path of knownCopies(ctx.local, sha256)) {
    if ((await hashFile(path).catch(() => undefined)) !== sha256) continue
    await ctx.store.replaceDamaged(blobKey(sha256), path, sha256)
    return true
  }
  return false
}

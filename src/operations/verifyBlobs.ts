import { digestOf, signingDigestOf } from '../core/identity'
import { FileEntry } from '../core/record'
import { hashHex, hashOf, sha256Hex } from '../log/canonical'
import { hashFile } from '../store/hashFile'
import { blobKey } from '../store/keys'
import type { Transfer } from '../store/objectStore'
import { sizesOf } from './blobSizes'
import { transfers } from './blobs'
import { isCold } from './coldFiles'
import type { Context } from './context'
import { everyOne } from './everyOne'
import { knownCopies } from './hashPaths'
import type { Cards, Problem, Records } from './problem'
import { isBucket } from './storeAt'

/** Every file that a record names, and every card: is it there, in its size, and if asked with its content? */
export async function verifyBlobs(
  ctx: Context,
  { records, cards }: { records: Records; cards: Cards },
  readThem: boolean,
  repair: boolean,
) {
  const problems: Problem[] = []
  const wanted = new Map<string, { size: number | undefined; message: string; seq: number }>()
  for (const [sha256, { seq, name }] of cards) wanted.set(sha256, { size: undefined, seq, message: name })
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
  const total = [...wanted.values()].reduce((sum, { size = 0 }) => sum + size, 0)
  const there = await sizesOf(ctx.store, [...wanted.keys()], ctx.signal)
  let archived = 0
  let done = 0
  const onBytes = (bytes: number) => ctx.onProgress?.({ what: 'verify', done: (done += bytes), total })
  await everyOne(
    wanted,
    { atOnce: atOnce(ctx), signal: ctx.signal },
    async ([sha256, { size, message, seq }], signal) => {
      // What a list lacks may be on its way into it.
      const listed = there.get(sha256)
      const isListed = listed !== undefined && (size === undefined || listed === size)
      const found = isListed ? listed : await ctx.store.sizeOf(blobKey(sha256))
      const problem = sizeProblem(found, size) ?? (readThem && (await isOther(ctx, sha256, { onBytes, signal })))
      if (problem === unreadable) return void archived++
      if (!problem) return
      const repaired = repair && (await mend(ctx, sha256))
      problems.push({
        kind: 'blob',
        seq,
        sha256,
        message: `Blob ${sha256}, ${message}, ${problem}.`,
        ...(repaired ? { repaired } : {}),
      })
    },
  )
  if (archived)
    problems.push({ kind: 'unread', message: `${archived} of ${wanted.size} files are archived and were not read.` })
  problems.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  return { blobs: wanted.size, bytes: total, problems }
}

/** On a disk one after the other is fastest; a bucket answers many at once. */
const atOnce = ({ store }: Context) => (isBucket(store.address) ? transfers({ store }) : 1)

const sizeProblem = (found: number | undefined, size: number | undefined) =>
  found === undefined
    ? 'is missing'
    : size === undefined || found === size
      ? undefined
      : `has ${found} bytes, not ${size}`

/** Nothing is known to be wrong with it. */
const unreadable = Symbol('unreadable')

async function isOther(ctx: Context, sha256: string, transfer: Transfer) {
  try {
    return (await ctx.store.hashOf(blobKey(sha256), transfer)) === sha256 ? undefined : 'does not match its hash'
  } catch (error) {
    if (isCold(error)) return unreadable
    throw error
  }
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

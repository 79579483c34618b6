import type { LogEntry } from '../core/commit'
import { isUnread, readEvent } from '../core/event'
import { digestOf, idOf, signingDigestOf } from '../core/identity'
import { FileEntry, type VersionRecord } from '../core/record'
import { entriesAfter } from '../log/sync'
import { canonicalBytes, hashHex, hashOf, sha256Hex } from '../log/canonical'
import { witness } from '../log/witness'
import { blobKey, seqOfLogKey } from '../store/keys'
import { hashFile } from '../store/hashFile'
import type { Context } from './context'
import { knownCopies } from './hashPaths'

export interface Problem {
  /** What is wrong: the log's chain, a commit's content, a blob, or an event that this build cannot read. */
  kind: 'chain' | 'commit' | 'record' | 'blob' | 'witness' | 'unread'
  seq?: number
  sha256?: string
  message: string
  /** True when it was put right just now. */
  repaired?: boolean
}

export interface Verified {
  ok: boolean
  commits: number
  versions: number
  blobs: number
  bytes: number
  problems: Problem[]
}

export interface VerifyRegistry {
  /** Also read every stored file and compare it with its hash. */
  files?: boolean | undefined
  /** Rewrite stored files that do not match their hash, from copies on this machine that do. */
  repair?: boolean | undefined
}

/** Reads the whole log, and believes nothing: chain, form, records, and that every file named is there. */
export async function verifyRegistry(
  ctx: Context,
  { files = false, repair = false }: VerifyRegistry = {},
): Promise<Verified> {
  const problems: Problem[] = []
  const records = new Map<string, { seq: number; record: VersionRecord }>()
  let next = 0
  for await (const entries of entriesAfter(ctx.store, undefined))
    for (const entry of entries) {
      problems.push(...(await commitProblems(ctx, entry, records)))
      next = entry.seq + 1
    }
  problems.push(...(await gaps(ctx, next)), ...witnessProblems(ctx, next))
  const { blobs, bytes, problems: damaged } = await blobProblems(ctx, records, files || repair, repair)
  problems.push(...damaged)
  const ok = problems.every((problem) => problem.repaired || problem.kind === 'unread')
  return { ok, commits: next, versions: records.size, blobs, bytes, problems }
}

async function commitProblems(
  ctx: Context,
  { seq, commit, problem, hash }: LogEntry,
  records: Map<string, { seq: number; record: VersionRecord }>,
): Promise<Problem[]> {
  const problems: Problem[] = []
  if (problem) problems.push({ kind: commit ? 'chain' : 'commit', seq, message: `Commit ${seq}: ${problem}.` })
  if (!witness(ctx.local).agrees({ seq, hash }))
    problems.push({ kind: 'witness', seq, message: `Commit ${seq} is not the one that this machine saw before.` })
  if (!commit) return problems
  if (sha256Hex(canonicalBytes(commit)) !== hash)
    problems.push({ kind: 'commit', seq, message: `Commit ${seq} is not in canonical form.` })
  for (const raw of commit.events) {
    const event = readEvent(raw)
    if (isUnread(event))
      problems.push({
        kind: 'unread',
        seq,
        message: `Commit ${seq} has an event that cannot be read: ${event.problem.replaceAll('\n', ' ')}.`,
      })
    else if (event.type === 'version.registered') {
      const { model, number, version, record } = event
      records.set(version, { seq, record })
      if (idOf(hashOf, record) !== version)
        problems.push({ kind: 'record', seq, message: `The record of ${model}@${number} does not match its id.` })
    }
  }
  return problems
}

/** Commits beyond the first missing one: the log has a hole. */
async function gaps(ctx: Context, next: number): Promise<Problem[]> {
  for await (const key of ctx.store.list('log/')) {
    const seq = seqOfLogKey(key)
    if (seq !== undefined && seq >= next)
      return [{ kind: 'chain', seq: next, message: `Commit ${next} is missing, but later ones are there.` }]
  }
  return []
}

function witnessProblems(ctx: Context, next: number): Problem[] {
  const head = witness(ctx.local).head()
  return head && head.seq >= next
    ? [
        {
          kind: 'witness',
          seq: next,
          message: `The log ends before commit ${next}, but this machine has seen commit ${head.seq}.`,
        },
      ]
    : []
}

async function blobProblems(
  ctx: Context,
  records: Map<string, { seq: number; record: VersionRecord }>,
  readThem: boolean,
  repair: boolean,
) {
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

import type { Context } from './context'
import type { Problem } from './problem'
import { verifyBlobs } from './verifyBlobs'
import { verifyLog } from './verifyLog'

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
  const log = await verifyLog(ctx)
  const stored = await verifyBlobs(ctx, log.records, files || repair, repair)
  const problems = [...log.problems, ...stored.problems]
  const ok = problems.every((problem) => problem.repaired || problem.kind === 'unread')
  return { ok, commits: log.commits, versions: log.records.size, blobs: stored.blobs, bytes: stored.bytes, problems }
}

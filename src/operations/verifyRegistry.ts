import type { Context } from './context'
import type { Problem } from './problem'
import { verifyGates } from './verifyGates'
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

/** Reads the whole log, and believes nothing: chain, form, records, gates, and that every file named is there. */
export async function verifyRegistry(
  ctx: Context,
  { files = false, repair = false }: VerifyRegistry = {},
): Promise<Verified> {
  const log = await verifyLog(ctx)
  const stored = await verifyBlobs(ctx, log, files || repair, repair)
  const problems = [...log.problems, ...(await verifyGates(ctx)), ...stored.problems]
  // What has no effect is listed, and does no harm.
  const ok = problems.every(({ kind, repaired }) => repaired || kind === 'unread' || kind === 'untrusted')
  return { ok, commits: log.commits, versions: log.records.size, blobs: stored.blobs, bytes: stored.bytes, problems }
}

import * as z from 'zod'
import { Commit, type LogEntry } from '../core/commit'
import { sha256Hex } from './canonical'

/** Reads what is stored at `seq`. Reading never refuses: what cannot be read becomes an entry with a problem. */
export function readEntry(seq: number, bytes: Uint8Array, previousHash: string | undefined): LogEntry {
  const hash = sha256Hex(bytes)
  const { commit, problem } = parse(bytes)
  if (!commit) return { seq, hash, commit: undefined, problem }
  if (commit.seq !== seq) return { seq, hash, commit: undefined, problem: `it says that it is commit ${commit.seq}` }
  const follows = commit.prev === (previousHash ?? null)
  return { seq, hash, commit, problem: follows ? undefined : 'it does not follow the commit before it' }
}

function parse(bytes: Uint8Array): { commit?: Commit; problem?: string } {
  try {
    const parsed = Commit.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return parsed.success ? { commit: parsed.data } : { problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') }
  } catch {
    return { problem: 'it is not JSON' }
  }
}

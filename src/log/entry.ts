import * as z from 'zod'
import { Commit, type LogEntry } from '../core/commit'
import { sha256Hex } from './canonical'
import { signerOf } from './signing'

/** Reads what is stored at `seq`. Reading never refuses: what cannot be read becomes an entry with a problem. */
export function readEntry(seq: number, bytes: Uint8Array, previousHash: string | undefined): LogEntry {
  const hash = sha256Hex(bytes)
  const { commit, problem } = parse(bytes)
  if (!commit) return { seq, hash, commit: undefined, problem }
  if (commit.seq !== seq) return { seq, hash, commit: undefined, problem: `it says that it is commit ${commit.seq}` }
  const follows = commit.prev === (previousHash ?? null)
  const signer = signerOf(commit)
  return { seq, hash, commit, signer, problem: follows ? undefined : 'it does not follow the commit before it' }
}

/** How many arrays and objects may be inside one another: what goes through them all has to come to an end. */
const deepest = 100

function parse(bytes: Uint8Array): { commit?: Commit; problem?: string } {
  if (isDeep(bytes)) return { problem: `it is nested more than ${deepest} deep` }
  try {
    const parsed = Commit.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return parsed.success ? { commit: parsed.data } : { problem: z.prettifyError(parsed.error).replaceAll('\n', ' ') }
  } catch {
    return { problem: 'it is not JSON' }
  }
}

/** Looks at the bytes alone, as what is too deep cannot be gone through. */
export function isDeep(json: Uint8Array): boolean {
  let depth = 0
  let isText = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (isText) {
      if (byte === backslash) i++
      else if (byte === quote) isText = false
    } else if (byte === quote) isText = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > deepest) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

const [quote, backslash] = [0x22, 0x5c]

import type { Commit } from '../core/commit'
import { signingFailed } from '../core/signingErrors'
import { canonicalBytes } from './canonical'
import { verifySshsig } from './sshsig'

/** What a signature of a commit is for, so that one made for anything else is none of a commit. */
export const commitNamespace = 'commit@pedigree'

/** The public key of the good signature that a commit carries, `ssh-ed25519 AAAA…`; undefined where there is none. */
export function signerOf(commit: Commit): string | undefined {
  if (commit.sshsig === undefined) return undefined
  const { sshsig, ...rest } = commit
  const verified = verifySshsig(sshsig, canonicalBytes(rest), commitNamespace)
  return 'key' in verified ? verified.key : undefined
}

/** A commit's bytes with its signature in it, once that is seen to be good and made with one of `keys`. */
export function withSignature(bytes: Uint8Array, sshsig: string, keys: readonly string[]): Uint8Array {
  const commit = { ...(JSON.parse(new TextDecoder().decode(bytes)) as Commit), sshsig }
  const signer = signerOf(commit)
  if (!signer || !keys.includes(signer))
    throw signingFailed('another key was used', 'Set PEDIGREE_SIGNING_KEY to the file of the right one.')
  return canonicalBytes(commit)
}

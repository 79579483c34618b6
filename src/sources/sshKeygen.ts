import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RegistryError } from '../core/registryError'
import { signatureRequired, signingFailed } from '../core/signingErrors'
import { openssh, whoIsThere } from './openssh'
import { type ChosenKey, fingerprint, type SigningKey, signingKeys } from './signingKeys'

export interface ToSign {
  message: Uint8Array
  /** What the signature is for, so that it counts for nothing else. */
  namespace: string
  /** The public keys that would do, in canonical form, best first. */
  keys: readonly string[]
  /** May a passphrase be asked for? If not, it ends within 20 seconds. */
  interactive: boolean
  /** Whose keys these are, for the refusal. */
  people?: readonly string[]
  /** Where git is asked which key it signs with; the working folder if absent. */
  folder?: string
  /** The key to try first; what PEDIGREE_SIGNING_KEY names if absent. */
  chosen?: ChosenKey | undefined
  signal?: AbortSignal | undefined
  /** Hears that a security key waits to be touched. */
  tell?: (sentence: string) => void
}

/** The armored signature of `message` by one of `keys`; ssh-keygen makes it, and asks for the passphrase if need be. */
export async function signWithSsh(wanted: ToSign): Promise<string> {
  const { keys, people, signal, chosen, folder = process.cwd() } = wanted
  const { found, problem } = await signingKeys({ keys, folder, chosen, signal })
  let refusal: unknown
  for (const one of found)
    try {
      return await signWith(one, wanted)
    } catch (error) {
      refusal ??= error
      // Who was asked once, or wants to stop, is not asked for the next key.
      if (wanted.interactive || !(error instanceof RegistryError) || error.code === 'cancelled') break
    }
  throw refusal ?? signatureRequired({ fingerprints: keys.map(fingerprint), people, problem })
}

async function signWith({ key, file }: SigningKey, wanted: ToSign): Promise<string> {
  if (file !== undefined) return sign(wanted, { file, mayAskAgent: false })
  const folder = await mkdtemp(join(tmpdir(), 'pedigree-sign-'))
  try {
    const held = join(folder, 'key.pub')
    await writeFile(held, `${key}\n`, { mode: 0o600 })
    return await sign(wanted, { file: held, mayAskAgent: true })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function sign(
  { message, namespace, interactive, signal, tell }: ToSign,
  { file, mayAskAgent }: { file: string; mayAskAgent: boolean },
): Promise<string> {
  const asks = whoIsThere(interactive)
  const { code, stdout, stderr } = await openssh('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', file], {
    asks,
    mayAskAgent,
    input: message,
    timeout: interactive ? undefined : 20_000,
    signal,
    onStderr: (text) =>
      sentencesIn(text)
        .filter(isWaiting)
        .forEach((sentence) => tell?.(sentence)),
  })
  if (code === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout
  throw signingFailed(
    sentencesIn(stderr).find((sentence) => !isWaiting(sentence)) ?? `ssh-keygen ended with ${code}`,
    asks === 'nobody'
      ? 'Nobody can be asked for a passphrase here; load the key into an agent first: ssh-add FILE.'
      : 'See what this says: ssh-keygen -Y sign -n test -f FILE.',
  )
}

const isWaiting = (sentence: string) => sentence.startsWith('Confirm user presence')

/** What ssh-keygen says, without its questions, frames and progress. */
const sentencesIn = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^Enter (?:passphrase|PIN)\b.*?: ?/, '').trim())
    .filter((line) => line && !line.startsWith('@') && !line.startsWith('Signing data on'))

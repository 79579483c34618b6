import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { canonicalKey, fingerprintOf } from '../core/ssh/sshKey'
import { gitSigningKey } from './git'
import { openssh } from './openssh'

/** A key that can sign here: its file, or the public key alone where an agent holds it. */
export interface SigningKey {
  key: string
  file?: string
}

export interface ChosenKey {
  /** For the refusal: `the setting pedigree.signingKey`. */
  where: string
  /** A path or, as in git's configuration, a public key. */
  key: string
}

interface Wanted {
  /** Public keys in canonical form, best first. */
  keys: readonly string[]
  /** Where git is asked. */
  folder: string
  /** What the person chose, with the name of where they did; by default what PEDIGREE_SIGNING_KEY names. */
  chosen?: ChosenKey | undefined
  signal?: AbortSignal | undefined
}

const usualNames = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk']

export const fingerprint = (key: string): string =>
  fingerprintOf((hex) => createHash('sha256').update(hex, 'hex').digest('hex'), key)

/**
 * The keys among `keys` that can sign here, in the order to try them: what the person chose, what git signs
 * with, what an agent holds, what is in ~/.ssh. `problem` says why the first of these does not do.
 */
export async function signingKeys(wanted: Wanted): Promise<{ found: SigningKey[]; problem?: string }> {
  const inAgent = await keysInAgent(wanted.signal)
  const { where, key: chosen } = wanted.chosen ?? inEnvironment()
  const own = chosen ? await named(chosen, inAgent, { ...wanted, folder: process.cwd() }) : undefined
  const ofGit = await gitSigningKey(wanted.folder)
  const found: SigningKey[] = [
    ...(own && 'key' in own ? [own] : []),
    ...(ofGit ? [await named(ofGit, inAgent, wanted)].filter((one) => 'key' in one) : []),
    ...wanted.keys.filter((key) => inAgent.includes(key)).map((key) => ({ key })),
    ...(await inHome(wanted)),
  ]
  return {
    found: found.filter((one, i) => found.findIndex(({ key, file }) => key === one.key && file === one.file) === i),
    ...(own && 'problem' in own ? { problem: `${where} ${own.problem}` } : {}),
  }
}

const inEnvironment = (): ChosenKey => ({
  where: 'PEDIGREE_SIGNING_KEY',
  key: process.env['PEDIGREE_SIGNING_KEY']?.trim() ?? '',
})

/** `text` is a path or, as in git's configuration, a public key. What it says is never repeated: it may be a secret by mistake. */
async function named(text: string, inAgent: string[], wanted: Wanted): Promise<SigningKey | { problem: string }> {
  if (/PRIVATE KEY|\n/.test(text)) return { problem: 'has to name a file, and not to hold what is in it' }
  const literal = canonicalKey(text.replace(/^key::/, ''))
  const path = resolve(wanted.folder, text.replace(/^~(?=$|[/\\])/, homedir()))
  if (!literal && !(await isFile(path))) return { problem: 'names a file that is not there' }
  const key = literal ?? (await keyIn(path)) ?? (await keyBehind(path, wanted))
  if (key === undefined || !wanted.keys.includes(key)) return { problem: 'names a key that may not sign this' }
  if (inAgent.includes(key)) return { key }
  if (literal) return { problem: 'is a public key that no agent holds' }
  const file = path.replace(/\.pub$/, '')
  return (await isFile(file)) ? { key, file } : { problem: 'names a public key whose private key is not here' }
}

async function keysInAgent(signal: AbortSignal | undefined): Promise<string[]> {
  if (!process.env['SSH_AUTH_SOCK'] && process.platform !== 'win32') return []
  const { stdout } = await openssh('ssh-add', ['-L'], { asks: 'nobody', timeout: 3000, signal }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error
      // Without an agent there are still files.
      return { stdout: '' }
    },
  )
  return stdout.split('\n').flatMap((line) => canonicalKey(line) ?? [])
}

async function inHome(wanted: Wanted): Promise<SigningKey[]> {
  const folder = join(homedir(), '.ssh')
  const names = await readdir(folder).catch((): string[] => [])
  const found: SigningKey[] = []
  const noted = names.filter((name) => name.endsWith('.pub')).map((name) => name.slice(0, -'.pub'.length))
  for (const name of [...noted, ...usualNames.filter((name) => names.includes(name) && !noted.includes(name))]) {
    const file = join(folder, name)
    if (!(await isFile(file))) continue
    const key = noted.includes(name) ? await keyIn(`${file}.pub`) : await keyBehind(file, wanted)
    if (key !== undefined && wanted.keys.includes(key)) found.push({ key, file })
  }
  return found.toSorted((a, b) => wanted.keys.indexOf(a.key) - wanted.keys.indexOf(b.key))
}

/** The public key that a file is. */
async function keyIn(path: string): Promise<string | undefined> {
  return canonicalKey(await readFile(path, 'utf8').catch(() => ''))
}

/** Which of the wanted keys a private key belongs to; it need not be unlocked for that. */
async function keyBehind(path: string, { keys, signal }: Wanted): Promise<string | undefined> {
  const { stdout } = await openssh('ssh-keygen', ['-l', '-E', 'sha256', '-f', path], {
    asks: 'nobody',
    timeout: 5000,
    signal,
  })
  const said = /SHA256:\S+/.exec(stdout)?.[0]
  return keys.find((key) => fingerprint(key) === said)
}

const isFile = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined)
  // No key is larger.
  return found !== undefined && found.isFile() && found.size <= 65_536
}

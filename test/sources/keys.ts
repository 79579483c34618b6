import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalKey } from '../../src/core/ssh/sshKey'
import { skip } from '../host/skip'
import { scratchFolder } from '../scratchFolder'

/** What keeps the tests from using the real OpenSSH here, if anything does. */
const missingOpenssh = (): string | undefined =>
  ['ssh-keygen', 'ssh-agent', 'ssh-add'].some((name) => spawnSync(name, ['-?']).error)
    ? 'ssh-keygen, ssh-agent or ssh-add not found; apt-get install openssh-client'
    : undefined

/** Tests of a suite that sign with the real OpenSSH are skipped, aloud, where there is none. */
export function needOpenssh(what: string): void {
  before(function () {
    const missing = missingOpenssh()
    if (!missing) return
    skip(what, missing)
    this.skip()
  })
}

export interface KeyPair {
  file: string
  key: string
}

/** A throw-away key pair in `folder`. */
export function newKey(folder: string, name: string, { type = 'ed25519', bits = 0, passphrase = '' } = {}): KeyPair {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  const size = bits ? ['-b', `${bits}`] : []
  execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', passphrase, '-C', `${name} of a test`, '-f', file])
  return { file, key: canonicalKey(readFileSync(`${file}.pub`, 'utf8'))! }
}

const names = ['HOME', 'USERPROFILE', 'GIT_CONFIG_NOSYSTEM', 'SSH_AUTH_SOCK', 'SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE']
const touched = [...names, 'PEDIGREE_SIGNING_KEY', 'PATH', 'DISPLAY', 'GIT_CONFIG_GLOBAL', 'XDG_CONFIG_HOME']

/** A home of one's own for each test, without a key, an agent or anybody to ask. Answers where it is. */
export function ownHome(): () => string {
  const before = new Map<string, string | undefined>()
  let home = ''
  beforeEach(() => {
    home = scratchFolder()
    for (const name of touched) before.set(name, process.env[name])
    for (const name of touched.filter((name) => name !== 'PATH')) delete process.env[name]
    Object.assign(process.env, { HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: '1' })
  })
  afterEach(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  })
  return () => home
}

/** Starts an ssh-agent with these keys for this process, until `stop`. */
export function startAgent(...keys: KeyPair[]): { stop(): void } {
  const said = execFileSync('ssh-agent', ['-s', '-a', join(scratchFolder(), 'agent')], { encoding: 'utf8' })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)![1])
  process.env['SSH_AUTH_SOCK'] = /SSH_AUTH_SOCK=([^;]+)/.exec(said)![1]!
  for (const { file } of keys) execFileSync('ssh-add', ['-q', file])
  return { stop: () => process.kill(pid) }
}

import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifySshsig } from '../../src/log/sshsig'
import { openssh } from '../../src/sources/openssh'
import { fingerprint } from '../../src/sources/signingKeys'
import { signWithSsh, type ToSign } from '../../src/sources/sshKeygen'
import { projectRoot } from '../host/projectRoot'
import { skip } from '../host/skip'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { type KeyPair, needOpenssh, newKey, ownHome, startAgent } from './keys'

const message = new TextEncoder().encode('{"a commit":"é"}\nof two lines')
const namespace = 'commit@pedigree'
const sign = (keys: KeyPair[], more: Partial<ToSign> = {}) =>
  signWithSsh({
    message,
    namespace,
    keys: keys.map(({ key }) => key),
    interactive: false,
    folder: process.env['HOME']!,
    ...more,
  })
/** Signs, and answers which key did. */
async function signer(keys: KeyPair[], more: Partial<ToSign> = {}): Promise<string> {
  const verified = verifySshsig(await sign(keys, more), message, namespace)
  return 'key' in verified ? verified.key : assert.fail(verified.problem)
}

describe('signing with SSH', () => {
  needOpenssh('signing with SSH')
  const home = ownHome()
  const ssh = () => join(home(), '.ssh')
  const agents: { stop(): void }[] = []
  const agent = (...keys: KeyPair[]) => agents.push(startAgent(...keys))
  afterEach(() => agents.splice(0).forEach(({ stop }) => stop()))
  const git = (...args: string[]) => execFileSync('git', ['config', '--global', ...args])

  const types: [string, number][] = [
    ['ed25519', 0],
    ['rsa', 2048],
    ['ecdsa', 256],
    ['ecdsa', 384],
    ['ecdsa', 521],
  ]
  for (const [type, bits] of types)
    it(`J2 ${type} ${bits || ''}: what ssh-keygen signs counts, from a file and from an agent`, async () => {
      const pair = newKey(ssh(), 'id_any', { type, bits })
      assert.equal(await signer([pair]), pair.key)
      agent(pair)
      rmSync(pair.file)
      assert.equal(await signer([pair]), pair.key)
    })
  it('J1 and ssh-keygen takes what is signed here for what it is', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    const [signature, signers] = [join(home(), 'signature'), join(home(), 'signers')]
    writeFileSync(signature, await sign([pair]))
    writeFileSync(signers, `ada@example.com ${pair.key}\n`)
    const verify = ['-Y', 'verify', '-f', signers, '-I', 'ada@example.com', '-n', namespace, '-s', signature]
    assert.match(
      execFileSync('ssh-keygen', verify, { input: message, encoding: 'utf8' }),
      /^Good "commit@pedigree" signature for ada@example.com/,
    )
  })
  it('J1 empty and binary messages are signed as they are', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    for (const bytes of [new Uint8Array(), Uint8Array.from({ length: 300_000 }, (_, i) => i % 256)]) {
      const armored = await sign([pair], { message: bytes })
      assert.deepEqual(verifySshsig(armored, bytes, namespace), { key: pair.key })
    }
  })

  it('J4 PEDIGREE_SIGNING_KEY comes before git, git before an agent, and an agent before ~/.ssh', async () => {
    const away = scratchFolder()
    const [own, ofGit, held] = ['own', 'git', 'held'].map((name) => newKey(away, name)) as [KeyPair, KeyPair, KeyPair]
    const inHome = newKey(ssh(), 'id_ed25519')
    // The best is the last in each place, so that it is the place that decides.
    const keys = [inHome, held, ofGit, own]
    process.env['PEDIGREE_SIGNING_KEY'] = own.file
    git('gpg.format', 'ssh')
    git('user.signingkey', ofGit.file)
    agent(held)
    assert.equal(await signer(keys), own.key)
    delete process.env['PEDIGREE_SIGNING_KEY']
    assert.equal(await signer(keys), ofGit.key)
    git('--unset', 'user.signingkey')
    assert.equal(await signer(keys), held.key)
    delete process.env['SSH_AUTH_SOCK']
    assert.equal(await signer(keys), inHome.key)
  })
  it('J4 of one place the best key is taken, and none that is not asked for', async () => {
    const [a, b, c] = ['id_a', 'id_b', 'id_c'].map((name) => newKey(ssh(), name)) as [KeyPair, KeyPair, KeyPair]
    assert.equal(await signer([b, a]), b.key)
    assert.equal(await signer([c, b]), c.key)
    agent(a, b, c)
    assert.equal(await signer([c, a]), c.key)
    process.env['PEDIGREE_SIGNING_KEY'] = a.file
    assert.equal(await signer([b]), b.key)
  })
  it('J4 PEDIGREE_SIGNING_KEY is a private key, its public key, or that of a key in an agent', async () => {
    const pair = newKey(scratchFolder(), 'any')
    for (const name of [pair.file, `${pair.file}.pub`, pair.key]) {
      process.env['PEDIGREE_SIGNING_KEY'] = name
      if (name !== pair.key) assert.equal(await signer([pair]), pair.key)
      agent(pair)
      assert.equal(await signer([pair]), pair.key, name)
      delete process.env['SSH_AUTH_SOCK']
    }
    agent(pair)
    rmSync(pair.file)
    process.env['PEDIGREE_SIGNING_KEY'] = `${pair.file}.pub`
    assert.equal(await signer([pair]), pair.key)
  })
  it('J4 PEDIGREE_SIGNING_KEY may begin with ~, and its public key need not be there', async () => {
    const pair = newKey(join(home(), 'of the job'), 'a key')
    rmSync(`${pair.file}.pub`)
    process.env['PEDIGREE_SIGNING_KEY'] = '~/of the job/a key'
    assert.equal(await signer([pair]), pair.key)
  })
  it('J4 what git signs with is a path from the home folder, or a key that an agent holds', async () => {
    const [file, held] = [newKey(join(home(), 'keys'), 'work'), newKey(scratchFolder(), 'held')]
    git('user.signingkey', '~/keys/work.pub')
    await rejects(sign([file]), 'signature-required')
    git('gpg.format', 'openpgp')
    await rejects(sign([file]), 'signature-required')
    git('gpg.format', 'ssh')
    assert.equal(await signer([file]), file.key)
    agent(held, file)
    for (const literal of [held.key, `key::${held.key}`]) {
      git('user.signingkey', literal)
      assert.equal(await signer([file, held]), held.key)
    }
  })
  it('J4 git is asked in the folder of the workspace', async () => {
    const folder = scratchFolder()
    const pair = newKey(join(folder, 'keys'), 'work')
    execFileSync('git', ['init', '-q', folder])
    execFileSync('git', ['-C', folder, 'config', 'gpg.format', 'ssh'])
    execFileSync('git', ['-C', folder, 'config', 'user.signingkey', 'keys/work'])
    await rejects(sign([pair]), 'signature-required')
    assert.equal(await signer([pair], { folder }), pair.key)
  })
  it('J4 a key in ~/.ssh without its public key, and one under any name', async () => {
    const [bare, odd] = [newKey(ssh(), 'id_ecdsa', { type: 'ecdsa' }), newKey(ssh(), 'work.2026')]
    rmSync(`${bare.file}.pub`)
    assert.equal(await signer([bare]), bare.key)
    assert.equal(await signer([odd]), odd.key)
  })
  it('J4 what else is in ~/.ssh is passed over', async () => {
    const pair = newKey(ssh(), 'zz')
    mkdirSync(join(ssh(), 'folder.pub'))
    mkdirSync(join(ssh(), 'id_rsa'))
    symlinkSync('nowhere', join(ssh(), 'gone.pub'))
    writeFileSync(join(ssh(), 'id_ed25519'), 'no key')
    writeFileSync(join(ssh(), 'a.pub'), Buffer.from([0xff, 0, 0xff]))
    writeFileSync(join(ssh(), 'b.pub'), `${pair.key}\n`)
    writeFileSync(join(ssh(), 'c.pub'), `${pair.key}\n`)
    writeFileSync(join(ssh(), 'c'), 'no key either', { mode: 0o600 })
    assert.equal(await signer([pair]), pair.key)
  })
  it('J4 with a key that does not open the next one is tried', async () => {
    const [locked, open] = [newKey(ssh(), 'id_a', { passphrase: 'secret' }), newKey(ssh(), 'id_b')]
    assert.equal(await signer([locked, open]), open.key)
  })

  it('J5 a key with a passphrase is refused where nobody can be asked', async () => {
    const pair = newKey(ssh(), 'id_ed25519', { passphrase: 'secret' })
    // The first line of the message must not be taken for it, either.
    const { message: said, hint } = await rejects(sign([pair]), 'signing-failed')
    assert.equal(
      said,
      `It could not be signed: Load key "${pair.file}": incorrect passphrase supplied to decrypt private key.`,
    )
    assert.match(hint, /ssh-add FILE/)
  })
  it('J5 nobody is asked on the screen either', async () => {
    const pair = newKey(ssh(), 'id_ed25519', { passphrase: 'secret' })
    const asked = askpass('secret')
    Object.assign(process.env, { DISPLAY: ':0', SSH_ASKPASS_REQUIRE: 'force' })
    await rejects(sign([pair]), 'signing-failed')
    assert.deepEqual(readdirSync(asked), [])
  })
  it('J5 a person is asked, and signs', async () => {
    const pair = newKey(ssh(), 'id_ed25519', { passphrase: 'secret' })
    const asked = askpass('secret')
    process.env['SSH_ASKPASS_REQUIRE'] = 'force'
    assert.equal(await signer([pair], { interactive: true }), pair.key)
    assert.deepEqual(readdirSync(asked), ['asked'])
  })
  it('J5 a person at a terminal is asked there, and not on the screen', async function () {
    if (!hasScript()) {
      skip('signing at a terminal', 'the program script of util-linux was not found')
      return this.skip()
    }
    const pair = newKey(ssh(), 'id_ed25519', { passphrase: 'secret' })
    const asked = askpass('wrong')
    process.env['DISPLAY'] = ':0'
    const verified = verifySshsig(await signAtTerminal(pair, 'secret'), message, namespace)
    assert.deepEqual(verified, { key: pair.key })
    assert.match(await signAtTerminal(pair, 'public'), /^It could not be signed: .*incorrect passphrase/)
    assert.deepEqual(readdirSync(asked), [])
  })
  it('J6 a person who is wrong is told so, and is not asked for the next key', async () => {
    const [pair, other] = ['id_a', 'id_b'].map((name) => newKey(ssh(), name, { passphrase: 'secret' }))
    const asked = askpass('wrong')
    process.env['SSH_ASKPASS_REQUIRE'] = 'force'
    const { message: said } = await rejects(sign([pair!, other!], { interactive: true }), 'signing-failed')
    assert.match(said, /^It could not be signed: .*id_a.*incorrect passphrase supplied to decrypt private key\.$/)
    assert.equal(readFileSync(join(asked, 'asked'), 'utf8').trim().split('\n').length, 1)
  })
  it('J5 an agent that does not answer keeps nobody from using a file', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    await muteAgent()
    assert.equal(await signer([pair]), pair.key)
  })
  it('J5 what takes too long is ended', async () => {
    const { key } = newKey(ssh(), 'id_ed25519')
    const mute = await muteAgent()
    const isGone = new Promise((resolve) => mute.on('connection', (socket) => socket.on('close', resolve)))
    const file = writtenAs(key)
    const run = openssh('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', file], { asks: 'nobody', timeout: 1000 })
    const { message: said } = await rejects(run, 'signing-failed')
    assert.equal(said, 'It could not be signed: ssh-keygen did not answer within 1 s.')
    await isGone
  })
  it('J5 it ends when it is cancelled', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    await rejects(sign([pair], { signal: AbortSignal.abort() }), 'cancelled')
    const mute = await muteAgent()
    const stop = new AbortController()
    mute.on('connection', () => stop.abort())
    await rejects(sign([pair], { signal: stop.signal }), 'cancelled')
  })
  it('J6 an agent that refuses is told with its own words', async () => {
    const pair = newKey(scratchFolder(), 'any')
    const asked = askpass('', 1)
    process.env['SSH_ASKPASS_REQUIRE'] = 'force'
    agent()
    execFileSync('ssh-add', ['-q', '-c', pair.file])
    const { message: said } = await rejects(sign([pair]), 'signing-failed')
    assert.match(said, /^It could not be signed: .*agent refused operation\.$/)
    assert.deepEqual(readdirSync(asked), ['asked'])
  })

  it('J6 says who would have to sign, and how', async () => {
    newKey(ssh(), 'id_ed25519')
    const other = newKey(scratchFolder(), 'other')
    const people = ['ada@example.com', 'bob@example.com']
    const { message: said, hint, details } = await rejects(sign([other], { people }), 'signature-required')
    assert.equal(
      said,
      'This has to be signed by ada@example.com or bob@example.com, and no such key is to be found here.',
    )
    assert.equal(
      hint,
      `A key that would do is ${fingerprint(other.key)}. Set PEDIGREE_SIGNING_KEY to the file of the key, or load it into an agent with: ssh-add FILE.`,
    )
    assert.deepEqual(details, { fingerprints: [fingerprint(other.key)], people })
    const alone = await rejects(sign([other]), 'signature-required')
    assert.equal(
      alone.message,
      `This has to be signed with ${fingerprint(other.key)}, and no such key is to be found here.`,
    )
    const { message: noKey } = await rejects(sign([], { people: ['ada@example.com'] }), 'signature-required')
    assert.equal(noKey, 'This has to be signed by ada@example.com, and no key is known to sign it with.')
  })
  const secret = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END OPENSSH PRIVATE KEY-----'
  const wrong: [string, (pair: KeyPair) => string, string][] = [
    ['a file that is not there', () => '/nowhere/key', 'names a file that is not there'],
    ['a folder', () => home(), 'names a file that is not there'],
    ['a key of nobody who may', () => newKey(home(), 'foreign').file, 'names a key that may not sign this'],
    ['what is no key', () => writtenAs('no key'), 'names a key that may not sign this'],
    ['a public key alone', ({ file }) => alone(file), 'names a public key whose private key is not here'],
    ['a public key that no agent holds', ({ key }) => key, 'is a public key that no agent holds'],
    ['a secret in place of its file', () => secret, 'has to name a file, and not to hold what is in it'],
    ['a secret in one line', () => secret.replaceAll('\n', ' '), 'has to name a file, and not to hold what is in it'],
  ]
  for (const [what, value, problem] of wrong)
    it(`J6 PEDIGREE_SIGNING_KEY with ${what} ${problem}`, async () => {
      const pair = newKey(scratchFolder(), 'wanted')
      process.env['PEDIGREE_SIGNING_KEY'] = value(pair)
      const { message: said, hint } = await rejects(sign([pair]), 'signature-required')
      assert.equal(
        said,
        `This has to be signed with ${fingerprint(pair.key)}, and no such key is to be found here: PEDIGREE_SIGNING_KEY ${problem}.`,
      )
      assert.doesNotMatch(said + hint, /b3BlbnNzaC1r/)
    })
  it('J6 a file that others may read is refused with the words of ssh-keygen', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    chmodSync(pair.file, 0o644)
    const { message: said } = await rejects(sign([pair]), 'signing-failed')
    assert.equal(said, `It could not be signed: Permissions 0644 for '${pair.file}' are too open.`)
  })
  it('J6 a damaged key is refused with the words of ssh-keygen', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    writeFileSync(pair.file, readFileSync(pair.file, 'utf8').replace(/AAAA/, 'BBBB'))
    assert.match((await rejects(sign([pair]), 'signing-failed')).message, /^It could not be signed: .*id_ed25519"?\.$/)
  })
  it('J6 says so where OpenSSH is not installed', async () => {
    const pair = newKey(ssh(), 'id_ed25519')
    process.env['PATH'] = scratchFolder()
    const { message: said, hint } = await rejects(sign([pair]), 'signing-failed')
    assert.equal(said, 'It could not be signed: ssh-keygen was not found.')
    assert.match(hint, /^Install OpenSSH/)
  })
  it('J5 leaves nothing behind', async () => {
    const pair = newKey(scratchFolder(), 'any')
    agent(pair)
    process.env['TMPDIR'] = scratchFolder()
    try {
      await sign([pair])
      assert.deepEqual(readdirSync(tmpdir()), [])
    } finally {
      delete process.env['TMPDIR']
    }
  })

  const hasScript = () => spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')
  /** Signs in a terminal of its own, where the passphrase is typed when it is asked for. Answers the signature, or the refusal. */
  async function signAtTerminal({ key }: KeyPair, passphrase: string): Promise<string> {
    const answer = join(scratchFolder(), 'answer')
    const program = join(projectRoot, 'dist/test/sources/signAtTerminal.js')
    const words = [process.execPath, program, answer, key, namespace, Buffer.from(message).toString('hex')]
    const child = spawn('script', ['-qec', words.map((word) => `'${word}'`).join(' '), '/dev/null'])
    let shown = ''
    child.stdout.on('data', (bytes: Buffer) => {
      const before = shown
      shown += bytes.toString()
      if (!before.includes('passphrase') && shown.includes('passphrase')) child.stdin.write(`${passphrase}\n`)
    })
    await once(child, 'close')
    assert.ok(!shown.includes(passphrase), 'the passphrase is not shown')
    return readFileSync(answer, 'utf8')
  }
  /** A program that answers every question like this, and notes in a folder that it was asked. */
  function askpass(answer: string, code = 0): string {
    const asked = scratchFolder()
    const program = join(scratchFolder(), 'askpass')
    writeFileSync(program, `#!/bin/sh\necho "$1" >> '${asked}/asked'\necho '${answer}'\nexit ${code}\n`, {
      mode: 0o700,
    })
    process.env['SSH_ASKPASS'] = program
    return asked
  }
  async function muteAgent() {
    const path = join(scratchFolder(), 'mute')
    const server = createServer((socket) => socket.on('error', () => {}).resume())
    await new Promise<void>((resolve) => server.listen(path, resolve))
    process.env['SSH_AUTH_SOCK'] = path
    agents.push({ stop: () => server.close() })
    return server
  }
  function writtenAs(text: string): string {
    const path = join(scratchFolder(), 'file')
    writeFileSync(path, text)
    return path
  }
  function alone(file: string): string {
    renameSync(file, `${file}.away`)
    return `${file}.pub`
  }
})

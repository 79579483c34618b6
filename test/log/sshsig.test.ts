import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { bytesOfBase64 } from '../../src/core/ssh/base64'
import { canonicalKey, fingerprintOf } from '../../src/core/ssh/sshKey'
import { wireReader } from '../../src/core/ssh/sshWire'
import { hashHex } from '../../src/log/canonical'
import { verifySshsig } from '../../src/log/sshsig'
import { fixtures, message, namespace } from './sshsigFixtures'

type Name = keyof typeof fixtures
const names = Object.keys(fixtures) as Name[]
const good = names.filter((name) => !['git', 'weak', 'sk-absent'].includes(name))

interface Parts {
  magic: string
  version: number
  key: Uint8Array
  space: Uint8Array
  reserved: Uint8Array
  hash: Uint8Array
  signature: Uint8Array
}

const blobOf = (armored: string) => Buffer.from(armored.split('\n').slice(1, -2).join(''), 'base64')
const armor = (blob: Uint8Array) =>
  `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(blob).toString('base64')}\n-----END SSH SIGNATURE-----\n`
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const string = (bytes: Uint8Array | string) => Buffer.concat([u32(Buffer.from(bytes).length), Buffer.from(bytes)])
const strings = (...all: (Uint8Array | string)[]) => Buffer.concat(all.map(string))
const mpint = (hex: string) => string(Buffer.from(hex, 'hex'))

function partsOf(name: Name): Parts {
  const wire = wireReader(blobOf(fixtures[name].signature))
  const magic = Buffer.from(wire.take(6)).toString()
  const version = wire.number()
  const [key, space, reserved] = [wire.string(), wire.string(), wire.string()]
  return { magic, version, key, space, reserved, hash: wire.string(), signature: wire.string() }
}

/** A signature with some of its parts replaced. */
function made(name: Name, change: Partial<Parts> = {}, after = ''): string {
  const { magic, version, key, space, reserved, hash, signature } = { ...partsOf(name), ...change }
  const rest = strings(key, space, reserved, hash, signature)
  return armor(Buffer.concat([Buffer.from(magic), u32(version), rest, Buffer.from(after)]))
}

const problemOf = (armored: string, bytes = message, space = namespace) => {
  const verified = verifySshsig(armored, bytes, space)
  return 'problem' in verified ? verified.problem : assert.fail(`it counts, for ${verified.key}`)
}
const rawOf = (name: Name) => {
  const wire = wireReader(partsOf(name).signature)
  wire.text()
  return wire.string()
}

describe('SSH signatures', () => {
  for (const name of good)
    it(`J1 ${name}: tells which key signed`, () => {
      const { key, signature } = fixtures[name]
      assert.deepEqual(verifySshsig(signature, message, namespace), { key })
      assert.deepEqual(verifySshsig(made(name), message, namespace), { key })
      assert.deepEqual(verifySshsig(signature.replaceAll('\n', '\r\n'), message, namespace), { key })
    })
  for (const name of good)
    it(`J1 ${name}: not for other bytes, not for another namespace`, () => {
      const { signature } = fixtures[name]
      const other = Buffer.from(message)
      other[0]! ^= 1
      assert.equal(problemOf(signature, other), 'it does not fit what was signed')
      assert.equal(problemOf(signature, message.subarray(1)), 'it does not fit what was signed')
      assert.equal(problemOf(signature, message, 'approval@pedigree'), 'it was not made for approval@pedigree')
      assert.equal(problemOf(signature, message, ''), 'it was not made for ')
      const renamed = made(name, { space: Buffer.from('approval@pedigree') })
      assert.equal(problemOf(renamed, message, 'approval@pedigree'), 'it does not fit what was signed')
    })
  it('J1 a signature that git made is none of a commit of the log', () => {
    const { key, signature } = fixtures.git
    assert.equal(problemOf(signature), 'it was not made for commit@pedigree')
    assert.deepEqual(verifySshsig(signature, message, 'git'), { key })
    assert.equal(problemOf(made('git', { space: Buffer.from(namespace) })), 'it does not fit what was signed')
  })
  const changes: [string, Partial<Parts>, string][] = [
    ['another mark', { magic: 'SSHSIH' }, 'it is damaged'],
    ['a newer version', { version: 2 }, 'it is of version 2, which is not known here'],
    ['an absurd version', { version: 0xffffffff }, 'it is of version 4294967295, which is not known here'],
    ['no namespace', { space: Buffer.alloc(0) }, 'it was not made for commit@pedigree'],
    ['something reserved', { reserved: Buffer.from('x') }, 'it does not fit what was signed'],
    ['sha1', { hash: Buffer.from('sha1') }, 'it hashes with neither sha256 nor sha512'],
    ['md5', { hash: Buffer.from('md5') }, 'it hashes with neither sha256 nor sha512'],
    ['the other hash', { hash: Buffer.from('sha256') }, 'it does not fit what was signed'],
    ['no key', { key: Buffer.alloc(0) }, 'a key of type unknown does not do'],
    [
      'the key of somebody else',
      { key: partsOf('p256').key },
      'it is signed by ssh-ed25519, which does not go with a key of type ecdsa-sha2-nistp256',
    ],
    ['no signature', { signature: Buffer.alloc(0) }, 'it is damaged'],
    [
      'bytes after the signature',
      { signature: Buffer.concat([partsOf('ed25519').signature, u32(0)]) },
      'it is damaged',
    ],
    ['a short signature', { signature: strings('ssh-ed25519', Buffer.alloc(63)) }, 'it does not fit what was signed'],
    ['a long signature', { signature: strings('ssh-ed25519', Buffer.alloc(65)) }, 'it does not fit what was signed'],
  ]
  for (const [what, change, problem] of changes)
    it(`J1 with ${what}: ${problem}`, () => assert.equal(problemOf(made('ed25519', change)), problem))
  const { signature: armored } = fixtures.ed25519
  const broken: [string, string][] = [
    ['nothing', ''],
    ['blanks', ' \n\n'],
    ['bare base64', blobOf(armored).toString('base64')],
    ['no end', armored.replace(/-----END.*/, '')],
    ['no beginning', armored.replace(/^.*\n/, '')],
    ['text before', `x${armored}`],
    ['text after', `${armored}x`],
    ['two signatures', armored + armored],
    ['a PGP signature', armored.replaceAll('SSH', 'PGP')],
    ['a cipher of base64', armored.replace('U', '-')],
    ['base64 without a digit', armored.replace('U1N', 'U1')],
    ['a public key', fixtures.ed25519.key],
    ['256 KiB', armored.replace('\n', `\n${'A'.repeat(262_144)}`)],
    ['256 KiB of blanks', armored.replace('\n', '\n'.repeat(262_144))],
  ]
  for (const [what, text] of broken)
    it(`J1 ${what} is no signature`, () => assert.equal(problemOf(text), 'it is not an SSH signature'))
  it('J1 what is after the signature damages it', () => assert.equal(problemOf(made('rsa', {}, 'x')), 'it is damaged'))

  it('J2 RSA under 2048 bits does not do', () => {
    assert.equal(problemOf(fixtures.weak.signature), 'its RSA key has 1024 bits; 2048 are the least')
  })
  it('J2 nor does a security key that nobody touched', () => {
    assert.equal(problemOf(fixtures['sk-absent'].signature), 'nobody touched the security key')
    const { signature } = partsOf('sk-absent')
    signature[signature.length - 5] = 1
    assert.equal(problemOf(made('sk-absent', { signature })), 'it does not fit what was signed')
  })
  for (const name of ['sk-ed25519', 'sk-p256'] as const)
    it(`J2 ${name}: flags, counter and application are signed`, () => {
      const { signature, key } = partsOf(name)
      for (const at of [1, 2, 5]) {
        const other = Buffer.from(signature)
        other[other.length - at]! ^= 2
        assert.equal(problemOf(made(name, { signature: other })), 'it does not fit what was signed', `${at}`)
      }
      const elsewhere = Buffer.from(key)
      elsewhere[elsewhere.length - 1]! ^= 1
      assert.equal(problemOf(made(name, { key: elsewhere })), 'it does not fit what was signed')
      assert.equal(problemOf(made(name, { signature: signature.subarray(0, -5) })), 'it is damaged')
    })
  const algorithms: [Name, string][] = [
    ['rsa', 'ssh-rsa'],
    ['rsa', 'rsa-sha1'],
    ['rsa', 'rsa-sha2-512-cert-v01@openssh.com'],
    ['rsa', 'ssh-ed25519'],
    ['rsa', 'constructor'],
    ['rsa', ''],
    ['ed25519', 'rsa-sha2-512'],
    ['p256', 'ecdsa-sha2-nistp384'],
    ['p384', 'ecdsa-sha2-nistp256'],
    ['p521', 'ecdsa-sha2-nistp384'],
  ]
  for (const [name, algorithm] of algorithms)
    it(`J2 ${name} does not go with "${algorithm}"`, () => {
      const signature = strings(algorithm, rawOf(name))
      assert.match(problemOf(made(name, { signature })), /^it is signed by .+, which does not go with a key of type/)
    })
  it('J2 RSA: each algorithm has its own hash, and no shorter or longer signature does', () => {
    const raw = rawOf('rsa')
    const wrong = [strings('rsa-sha2-256', raw), strings('rsa-sha2-512', raw.subarray(1))]
    wrong.push(strings('rsa-sha2-512', Buffer.concat([Buffer.alloc(1), raw])))
    for (const signature of wrong)
      assert.equal(problemOf(made('rsa', { signature })), 'it does not fit what was signed')
  })
  it('J2 a security key is not the plain key with the same point', () => {
    const key = partsOf('sk-ed25519').key
    const wire = wireReader(key)
    wire.text()
    const plain = strings('ssh-ed25519', wire.string())
    assert.match(problemOf(made('sk-ed25519', { key: plain })), /damaged/)
  })
  const pairs: [string, Buffer][] = [
    ['zero', Buffer.concat([mpint(''), mpint('')])],
    ['zero in a byte', Buffer.concat([mpint('00'), mpint('00')])],
    ['negative numbers', Buffer.concat([mpint('ff'), mpint('80')])],
    ['numbers that are too long', Buffer.concat([mpint('01'.repeat(33)), mpint('01'.repeat(33))])],
    ['absurd lengths', Buffer.from('ffffffffffffffff', 'hex')],
    ['one number', mpint('01')],
    ['three numbers', Buffer.concat([mpint('01'), mpint('01'), mpint('01')])],
    ['the right numbers and another', Buffer.concat([rawOf('p256'), mpint('01')])],
    ['small numbers', Buffer.concat([mpint('01'), mpint('01')])],
  ]
  for (const [what, raw] of pairs)
    it(`J2 an ECDSA signature of ${what} does not do`, () => {
      const signature = strings('ecdsa-sha2-nistp256', raw)
      assert.equal(problemOf(made('p256', { signature })), 'it does not fit what was signed')
    })
  it('J2 nor does a point that is not on its curve', () => {
    const key = strings('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]))
    assert.equal(problemOf(made('p256', { key })), 'it does not fit what was signed')
  })

  it('J1 nothing that is cut short, bent or longer counts, and nothing throws', () => {
    const bent = fc.record({
      name: fc.constantFrom(...names),
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 255 }),
      how: fc.constantFrom('bend', 'cut', 'add', 'long', 'drop'),
    })
    fc.assert(
      fc.property(bent, ({ name, at, by, how }) => {
        const blob = blobOf(fixtures[name].signature)
        const i = at % blob.length
        if (how === 'bend') blob[i]! ^= by
        if (how === 'long') blob.writeUInt32BE(0xffffffff - by, Math.min(i, blob.length - 4))
        const changed =
          how === 'cut'
            ? blob.subarray(0, i)
            : how === 'drop'
              ? Buffer.concat([blob.subarray(0, i), blob.subarray(i + 1)])
              : how === 'add'
                ? Buffer.concat([blob.subarray(0, i), Buffer.from([by]), blob.subarray(i)])
                : blob
        // Dropping or adding one of equal neighbours may give the same bytes at another place only.
        if (changed.equals(blobOf(fixtures[name].signature))) return
        assert.ok(problemOf(armor(changed)))
      }),
      { numRuns: 3000 },
    )
  })
  it('J1 whatever the text or the bytes are, there is an answer', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 300 }).map(armor),
      fc.uint8Array({ maxLength: 300 }).map((tail) => armor(Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01'), tail]))),
      fc.uint8Array({ maxLength: 200 }).map((key) => made('p256', { key })),
      fc.uint8Array({ maxLength: 200 }).map((signature) => made('p521', { signature })),
      fc.uint8Array({ maxLength: 600 }).map((n) => made('rsa', { key: strings('ssh-rsa', Buffer.from([3]), n) })),
    )
    fc.assert(
      fc.property(text, fc.uint8Array(), fc.string(), (armored, bytes, space) => {
        assert.ok(problemOf(armored, bytes, space))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('SSH keys', () => {
  for (const name of good) {
    const { key } = fixtures[name]
    it(`J3 ${name}: one text, whatever is around it`, () => {
      const lines = [key, `${key}\n`, `  ${key}`, `${key} ada@example.com, at work\r\n`, key.replace(' ', '\t \t')]
      assert.deepEqual(
        lines.map((line) => canonicalKey(line)),
        lines.map(() => key),
      )
    })
  }
  const { key } = fixtures.ed25519
  const [type, base64] = key.split(' ') as [string, string]
  const blob = Buffer.from(base64, 'base64')
  const line = (named: string, ...parts: Buffer[]) =>
    `${named} ${Buffer.concat([string(named), ...parts]).toString('base64')}`
  const next = (digit: string) => String.fromCharCode(digit.charCodeAt(0) + 1)
  const none: [string, string][] = [
    ['nothing', ''],
    ['a comment', '# ada'],
    ['a type alone', type],
    ['base64 alone', base64],
    ['a type that differs from the key', `ssh-rsa ${base64}`],
    ['two lines', `${key}\n${key}`],
    ['a line with options', `restrict ${key}`],
    ['a name before it', `ada@example.com ${key}`],
    ['base64 of the web', `${type} ${base64.replace('+', '-')}`],
    ['base64 that is cut', key.slice(0, -1)],
    ['base64 with stray bits', fixtures.p256.key.replace(/.=$/, (last) => `${next(last[0]!)}=`)],
    ['a key that is cut', `${type} ${blob.subarray(0, -3).toString('base64')}`],
    ['a key with more after it', `${type} ${Buffer.concat([blob, Buffer.alloc(3)]).toString('base64')}`],
    ['a long point', line('ssh-ed25519', string(Buffer.alloc(33, 1)))],
    ['a certificate', line('ssh-ed25519-cert-v01@openssh.com', string(Buffer.alloc(32)), string(blob.subarray(19)))],
    ['DSA', line('ssh-dss', mpint('01'), mpint('01'), mpint('01'), mpint('01'))],
    ['a word of every object', line('constructor')],
    ['RSA of 1024 bits', fixtures.weak.key],
    ['RSA of 32768 bits', line('ssh-rsa', mpint('010001'), mpint('01'.repeat(4096)))],
    ['RSA with the exponent 1', line('ssh-rsa', mpint('01'), mpint(`00${'f1'.repeat(256)}`))],
    ['RSA with an even exponent', line('ssh-rsa', mpint('010000'), mpint(`00${'f1'.repeat(256)}`))],
    ['RSA in negative numbers', line('ssh-rsa', mpint('010001'), mpint('f1'.repeat(256)))],
    ['RSA with a zero too many', line('ssh-rsa', mpint('010001'), mpint(`00${'71'.repeat(257)}`))],
    ['RSA without numbers', line('ssh-rsa', mpint(''), mpint(''))],
    ['another curve', line('ecdsa-sha2-nistp256', string('nistp384'), string(Buffer.alloc(65, 4)))],
    ['a point in hybrid form', line('ecdsa-sha2-nistp256', string('nistp256'), string(Buffer.alloc(65, 6)))],
    ['a point in short form', line('ecdsa-sha2-nistp256', string('nistp256'), string(Buffer.alloc(33, 2)))],
    ['a security key without application', line('sk-ssh-ed25519@openssh.com', string(Buffer.alloc(32)))],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n'],
    ['64 KiB', `${key} ${'x'.repeat(65_536)}`],
  ]
  for (const [what, text] of none) it(`J3 ${what} is no key`, () => assert.equal(canonicalKey(text), undefined))
  it('J3 the fingerprint is that of ssh-keygen', () => {
    assert.equal(
      fingerprintOf(hashHex, 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHQcpMIMxNbtnIt4zJoREyfwDu5OSJ4w2vVhYrx30J6R'),
      'SHA256:X9VuTIxTNjZDRgjMPSaF9SrV+5MMftTOq685ZHm89RU',
    )
  })
  it('J3 whatever a line is, there is an answer', () => {
    const lines = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.constantFrom(...names), fc.nat(), fc.string()).map(([name, at, text]) => {
        const whole = fixtures[name].key
        return whole.slice(0, at % whole.length) + text + whole.slice((at % whole.length) + 1)
      }),
    )
    fc.assert(
      fc.property(lines, (text) => {
        const found = canonicalKey(text)
        assert.ok(found === undefined || canonicalKey(`${found} again`) === found)
      }),
      { numRuns: 2000 },
    )
  })
  it('J3 base64 is read as Node reads it, and in one way only', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64')
        assert.deepEqual(bytesOfBase64(text), bytes)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'B', '/', '+', '=', ' ', '-') }), (text) => {
        const bytes = bytesOfBase64(text)
        assert.ok(bytes === undefined || Buffer.from(bytes).toString('base64') === text)
      }),
    )
  })
})

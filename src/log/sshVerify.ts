import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { type Curve, curves, type SshKey } from '../core/ssh/sshKey'
import { wireReader } from '../core/ssh/sshWire'

interface Signature {
  algorithm: string
  raw: Uint8Array
}

/** The flag that says that somebody was there. */
const touched = 1
const crvOf: Record<Curve, string> = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' }
const hashOfCurve: Record<Curve, string> = { nistp256: 'sha256', nistp384: 'sha384', nistp521: 'sha512' }
const hashOfRsa: Record<string, string> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }

/** Why `signature`, as it is on the wire, is not one of `data` by this key; undefined when it is. */
export function signatureProblem(
  { type, key }: { type: string; key: SshKey },
  signature: Uint8Array,
  data: Uint8Array,
): string | undefined {
  const wire = wireReader(signature)
  const algorithm = wire.text()
  const raw = wire.string()
  const isToken = key.kind !== 'rsa' && key.application !== undefined
  const seen = wire.take(isToken ? 5 : 0)
  if (!wire.isRead()) return 'it is damaged'
  if (key.kind === 'rsa' ? !Object.hasOwn(hashOfRsa, algorithm) : algorithm !== type)
    return `it is signed by ${algorithm || 'an unknown algorithm'}, which does not go with a key of type ${type}`
  if (isToken && !(seen[0]! & touched)) return 'nobody touched the security key'
  const signed = isToken ? seenWith(key.application!, seen, data) : data
  return isSigned(key, { algorithm, raw }, signed) ? undefined : 'it does not fit what was signed'
}

/** A security key signs hashes, together with flags and a counter; see PROTOCOL.u2f of OpenSSH. */
function seenWith(application: Uint8Array, seen: Uint8Array, data: Uint8Array): Buffer {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  return Buffer.concat([sha256(application), seen, sha256(data)])
}

/** False also where OpenSSL does not take the key for one, as when a point is not on its curve. */
function isSigned(key: SshKey, signature: Signature, data: Uint8Array): boolean {
  try {
    return fits(createPublicKey({ key: jwkOf(key), format: 'jwk' }), key, signature, data)
  } catch {
    return false
  }
}

function fits(publicKey: KeyObject, key: SshKey, { algorithm, raw }: Signature, data: Uint8Array): boolean {
  switch (key.kind) {
    case 'ed25519':
      return verify(null, data, publicKey, raw)
    case 'rsa': {
      const padded = leftPadded(raw, key.n.length)
      return padded !== undefined && verify(hashOfRsa[algorithm], data, publicKey, padded)
    }
    case 'ecdsa': {
      const wire = wireReader(raw)
      const parts = [wire.positive(), wire.positive()].map((part) => leftPadded(part, curves[key.curve]))
      if (!wire.isRead() || !parts[0] || !parts[1]) return false
      const both = Buffer.concat([parts[0], parts[1]])
      return verify(hashOfCurve[key.curve], data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, both)
    }
  }
}

function jwkOf(key: SshKey): JsonWebKey {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  switch (key.kind) {
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: text(key.point) }
    case 'rsa':
      return { kty: 'RSA', e: text(key.e), n: text(key.n) }
    case 'ecdsa':
      return { kty: 'EC', crv: crvOf[key.curve], x: text(key.x), y: text(key.y) }
  }
}

function leftPadded(bytes: Uint8Array, length: number): Uint8Array | undefined {
  if (bytes.length > length) return undefined
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes])
}

import { base64Of, bytesOfBase64 } from './base64'
import type { HashHex } from '../identity'
import { wireReader, type WireReader } from './sshWire'

/** Of each curve, how many bytes a coordinate has. */
export const curves = { nistp256: 32, nistp384: 48, nistp521: 66 } as const
export type Curve = keyof typeof curves

/** A public key. One that lives in a security key (FIDO) is bound to an `application`, such as `ssh:`. */
export type SshKey =
  | { kind: 'ed25519'; point: Uint8Array; application?: Uint8Array }
  | { kind: 'ecdsa'; curve: Curve; x: Uint8Array; y: Uint8Array; application?: Uint8Array }
  | { kind: 'rsa'; e: Uint8Array; n: Uint8Array }

const readers: Record<string, (wire: WireReader) => SshKey | { problem: string }> = {
  'ssh-ed25519': ed25519,
  'ssh-rsa': rsa,
  'ecdsa-sha2-nistp256': (wire) => ecdsa(wire, 'nistp256'),
  'ecdsa-sha2-nistp384': (wire) => ecdsa(wire, 'nistp384'),
  'ecdsa-sha2-nistp521': (wire) => ecdsa(wire, 'nistp521'),
  'sk-ssh-ed25519@openssh.com': (wire) => bound(wire, ed25519(wire)),
  'sk-ecdsa-sha2-nistp256@openssh.com': (wire) => bound(wire, ecdsa(wire, 'nistp256')),
}

/** A public key as it is on the wire, with its type; certificates, and RSA keys that are too short, are a problem. */
export function sshKeyIn(blob: Uint8Array): { type: string; key: SshKey } | { problem: string } {
  const wire = wireReader(blob)
  const type = wire.text()
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (!read) return { problem: `a key of type ${type || 'unknown'} does not do` }
  const key = read(wire)
  if ('problem' in key) return key
  return wire.isRead() ? { type, key } : { problem: `its ${type} key is damaged` }
}

/** A line as in a .pub file as `type base64`, the one way in which a key is written here; undefined when it is no key that does. */
export function canonicalKey(text: string): string | undefined {
  if (text.length > 16_384) return undefined
  const line = /^[ \t]*(\S+)[ \t]+(\S+)(?:[ \t].*)?$/.exec(text.trimEnd())
  const blob = bytesOfBase64(line?.[2] ?? '')
  if (!blob) return undefined
  const found = sshKeyIn(blob)
  return 'key' in found && found.type === line?.[1] ? keyText(found.type, blob) : undefined
}

export const keyText = (type: string, blob: Uint8Array): string => `${type} ${base64Of(blob)}`

/** `SHA256:…`, as ssh-keygen -l prints it. */
export function fingerprintOf(hashHex: HashHex, key: string): string {
  const hash = hashHex(hexOf(bytesOfBase64(key.split(' ')[1] ?? '') ?? new Uint8Array()))
  const bytes = Uint8Array.from(hash.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return `SHA256:${base64Of(bytes).replace(/=+$/, '')}`
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function ed25519(wire: WireReader): SshKey | { problem: string } {
  const point = wire.string()
  return point.length === 32 ? { kind: 'ed25519', point } : { problem: 'its ssh-ed25519 key is damaged' }
}

function ecdsa(wire: WireReader, curve: Curve): SshKey | { problem: string } {
  const named = wire.text()
  const point = wire.string()
  const size = curves[curve]
  if (named !== curve || point.length !== 1 + 2 * size || point[0] !== 4)
    return { problem: `its ecdsa-sha2-${curve} key is damaged` }
  return { kind: 'ecdsa', curve, x: point.subarray(1, 1 + size), y: point.subarray(1 + size) }
}

function rsa(wire: WireReader): SshKey | { problem: string } {
  const e = wire.positive()
  const n = wire.positive()
  const isOddAboveOne = e.length > 0 && e.at(-1)! % 2 === 1 && (e.length > 1 || e[0]! > 1)
  if (!wire.isRead() || !isOddAboveOne) return { problem: 'its ssh-rsa key is damaged' }
  const bits = n.length * 8 + 24 - Math.clz32(n[0]!)
  if (bits < 2048) return { problem: `its RSA key has ${bits} bits; 2048 are the least` }
  if (bits > 16_384) return { problem: `its RSA key has ${bits} bits; 16384 are the most` }
  return { kind: 'rsa', e, n }
}

function bound(wire: WireReader, key: SshKey | { problem: string }): SshKey | { problem: string } {
  const application = wire.string()
  return 'problem' in key || key.kind === 'rsa' ? key : { ...key, application }
}

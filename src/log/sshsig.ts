import { createHash } from 'node:crypto'
import { bytesOfBase64 } from '../core/ssh/base64'
import { keyText, sshKeyIn } from '../core/ssh/sshKey'
import { wireReader } from '../core/ssh/sshWire'
import { signatureProblem } from './sshVerify'

/** The public key that signed, as canonicalKey writes it; or why the signature does not count. */
export type Verified = { key: string } | { problem: string }

const magic = Buffer.from('SSHSIG')
const [begin, end] = ['-----BEGIN SSH SIGNATURE-----', '-----END SSH SIGNATURE-----']

/** Which key signed `message` for `namespace`? `armored` may be anything. Format: PROTOCOL.sshsig of OpenSSH. */
export function verifySshsig(armored: string, message: Uint8Array, namespace: string): Verified {
  const blob = blobIn(armored)
  if (!blob) return { problem: 'it is not an SSH signature' }
  const wire = wireReader(blob)
  const isMarked = magic.equals(wire.take(magic.length))
  const version = wire.number()
  const [publicKey, space, reserved] = [wire.string(), Buffer.from(wire.string()), wire.string()]
  const hash = wire.text()
  const signature = wire.string()
  if (!isMarked || !wire.isRead()) return { problem: 'it is damaged' }
  if (version !== 1) return { problem: `it is of version ${version}, which is not known here` }
  if (!namespace || !space.equals(Buffer.from(namespace))) return { problem: `it was not made for ${namespace}` }
  if (hash !== 'sha256' && hash !== 'sha512') return { problem: 'it hashes with neither sha256 nor sha512' }
  const found = sshKeyIn(publicKey)
  if ('problem' in found) return found
  const digest = createHash(hash).update(message).digest()
  const data = Buffer.concat([magic, ...[space, reserved, Buffer.from(hash), digest].map(stringOf)])
  const problem = signatureProblem(found, signature, data)
  return problem === undefined ? { key: keyText(found.type, publicKey) } : { problem }
}

function blobIn(armored: string): Uint8Array | undefined {
  const text = armored.length <= 16_384 ? armored.trimEnd() : ''
  if (!text.startsWith(`${begin}\n`) && !text.startsWith(`${begin}\r\n`)) return undefined
  if (!text.endsWith(`\n${end}`)) return undefined
  return bytesOfBase64(text.slice(begin.length, -end.length).replace(/\s+/g, ''))
}

function stringOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { HashHex, HashOf } from '../core/identity'

/** Canonical JSON, RFC 8785, in UTF-8: the same value always gives the same bytes. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('undefined has no JSON form')
  return new TextEncoder().encode(text)
}

export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
export const hashOf: HashOf = (value) => sha256Hex(canonicalBytes(value))
export const hashHex: HashHex = (hex) => sha256Hex(Buffer.from(hex, 'hex'))

import type { Actor } from '../record'

/** What of CycloneDX we write is JSON; its schema says more than types could. */
export type Json = string | number | boolean | { [key: string]: Json } | Json[]
export type JsonObject = { [key: string]: Json }

/** Names what has no place in the standard. */
export const property = (name: string, value: unknown): JsonObject => ({
  name: `pedigree:${name}`,
  value: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
})

/** Leaves out what is absent or empty, as the standard does. */
export function filled(fields: Record<string, Json | undefined>): JsonObject {
  const entries = Object.entries(fields).flatMap(([key, value]): [string, Json][] =>
    value === undefined || isEmpty(value) ? [] : [[key, value]],
  )
  return Object.fromEntries(entries)
}

const isEmpty = (value: Json): boolean => typeof value === 'object' && Object.keys(value).length === 0

const hashes: Record<string, [alg: string, digits: number]> = {
  md5: ['MD5', 32],
  sha1: ['SHA-1', 40],
  sha256: ['SHA-256', 64],
  sha384: ['SHA-384', 96],
  sha512: ['SHA-512', 128],
  blake3: ['BLAKE3', 64],
}

/** `sha256:…` as the standard writes it; undefined where it knows no such algorithm. */
export function hashOf(digest: string): JsonObject | undefined {
  const [, name = '', content = ''] = /^([\w-]+):([0-9a-f]+)$/i.exec(digest) ?? []
  const [alg, digits] = Object.hasOwn(hashes, name.toLowerCase().replace('-', ''))
    ? hashes[name.toLowerCase().replace('-', '')]!
    : []
  return alg && content.length === digits ? { alg, content } : undefined
}

/** A person, with the address only where it is one. */
export const personOf = ({ name, email }: Actor): JsonObject =>
  filled({ name, email: isEmail(email) ? email : undefined })

const isEmail = (text: string): boolean =>
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(
    text,
  )

/** An absolute address, without a password in it; undefined for what is none. `git@host:path` is one of ssh. */
export function uriOf(text: string): string | undefined {
  const [, host, path] = /^([\w.-]+@[\w.-]+):(?!\/\/)([\w./~-]+)$/.exec(text) ?? []
  if (host) return `ssh://${host}/${path!.replace(/^\/+/, '')}`
  return /^(?:https?|ssh|git|s3|gs|ftp):\/\/(?:[\w.-]+@)?[\w.-]+(?::\d{1,5})?(?:[/?#](?:[\w\-.~/?@!$&'()*+,;=:]|%[0-9a-f]{2})*)?(?:#(?:[\w\-.~/?@!$&'()*+,;=:]|%[0-9a-f]{2})*)?$/i.test(
    text,
  ) || /^(?:urn|doi|mailto|arxiv):(?:[\w\-.~/@:+]|%[0-9a-f]{2})+$/i.test(text)
    ? text
    : undefined
}

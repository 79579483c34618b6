import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { personState } from './places'
import { placeOf } from '../store/s3Settings'
import { isBucket } from './storeAt'
import type { BucketSettings } from './workspace'

/** Where a workspace would send a person's credentials and models: confirmed together, or not at all. */
export interface Destination {
  url: string
  /** null is AWS. */
  endpoint: string | null
  profile: string | null
}

/** undefined for a folder: it is given nothing that could be taken elsewhere. Throws bad-usage. */
export function destinationOf(address: string, { endpoint, profile }: BucketSettings = {}): Destination | undefined {
  if (!isBucket(address)) return undefined
  placeOf(address)
  return { url: tidied(address), endpoint: endpoint ? tidied(endpoint) : null, profile: profile ?? null }
}

/** In one line, as `PEDIGREE_TRUST` has it too: `s3://team/models endpoint=https://… profile=research`. */
export function destinationText({ url, endpoint, profile }: Destination): string {
  return `${url}${endpoint ? ` endpoint=${endpoint}` : ''}${profile ? ` profile=${profile}` : ''}`
}

/** Has this person confirmed it, or does `PEDIGREE_TRUST`, which separates several by `;`? */
export function isTrusted(destination: Destination): boolean {
  const given = (process.env['PEDIGREE_TRUST'] ?? '').split(/[;\n]/).map((text) => text.trim().replace(/\s+/g, ' '))
  return given.includes(destinationText(destination)) || existsSync(fileOf(destination))
}

/** Remembers, for this person, that it may have their credentials and models. */
export function trust(destination: Destination): void {
  const path = fileOf(destination)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(destination)}\n`)
}

export function distrust(destination: Destination): void {
  rmSync(fileOf(destination), { force: true })
}

const tidied = (address: string) => address.replace(/\/+$/, '')
const fileOf = (destination: Destination) =>
  join(personState(), 'trusted', `${createHash('sha256').update(destinationText(destination)).digest('hex')}.json`)

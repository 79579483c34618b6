import { randomUUID } from 'node:crypto'
import { type ErrorCode, RegistryError } from '../core/registryError'
import { probePlace } from './keys'
import type { ObjectStore } from './objectStore'
import { type S3Client, s3Client } from './s3Client'
import { answerOf, neverSent, statusOf } from './s3Errors'
import { type S3Settings, placeOf } from './s3Settings'
import { s3Store } from './s3Store'

/** A place of its own in a bucket, where anything may be tried. Nothing else is ever removed. */
export interface BucketPlace {
  client: S3Client
  store: ObjectStore
  /** The store in which the registry is, or is to be; for looking only. */
  registry: ObjectStore
  settings: S3Settings
  /** How many races are run. */
  rounds: number
  hasWritten: boolean
  /** Known once something was written. */
  isVersioned: boolean
}

export function bucketPlace(settings: S3Settings, rounds: number): BucketPlace {
  const { bucket, prefix } = placeOf(settings.url)
  const own = { ...settings, url: `s3://${bucket}/${prefix}${probePlace(randomUUID())}` }
  const registry = s3Store(settings)
  return {
    client: s3Client(own),
    store: s3Store(own),
    registry,
    settings,
    rounds,
    hasWritten: false,
    isVersioned: false,
  }
}

/** What a store said to one request: `200`, or the number of its refusal. Throws when it was never heard, or may not be asked. */
export async function said(client: S3Client, request: Promise<unknown>): Promise<string> {
  try {
    await request
    return '200'
  } catch (error) {
    const refusal = client.refusal('put', error)
    const isHopeless = refusal instanceof RegistryError && hopeless.has(refusal.code)
    if (isHopeless || neverSent(error)) throw refusal
    return answerOf(error) === 'exists' ? '412' : String(statusOf(error) ?? 'no answer')
  }
}
const hopeless = new Set<ErrorCode>(['no-permission', 'no-credentials', 'cancelled'])

/** Writes with the header that is to create only, and reads nothing into the answer. */
export function create(
  { client }: BucketPlace,
  Key: string,
  body: Buffer,
  asking: { headers?: Record<string, string>; ready?: () => Promise<void> } = {},
) {
  const headers = { ...client.createOnly, ...asking.headers }
  return client.once('put', { Key, Body: body, ContentLength: body.length }, { ...asking, headers })
}

/** Takes away all that was tried, as far as the store lets us; answers how many objects stay. */
export async function emptyPlace({ client, store }: BucketPlace): Promise<number> {
  let left = 0
  const remove = async (objects: { Key: string; VersionId?: string }[]) => {
    for (let at = 0; at < objects.length; at += 16) {
      const asked = objects.slice(at, at + 16).map((object) => client.ask('remove', object))
      left += (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected').length
    }
  }
  try {
    const keys: { Key: string }[] = []
    for await (const Key of store.list('')) keys.push({ Key })
    const versions = await versionsIn(client).catch(() => [])
    await remove(versions.length ? versions : keys)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
  }
  return left
}

async function versionsIn(client: S3Client): Promise<{ Key: string; VersionId: string }[]> {
  const found: { Key: string; VersionId: string }[] = []
  let next: object | undefined = {}
  while (next) {
    const asked: object = { Prefix: client.prefix, ...next }
    const { Versions = [], DeleteMarkers = [], ...page } = await client.ask<'listVersions'>('listVersions', asked)
    for (const { Key = '', VersionId } of [...Versions, ...DeleteMarkers])
      if (VersionId && VersionId !== 'null' && Key.startsWith(client.prefix))
        found.push({ Key: Key.slice(client.prefix.length), VersionId })
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined
  }
  return found
}

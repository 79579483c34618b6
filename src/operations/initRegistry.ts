import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { stringify } from 'yaml'
import type { Commit } from '../core/commit'
import { badUsage, registryExists, registryTracked } from '../core/errors'
import type { Actor } from '../core/record'
import { canonicalBytes } from '../log/canonical'
import { tracks } from '../sources/git'
import { logKey } from '../store/keys'
import type { Credentials } from '../store/s3Settings'
import { isBucket, newStoreAt } from './storeAt'
import { destinationOf, trust } from './trust'
import { addressOf, BucketSettings, configName, stateFolder } from './workspace'

export interface InitRegistry {
  folder: string
  /** A folder or a bucket for the registry; the workspace's own `.pedigree/registry` when left out. */
  registry?: string | undefined
  /** How a bucket is talked to. */
  s3?: BucketSettings | undefined
  credentials?: Credentials | undefined
  actor: Actor
  client: string
}

export interface Initialized {
  workspace: string
  registry: string
  /** False when the place held a registry already, which is now used. */
  created: boolean
  /** True when nobody else has a copy of what will be in it. */
  onlyCopy: boolean
}

/** Makes `pedigree.yaml` in a folder, and the registry it names unless that is there. */
export async function initRegistry({
  folder,
  registry,
  s3,
  credentials,
  actor,
  client,
}: InitRegistry): Promise<Initialized> {
  const workspace = resolve(folder)
  const config = join(workspace, configName)
  if (existsSync(config)) throw registryExists(workspace)
  if (existsSync(join(workspace, stateFolder)) && (await tracks(workspace, stateFolder)))
    throw registryTracked(stateFolder)
  const address = addressOf(workspace, registry)
  const settings = s3 && settingsOf(address, s3)
  const store = await newStoreAt(address, settings, credentials)
  const events = [{ type: 'registry.created' as const, registry: uuidv7() }]
  const at = new Date(await store.now()).toISOString()
  const first: Commit = { v: 1, seq: 0, prev: null, id: uuidv7(), at, actor, client, events }
  const created = (await store.putNew(logKey(0), canonicalBytes(first))) === 'created'

  await mkdir(join(workspace, stateFolder), { recursive: true })
  await writeFile(join(workspace, stateFolder, '.gitignore'), '*\n')
  await writeFile(config, configText(registry, settings), { flag: 'wx' })
  // Whoever types an address means it.
  const destination = destinationOf(address, settings)
  if (destination) trust(destination)
  return { workspace, registry: store.address, created, onlyCopy: registry === undefined }
}

/** Throws bad-usage; settings that are left out are not written. */
function settingsOf(address: string, s3: BucketSettings): BucketSettings | undefined {
  const given = Object.entries(s3).filter(([, value]) => value !== undefined)
  if (!given.length) return undefined
  if (!isBucket(address))
    throw badUsage(`${given[0]![0]} is for a registry in a bucket.`, 'Say --registry s3://bucket/prefix.')
  const parsed = BucketSettings.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw badUsage(`The ${path.join('.')} of a bucket is ${message}.`)
}

function configText(registry: string | undefined, s3: BucketSettings | undefined): string {
  const head = '# Where this folder keeps its models. See: pedigree status\n'
  return registry
    ? head + stringify({ registry, ...(s3 ? { s3 } : {}) })
    : `${head}# registry: a folder that others can reach too; by default .pedigree/registry\n`
}

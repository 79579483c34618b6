import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { stringify } from 'yaml'
import type { Commit } from '../core/commit'
import { registryExists, registryTracked } from '../core/errors'
import type { Actor } from '../core/record'
import { canonicalBytes } from '../log/canonical'
import { tracks } from '../sources/git'
import { logKey } from '../store/keys'
import { bucketSettings } from './bucketSettings'
import { newStoreAt } from './newStoreAt'
import type { ProveStore } from './proveStore'
import { addressOf, type BucketSettings, configName, stateFolder } from './workspace'

export interface InitRegistry {
  folder: string
  /** A folder or a bucket for the registry; the workspace's own `.pedigree/registry` when left out. */
  registry?: string | undefined
  /** How a bucket is talked to. */
  s3?: BucketSettings | undefined
  actor: Actor
  client: string
  /** Told what was tried of a bucket in which there is no registry yet. */
  onProbe?: ProveStore['onProbe']
  signal?: AbortSignal | undefined
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
export async function initRegistry(options: InitRegistry): Promise<Initialized> {
  const { folder, registry, s3, actor, client, onProbe, signal } = options
  const workspace = resolve(folder)
  const config = join(workspace, configName)
  if (existsSync(config)) throw registryExists(workspace)
  if (existsSync(join(workspace, stateFolder)) && (await tracks(workspace, stateFolder)))
    throw registryTracked(stateFolder)
  const address = addressOf(workspace, registry)
  const settings = s3 && bucketSettings(address, s3)
  const { store, there } = await newStoreAt({ address, s3: settings, onProbe, signal })
  const created = there !== 'registry' && (await store.putNew(logKey(0), await firstCommit())) === 'created'

  await mkdir(join(workspace, stateFolder), { recursive: true })
  await writeFile(join(workspace, stateFolder, '.gitignore'), '*\n')
  await writeFile(config, configText(registry, settings), { flag: 'wx' })
  return { workspace, registry: store.address, created, onlyCopy: registry === undefined }

  async function firstCommit(): Promise<Uint8Array> {
    const events = [{ type: 'registry.created' as const, registry: uuidv7() }]
    const at = new Date(await store.now()).toISOString()
    const first: Commit = { v: 1, seq: 0, prev: null, id: uuidv7(), at, actor, client, events }
    return canonicalBytes(first)
  }
}

function configText(registry: string | undefined, s3: BucketSettings | undefined): string {
  const head = '# Where this folder keeps its models. See: pedigree status\n'
  return registry
    ? head + stringify({ registry, ...(s3 ? { s3 } : {}) })
    : `${head}# registry: a folder that others can reach too; by default .pedigree/registry\n`
}

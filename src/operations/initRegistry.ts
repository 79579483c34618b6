import { resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { Commit } from '../core/commit'
import type { Actor } from '../core/record'
import { canonicalBytes, sha256Hex } from '../log/canonical'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import type { Credentials } from '../store/s3Settings'
import { bucketSettings } from './bucketSettings'
import { makeWorkspace, requireNoWorkspace } from './makeWorkspace'
import { newStoreAt } from './newStoreAt'
import type { ProveStore } from './proveStore'
import { requireNoCopy } from './requireNoCopy'
import { addressOf, type BucketSettings } from './workspace'

export interface InitRegistry {
  folder: string
  /** A folder or a bucket for the registry; the workspace's own `.pedigree/registry` when left out. */
  registry?: string | undefined
  /** How a bucket is talked to. */
  s3?: BucketSettings | undefined
  credentials?: Credentials | undefined
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
  const { folder, registry, s3, credentials, actor, client, onProbe, signal } = options
  const workspace = resolve(folder)
  await requireNoWorkspace(workspace)
  const address = addressOf(workspace, registry)
  const settings = s3 && bucketSettings(address, s3)
  const { store, there } = await newStoreAt({ address, s3: settings, credentials, onProbe, signal })
  const created = there !== 'registry' && (await makeRegistry(store, actor, client))
  await makeWorkspace(workspace, registry, settings)
  return { workspace, registry: store.address, created, onlyCopy: registry === undefined }
}

/** Answers false when somebody else was faster, whose registry it then is. */
async function makeRegistry(store: ObjectStore, actor: Actor, client: string): Promise<boolean> {
  const events = [{ type: 'registry.created' as const, registry: uuidv7() }]
  const at = new Date(await store.now()).toISOString()
  const first: Commit = { v: 1, seq: 0, prev: null, id: uuidv7(), at, actor, client, events }
  const bytes = canonicalBytes(first)
  const created = (await store.putNew(logKey(0), bytes)) === 'created'
  // One that was begun in the same moment; whoever makes it is refused as well.
  if (created) await requireNoCopy(store, sha256Hex(bytes))
  return created
}

import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { stringify } from 'yaml'
import type { Commit } from '../core/commit'
import { registryExists, registryTracked, storeUnsupported } from '../core/errors'
import type { Actor } from '../core/record'
import { canonicalBytes } from '../log/canonical'
import { tracks } from '../sources/git'
import { createFolder } from '../store/folderStore'
import { logKey } from '../store/keys'
import { addressOf, configName, stateFolder } from './workspace'

export interface InitRegistry {
  folder: string
  /** A folder for the registry; the workspace's own `.pedigree/registry` when left out. */
  registry?: string | undefined
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
export async function initRegistry({ folder, registry, actor, client }: InitRegistry): Promise<Initialized> {
  const workspace = resolve(folder)
  const config = join(workspace, configName)
  if (existsSync(config)) throw registryExists(workspace)
  if (registry?.includes('://') && !registry.startsWith('file://')) throw storeUnsupported(registry)
  if (existsSync(join(workspace, stateFolder)) && (await tracks(workspace, stateFolder)))
    throw registryTracked(stateFolder)
  const address = addressOf(workspace, registry)
  const store = await createFolder(address)
  const events = [{ type: 'registry.created' as const, registry: uuidv7() }]
  const at = new Date(await store.now()).toISOString()
  const first: Commit = { v: 1, seq: 0, prev: null, id: uuidv7(), at, actor, client, events }
  const created = (await store.putNew(logKey(0), canonicalBytes(first))) === 'created'

  await mkdir(join(workspace, stateFolder), { recursive: true })
  await writeFile(join(workspace, stateFolder, '.gitignore'), '*\n')
  await writeFile(config, configText(registry), { flag: 'wx' })
  return { workspace, registry: address, created, onlyCopy: registry === undefined }
}

function configText(registry: string | undefined): string {
  const head = '# Where this folder keeps its models. See: pedigree status\n'
  return registry
    ? head + stringify({ registry })
    : `${head}# registry: a folder that others can reach too; by default .pedigree/registry\n`
}

import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import { registryExists, registryTracked } from '../core/errors'
import { tracks } from '../sources/git'
import { destinationOf, trust } from './trust'
import { addressOf, type BucketSettings, configName, stateFolder } from './workspace'

/** Throws registry-exists for a folder that is a workspace already, and registry-tracked. */
export async function requireNoWorkspace(folder: string): Promise<void> {
  if (existsSync(join(folder, configName))) throw registryExists(folder)
  if (existsSync(join(folder, stateFolder)) && (await tracks(folder, stateFolder))) throw registryTracked(stateFolder)
}

/** Makes a folder a workspace of a registry; whoever typed its address is taken to mean it. */
export async function makeWorkspace(
  folder: string,
  registry: string | undefined,
  s3: BucketSettings | undefined,
): Promise<void> {
  await mkdir(join(folder, stateFolder), { recursive: true })
  await writeFile(join(folder, stateFolder, '.gitignore'), '*\n')
  await writeFile(join(folder, configName), configText(registry, s3), { flag: 'wx' })
  confirm(addressOf(folder, registry), s3)
}

/** Makes `pedigree.yaml` name another address, and leaves all else in it as it is. */
export async function useRegistry(folder: string, registry: string, s3: BucketSettings | undefined): Promise<void> {
  const path = join(folder, configName)
  const document = parseDocument(await readFile(path, 'utf8'))
  const isEmpty = document.contents === null
  if (!isEmpty) {
    document.set('registry', registry)
    if (s3) document.set('s3', s3)
    else document.delete('s3')
  }
  await writeFile(`${path}.new`, isEmpty ? configText(registry, s3) : String(document))
  await rename(`${path}.new`, path)
  confirm(addressOf(folder, registry), s3)
}

function confirm(address: string, s3: BucketSettings | undefined): void {
  const destination = destinationOf(address, s3)
  if (destination) trust(destination)
}

function configText(registry: string | undefined, s3: BucketSettings | undefined): string {
  const head = '# Where this folder keeps its models. See: pedigree status\n'
  return registry
    ? head + stringify({ registry, ...(s3 ? { s3 } : {}) })
    : `${head}# registry: a folder that others can reach too; by default .pedigree/registry\n`
}

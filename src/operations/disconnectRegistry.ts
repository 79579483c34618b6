import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { type Destination, destinationOf, distrust } from './trust'
import { configName, findWorkspace } from './workspace'

/**
 * Takes back what this person confirmed of a folder's registry; `fromConfig` also takes the registry out of
 * `pedigree.yaml`, which is removed when nothing else is in it. The registry itself is not touched. Answers where it
 * is, if that is a bucket.
 */
export async function disconnectRegistry(start: string, fromConfig: boolean): Promise<Destination | null> {
  const { folder, config, address } = await findWorkspace(start)
  const destination = destinationOf(address, config.s3)
  if (destination) distrust(destination)
  if (fromConfig) {
    const path = join(folder, configName)
    const document = parseDocument(await readFile(path, 'utf8'))
    document.delete('registry')
    document.delete('s3')
    const isEmpty = Object.keys((document.toJS() ?? {}) as object).length === 0
    await (isEmpty ? rm(path) : writeFile(path, document.toString()))
  }
  return destination ?? null
}

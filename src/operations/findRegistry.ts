import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { notARegistry, registryUntrusted } from '../core/bucketErrors'
import { logDamaged, registryMissing, registryTracked, untrusted } from '../core/errors'
import { RegistryError } from '../core/registryError'
import { type Index, openIndex } from '../index/openIndex'
import { registryId } from '../index/summary'
import { readEntry } from '../log/entry'
import { tracks } from '../sources/git'
import { isCorruption } from '../sqlite/db'
import { closedStore } from '../store/closedStore'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { whatIsThere } from '../store/whatIsThere'
import { knownRegistry, rememberRegistry } from './knownRegistries'
import type { OpenContext } from './openContext'
import { requireNoCopy } from './requireNoCopy'
import { storeAt } from './storeAt'
import { type Destination, destinationOf, destinationText, isTrusted, trust } from './trust'
import { addressOf, type BucketSettings, findWorkspace, stateFolder } from './workspace'

export interface FoundRegistry {
  /** Given by the first commit of its log. */
  id: string
  store: ObjectStore
  /** The folder with `pedigree.yaml`; undefined when the registry is used without one. */
  folder: string | undefined
  /** Why the store could not be asked: the id is the one of last time. */
  unreachable: RegistryError | undefined
}

/** Which registry is meant, and its store. Reads the log's first commit, and nothing else. */
export async function findRegistry(options: OpenContext): Promise<FoundRegistry> {
  const { cwd, registry, trusted = true } = options
  const workspace = registry === undefined ? await findWorkspace(cwd) : undefined
  const folder = workspace?.folder
  const address = workspace?.address ?? addressOf(cwd, registry)
  const settings = (workspace ? workspace.config.s3 : options.s3) ?? {}
  const destination = destinationOf(address, settings)
  if (workspace && destination && trusted) await requireTrust(destination, options)
  const store = destination && !trusted ? unvisited(address) : await reach(address, settings, options)

  const first = await bothOf(firstWords(store), folder ? prepareStateFolder(folder, trusted) : undefined)
  if (first.unreachable) {
    const id = destination && knownRegistry(destination)
    if (!id) throw first.unreachable
    return { id, store, folder, unreachable: first.unreachable }
  }
  const id = first.id ?? (folder && idInIndex(folder, options))
  if (!id) {
    // Or nothing of it is: any server answers something.
    await store.check()
    throw logDamaged(0, 'it does not say which registry this is')
  }
  if (destination) rememberRegistry(destination, id)
  return { id, store, folder, unreachable: undefined }
}

/** What the first comes to, once both are over: whoever cleans up after a refusal must not be overtaken. */
async function bothOf<T>(first: Promise<T>, second: Promise<void> | undefined): Promise<T> {
  const [answer, other] = await Promise.allSettled([first, second])
  if (other.status === 'rejected') throw other.reason
  if (answer.status === 'rejected') throw answer.reason
  return answer.value
}

/** A `pedigree.yaml` may be somebody else's: what it names gets nothing before the person has said so. */
export async function requireTrust(destination: Destination, { confirm }: Pick<OpenContext, 'confirm'>): Promise<void> {
  if (isTrusted(destination)) return
  if (!(await confirm?.(destination))) throw registryUntrusted(destinationText(destination), { ...destination })
  trust(destination)
}

async function reach(address: string, settings: BucketSettings, { credentialsFor }: OpenContext): Promise<ObjectStore> {
  const destination = destinationOf(address, settings)
  return storeAt(address, settings, destination && (await credentialsFor?.(destination)))
}

/** A folder that the editor does not trust makes it talk to nobody. */
const unvisited = (address: string) => closedStore(address, () => untrusted('Looking into a bucket'))

/** The registry's id in its first commit; undefined when that is damaged. Throws registry-missing, or not-a-registry. */
async function firstWords(store: ObjectStore): Promise<{ id?: string | undefined; unreachable?: RegistryError }> {
  try {
    const bytes = await store.get(logKey(0))
    if (!bytes) {
      await requireNoCopy(store)
      const there = await whatIsThere(store)
      throw typeof there === 'object' ? notARegistry(store.address, there.key) : registryMissing(store.address)
    }
    const event = readEntry(0, bytes, undefined).commit?.events.find(({ type }) => type === 'registry.created')
    return { id: typeof event?.['registry'] === 'string' ? event['registry'] : undefined }
  } catch (error) {
    if (isOutOfReach(error)) return { unreachable: error }
    throw error
  }
}

export const isOutOfReach = (error: unknown): error is RegistryError =>
  error instanceof RegistryError && (error.code === 'store-unreachable' || error.code === 'untrusted')

/** `.pedigree/` is one person's: it ignores itself, and one that came with a clone is not believed. */
async function prepareStateFolder(workspace: string, trusted: boolean): Promise<void> {
  const folder = join(workspace, stateFolder)
  if (existsSync(folder) && trusted && (await tracks(workspace, stateFolder))) throw registryTracked(stateFolder)
  mkdirSync(folder, { recursive: true })
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
}

function idInIndex(folder: string, { journal }: OpenContext): string | undefined {
  const path = join(folder, stateFolder, 'index.db')
  if (!existsSync(path)) return undefined
  const index = openIndex(path, journal)
  try {
    return registryIn(index)
  } finally {
    index.close()
  }
}

/** The id of the registry that an index is of; undefined when it is empty or damaged. */
export function registryIn(index: Index): string | undefined {
  try {
    return registryId(index.db)
  } catch (error) {
    if (isCorruption(error)) return undefined
    throw error
  }
}

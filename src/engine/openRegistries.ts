import { statSync } from 'node:fs'
import { join } from 'node:path'
import { RegistryError } from '../core/registryError'
import type { Context } from '../operations/context'
import { isBucket } from '../operations/storeAt'
import { configName, findWorkspace, workspaceFolder } from '../operations/workspace'
import type { Keeper } from './keepUp'

export interface Registry {
  context: Context
  keeper: Keeper
}

interface Entry {
  registry: Promise<Registry>
  /** Calls under way: a context is closed after the last of them. */
  calls: Set<Promise<unknown>>
  /** Which configuration it was opened with. */
  stamp: string
  failure: Failure | undefined
}

interface Failure {
  error: Error
  /** When it may be tried again, by itself. */
  until: number
}

/** How long a registry that could not be opened is left alone, in milliseconds: a bucket is not asked all the time. */
const rest = { folder: 0, bucket: 30_000 }

export type OpenRegistries = ReturnType<typeof openRegistries>

/** What is open, by folder. Opened with the first call, anew when `pedigree.yaml` changes, and again after a failure. */
export function openRegistries(open: (folder: string) => Promise<Registry>) {
  const entries = new Map<string, Entry>()

  function entryOf(folder: string): Entry {
    const stamp = stampOf(folder)
    const known = entries.get(folder)
    if (known?.stamp === stamp && !known.failure) return known
    if (known) void close(folder)
    const entry: Entry = { registry: open(folder), calls: new Set(), stamp, failure: undefined }
    entries.set(folder, entry)
    entry.registry.catch(async (error: Error) => (entry.failure = { error, until: await retryAt(folder, error) }))
    return entry
  }

  async function during<T>(entry: Entry, work: (registry: Registry) => Promise<T>): Promise<T> {
    const call = entry.registry.then(work)
    entry.calls.add(call)
    try {
      return await call
    } finally {
      entry.calls.delete(call)
    }
  }

  /** The next call opens it anew, while calls that are under way go on with what they have. */
  async function close(folder: string): Promise<void> {
    const entry = entries.get(folder)
    if (!entry) return
    entries.delete(folder)
    await Promise.allSettled(entry.calls)
    await entry.registry.then(({ context }) => context.close()).catch(() => {})
  }

  return {
    folders: () => [...entries.keys()],
    /** Runs `work` with the folder's registry, which is not closed meanwhile. */
    using: <T>(folder: string, work: (registry: Registry) => Promise<T>): Promise<T> => during(entryOf(folder), work),
    /** As using, but a failure is answered again, and not tried again, for as long as it is fresh. */
    async glimpse<T>(folder: string, work: (registry: Registry) => Promise<T>): Promise<T> {
      const known = entries.get(folder)
      if (known?.failure && known.stamp === stampOf(folder) && Date.now() < known.failure.until)
        throw known.failure.error
      return during(entryOf(folder), work)
    },
    close,
    closeAll: () => Promise.all([...entries.keys()].map(close)),
  }
}

async function retryAt(folder: string, error: Error): Promise<number> {
  // What is missing from this machine will not come back while the editor runs.
  if (error instanceof RegistryError && error.code === 'sqlite-unavailable') return Infinity
  const address = await findWorkspace(folder).then(
    (workspace) => workspace.address,
    () => '',
  )
  return Date.now() + (isBucket(address) ? rest.bucket : rest.folder)
}

/** Changes with the configuration of a folder; empty when there is none. */
export function stampOf(folder: string): string {
  const workspace = workspaceFolder(folder)
  const stats = workspace && statSync(join(workspace, configName), { throwIfNoEntry: false })
  return stats ? `${workspace} ${stats.mtimeMs} ${stats.size}` : ''
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { userInfo, hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { logDamaged, registryMissing, registryTracked } from '../core/errors'
import type { Actor } from '../core/record'
import { type Index, openIndex } from '../index/openIndex'
import { missingFeatures, registryId, seqOfCommit } from '../index/summary'
import { readEntry } from '../log/entry'
import { openLocal } from '../log/openLocal'
import { openLog } from '../log/openLog'
import { gitUser, tracks } from '../sources/git'
import type { OpenOptions as DbOptions } from '../sqlite/db'
import { isCorruption } from '../sqlite/db'
import { cachedStore } from '../store/blobCache'
import { logKey } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import type { Context, FileHasher, Progress } from './context'
import { decide } from './decide'
import { cachedBlobsOf, cachedIndexOf, localDbOf } from './places'
import { isBucket, storeAt } from './storeAt'
import { addressOf, findWorkspace, stateFolder } from './workspace'

export interface OpenContext {
  /** Where the search for a workspace starts, and where relative paths do. */
  cwd: string
  /** A folder or URL, to be used without a workspace. */
  registry?: string | undefined
  /** Program and version, for the log: `pedigree/0.1.0 cli`. */
  client: string
  files: FileHasher
  journal?: DbOptions['journal']
  /** In a folder that is not trusted nothing is run, not even git. */
  trusted?: boolean
  onProgress?: ((progress: Progress) => void) | undefined
  onWarning(message: string): void
  signal?: AbortSignal | undefined
}

/** Opens a registry as one person uses it on one machine. Reads the log's first commit, and nothing else. */
export async function openContext(options: OpenContext): Promise<Context> {
  const { cwd, registry, trusted = true, onWarning } = options
  const workspace = registry === undefined ? await findWorkspace(cwd) : undefined
  const folder = workspace?.folder
  const address = workspace?.address ?? addressOf(cwd, registry)
  const store = storeAt(address, workspace?.config.s3)
  const [firstSays] = await Promise.all([registryIdIn(store), folder && prepareStateFolder(folder, trusted)])

  const id = firstSays ?? (folder && idInIndex(folder, options.journal))
  if (!id) {
    // Or nothing of it is: any server answers something.
    await store.check()
    throw logDamaged(0, 'it does not say which registry this is')
  }
  const local = openLocal(
    localDbOf(id),
    (aside) => onWarning(`The state of this registry on this machine was damaged; it was set aside as ${aside}.`),
    options.journal,
  )
  const indexPath = folder ? join(folder, stateFolder, 'index.db') : cachedIndexOf(id)
  mkdirSync(dirname(indexPath), { recursive: true })
  const index = openIndex(indexPath, options.journal)
  // Of another registry; an empty one may be another process's, at work this moment.
  const indexed = knownId(index)
  if (indexed !== undefined && indexed !== id) index.clear()

  const cache = isBucket(address) ? (folder ? join(folder, stateFolder, 'cache') : cachedBlobsOf(id)) : undefined
  const people = { actor: undefined as Promise<Actor> | undefined }
  const actor = () => (people.actor ??= actorIn(folder ?? cwd, trusted))
  const newId = () => uuidv7()
  const log = openLog({
    store,
    local,
    sink: {
      head: index.head,
      apply: index.apply,
      clear: index.clear,
      missingFeatures: () => missingFeatures(index.db),
      seqOfCommit: (commit) => seqOfCommit(index.db, commit),
    },
    decide: (intent) => index.db.snapshot(() => decide(index.db, intent)),
    actor,
    client: options.client,
    now: Date.now,
    newId,
  })
  return {
    workspace: folder,
    cwd,
    store: cache ? cachedStore(store, cache) : store,
    cache,
    log,
    index,
    local,
    files: options.files,
    actor,
    now: Date.now,
    newId,
    onProgress: options.onProgress,
    onWarning,
    signal: options.signal,
    close: async () => {
      await options.files.close()
      index.close()
      local.close()
    },
  }
}

/** `.pedigree/` is one person's: it ignores itself, and one that came with a clone is not believed. */
async function prepareStateFolder(workspace: string, trusted: boolean): Promise<void> {
  const folder = join(workspace, stateFolder)
  if (existsSync(folder) && trusted && (await tracks(workspace, stateFolder))) throw registryTracked(stateFolder)
  mkdirSync(folder, { recursive: true })
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
}

/** The registry's id in its first commit; undefined when that is damaged. Throws registry-missing. */
async function registryIdIn(store: ObjectStore): Promise<string | undefined> {
  const bytes = await store.get(logKey(0))
  if (!bytes) {
    await store.check()
    throw registryMissing(store.address)
  }
  const event = readEntry(0, bytes, undefined).commit?.events.find(({ type }) => type === 'registry.created')
  return typeof event?.['registry'] === 'string' ? event['registry'] : undefined
}

function idInIndex(folder: string, journal: DbOptions['journal']): string | undefined {
  const path = join(folder, stateFolder, 'index.db')
  if (!existsSync(path)) return undefined
  const index = openIndex(path, journal)
  try {
    return knownId(index)
  } finally {
    index.close()
  }
}

function knownId(index: Index): string | undefined {
  try {
    return registryId(index.db)
  } catch (error) {
    if (isCorruption(error)) return undefined
    throw error
  }
}

/** `PEDIGREE_ACTOR` (`Ada <ada@example.com>`), else who git says, else the account's name. */
export async function actorIn(folder: string, trusted: boolean): Promise<Actor> {
  const given = /^(.*?)\s*<([^>]*)>$/.exec(process.env['PEDIGREE_ACTOR'] ?? '')
  if (given) return { name: given[1]!, email: given[2]! }
  const git = trusted ? await gitUser(folder) : {}
  const account = userInfo().username
  return { name: git.name ?? account, email: git.email ?? `${account}@${hostname()}` }
}

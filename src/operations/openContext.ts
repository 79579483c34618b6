import { mkdirSync } from 'node:fs'
import { userInfo, hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../core/record'
import { openIndex } from '../index/openIndex'
import { missingFeatures, seqOfCommit } from '../index/summary'
import { openLocal } from '../log/openLocal'
import { openLog } from '../log/openLog'
import { commitNamespace } from '../log/signing'
import { uploads } from '../log/uploads'
import { gitUser } from '../sources/git'
import type { ChosenKey } from '../sources/signingKeys'
import { signWithSsh } from '../sources/sshKeygen'
import type { OpenOptions as DbOptions } from '../sqlite/db'
import { cachedStore } from '../store/blobCache'
import type { Credentials } from '../store/s3Settings'
import type { Context, FileHasher, Progress } from './context'
import { decide } from './decide'
import { notify } from './notify'
import { findRegistry, registryIn } from './findRegistry'
import { releaseKept, sendKept } from './keptFiles'
import { cachedBlobsOf, cachedIndexOf, localDbOf } from './places'
import { isBucket } from './storeAt'
import type { Destination } from './trust'
import { type BucketSettings, stateFolder } from './workspace'

export interface OpenContext {
  /** Where the search for a workspace starts, and where relative paths do. */
  cwd: string
  /** A folder or URL, to be used without a workspace. */
  registry?: string | undefined
  /** How that registry is talked to, if it is a bucket. */
  s3?: BucketSettings | undefined
  /** Program and version, for the log: `pedigree/0.1.0 cli`. */
  client: string
  files: FileHasher
  journal?: DbOptions['journal']
  /** In a folder that is not trusted nothing is run, not even git, and no bucket is talked to. */
  trusted?: boolean
  /** May changes wait on this machine while the store cannot be reached? Where nobody looks, they had better not. */
  allowPending?: boolean | undefined
  /** Is there a terminal at which a passphrase can be asked for? */
  mayAsk?: boolean
  /** Asked for the key to sign with whenever something is signed; without an answer, PEDIGREE_SIGNING_KEY says. */
  signingKey?: (() => ChosenKey | undefined) | undefined
  /** Asked when `pedigree.yaml` names a bucket that this person has not confirmed yet. */
  confirm?: ((destination: Destination) => Promise<boolean>) | undefined
  /** Credentials that are kept for a bucket; without them, those that every AWS program finds. */
  credentialsFor?: ((destination: Destination) => Promise<Credentials | undefined>) | undefined
  /** Addresses of webhooks that are kept secret, by the name of the variable that would hold them. */
  webhookFor?: ((name: string) => Promise<string | undefined>) | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  onWarning(message: string): void
  signal?: AbortSignal | undefined
}

/** Opens a registry as one person uses it on one machine; without a connection, if it was seen before. */
export async function openContext(options: OpenContext): Promise<Context> {
  const { cwd, trusted = true, allowPending = false, mayAsk = false, onWarning, onProgress, signal } = options
  const { id, store, folder, unreachable } = await findRegistry(options)
  const local = openLocal(
    localDbOf(id),
    (aside) => onWarning(`The state of this registry on this machine was damaged; it was set aside as ${aside}.`),
    options.journal,
  )
  const indexPath = folder ? join(folder, stateFolder, 'index.db') : cachedIndexOf(id)
  mkdirSync(dirname(indexPath), { recursive: true })
  const index = openIndex(indexPath, options.journal)
  // Of another registry; an empty one may be another process's, at work this moment.
  const indexed = registryIn(index)
  if (indexed !== undefined && indexed !== id) index.clear()

  const cache = isBucket(store.address) ? (folder ? join(folder, stateFolder, 'cache') : cachedBlobsOf(id)) : undefined
  const people = { actor: undefined as Promise<Actor> | undefined }
  const actor = () => (people.actor ??= actorIn(folder ?? cwd, trusted))
  const newId = () => uuidv7()
  let hasBeenRead = false
  const log = openLog({
    store,
    local,
    sink: {
      head: index.head,
      apply: index.apply,
      settle: index.settle,
      clear: index.clear,
      rehearse: index.rehearse,
      missingFeatures: () => missingFeatures(index.db),
      seqOfCommit: (commit) => seqOfCommit(index.db, commit),
    },
    decide: (intent, moment) => index.db.snapshot(() => decide(index.db, intent, moment)),
    prepare: (intent) => sendKept(store, id, intent, { signal, uploads: uploads(local) }),
    release: (intent) => releaseKept(id, intent),
    onLanded: (seq) => {
      const told = notify(index.db, seq, { secret: options.webhookFor, onWarning })
      told.catch((error: Error) => onWarning(`Nobody was told of it: ${error.message}`))
    },
    sign: async (message, keys, isAwaited) =>
      signWithSsh({
        ...{
          message,
          keys,
          namespace: commitNamespace,
          interactive: isAwaited && mayAsk,
          people: [(await actor()).email],
        },
        ...{ folder: folder ?? cwd, chosen: options.signingKey?.(), signal, tell: onWarning },
      }),
    allowPending,
    actor,
    client: options.client,
    now: Date.now,
    newId,
    onWarning,
  })
  return {
    registryId: id,
    workspace: folder,
    cwd,
    unreachable: () => (hasBeenRead ? undefined : unreachable),
    allowPending,
    store: cache ? cachedStore(store, cache) : store,
    cache,
    log: { ...log, sync: async () => log.sync().then((applied) => ((hasBeenRead = true), applied)) },
    index,
    local,
    files: options.files,
    actor,
    now: Date.now,
    newId,
    onProgress,
    onWarning,
    signal,
    close: async () => {
      await options.files.close()
      index.close()
      local.close()
    },
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

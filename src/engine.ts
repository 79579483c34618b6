import { parentPort, workerData } from 'node:worker_threads'
import { untrusted } from './core/errors'
import { RegistryError } from './core/registryError'
import { refusalOf } from './core/refusal'
import { keepUp } from './engine/keepUp'
import { openRegistries, type Registry } from './engine/openRegistries'
import { watch } from './engine/watch'
import { callable, needsTrust } from './operations/callable'
import { completionsAt, descriptionAt } from './operations/configHelp'
import type { Context, Progress } from './operations/context'
import { disconnectRegistry } from './operations/disconnectRegistry'
import { bucketOf, examineRegistry } from './operations/examineRegistry'
import { following } from './operations/following'
import { initRegistry } from './operations/initRegistry'
import { actorIn, openContext } from './operations/openContext'
import { policyFile } from './operations/policyFile'
import { registryStatus } from './operations/registryStatus'
import { systemRefusal } from './operations/systemRefusal'
import { threadedHasher } from './operations/threadedHasher'
import { trust } from './operations/trust'
import { connect, type EngineCall, type EngineCalls, type EngineNews, type EngineReply } from './vscode/engine'
import type { EngineSettings, Look } from './vscode/engine'

// Composition root 3: the thread that does for the editor all that could make it wait.

const settings = workerData as EngineSettings
const { client } = settings
let { trusted, signingKey } = settings

/** How often progress is told, in milliseconds. */
const tellEvery = 100

const aborts = new Map<number, AbortController>()
const registries = openRegistries(open)
const watcher = watch(registries, (folder) => void news.changed.asEvent(folder))

const calls: EngineCalls = {
  call: (call) => replyTo(() => run(call)),
  look: (folder) => replyTo(() => registries.glimpse(folder, look)),
  sync: (folder) =>
    replyTo(() =>
      registries.using(folder, async (registry) => {
        await registry.keeper.sync()
        return look(registry)
      }),
    ),
  init: ({ folder, registry, s3, credentials }) =>
    replyTo(async () => {
      requireTrust('Making a registry')
      return initRegistry({ folder, registry, s3, credentials, actor: await actorIn(folder, trusted), client })
    }),
  bucketOf: (folder) => replyTo(() => bucketOf(folder)),
  examine: (id, place) =>
    replyTo(async () => {
      requireTrust('Looking into a bucket')
      return abortable(id, (signal) => examineRegistry(place, (row) => void news.probed.asEvent(id, row), signal))
    }),
  confirm: (destination) =>
    replyTo(async () => {
      requireTrust('Trusting a registry')
      trust(destination)
    }),
  disconnect: (folder, fromConfig) =>
    replyTo(async () => {
      requireTrust('Disconnecting')
      return disconnectRegistry(folder, fromConfig)
    }),
  checkConfig: (text) => replyTo(async () => policyFile(text).problems),
  completeConfig: (text, offset, known) => replyTo(async () => completionsAt(text, offset, known)),
  describeConfig: (text, offset) => replyTo(async () => descriptionAt(text, offset)),
  reopen: (folder) => registries.close(folder),
  cancel: (id) => aborts.get(id)?.abort(),
  signWith: (file) => void (signingKey = file),
  follow: (next) => {
    for (const folder of registries.folders()) if (!next.folders.includes(folder)) void registries.close(folder)
    watcher.follow(next)
  },
  trust: () => {
    trusted = true
    void registries.closeAll()
  },
  end: async () => {
    for (const abort of aborts.values()) abort.abort()
    watcher.follow(following)
    await registries.closeAll()
  },
}
const news = connect<EngineNews, EngineCalls>(parentPort!, calls)

async function open(folder: string): Promise<Registry> {
  const context = await openContext({
    cwd: folder,
    client,
    files: threadedHasher(settings.hasher),
    journal: settings.journal,
    trusted,
    allowPending: true,
    signingKey: () => (signingKey ? { where: 'the setting pedigree.signingKey', key: signingKey } : undefined),
    credentialsFor: (destination) => news.credentialsFor(destination),
    webhookFor: (name) => news.webhookFor(name),
    onWarning: (message) => void news.warning.asEvent(message),
  })
  return {
    context,
    keeper: keepUp(context, {
      mayWrite: trusted,
      settled: (settled) => void news.settled.asEvent(folder, settled),
      synced: (lastSync) => void news.synced.asEvent(folder, lastSync),
    }),
  }
}

function requireTrust(what: string): void {
  if (!trusted) throw untrusted(what)
}

async function replyTo(work: () => Promise<unknown>): Promise<EngineReply> {
  try {
    return { answer: await work() }
  } catch (error) {
    const refusal = error instanceof RegistryError ? error : systemRefusal(error)
    if (refusal) return { refusal: refusalOf(refusal) }
    const { message, stack = message } = error as Error
    return { bug: { message, stack } }
  }
}

async function abortable<T>(id: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  aborts.set(id, abort)
  try {
    return await work(abort.signal)
  } finally {
    aborts.delete(id)
  }
}

async function run({ id, folder, operation, args }: EngineCall): Promise<unknown> {
  const writes = needsTrust[operation]
  if (writes) requireTrust(writes)
  try {
    return await abortable(id, (signal) =>
      registries.using(folder, ({ context }) => {
        const perform = callable[operation] as (ctx: Context, args: unknown) => Promise<unknown>
        return perform({ ...context, signal, onProgress: progressOf(id) }, args)
      }),
    )
  } finally {
    if (writes) {
      void news.changed.asEvent(folder)
      // Others may have been there too, or the store may have been out of reach.
      watcher.hurry()
    }
  }
}

/** How things stand, from what is on this machine. A bucket is only waited for where nothing is known of it yet. */
async function look(registry: Registry): Promise<Look> {
  const { context, keeper } = registry
  if (!keeper.isBucket || (keeper.isNew && !context.index.head())) await keeper.look()
  watcher.tell(registry)
  return { status: await registryStatus(context), problem: keeper.problem, isBucket: keeper.isBucket }
}

function progressOf(id: number): (progress: Progress) => void {
  let last = 0
  return (progress) => {
    if (progress.done < progress.total && Date.now() - last < tellEvery) return
    last = Date.now()
    void news.progress.asEvent(id, progress)
  }
}

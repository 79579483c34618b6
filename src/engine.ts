import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { untrusted } from './core/errors'
import { RegistryError } from './core/registryError'
import { type Refusal, refusalOf } from './core/refusal'
import { callable, needsTrust } from './operations/callable'
import type { Context, Progress } from './operations/context'
import { bringUp, type Glance } from './operations/glance'
import { initRegistry } from './operations/initRegistry'
import { actorIn, openContext } from './operations/openContext'
import { systemRefusal } from './operations/systemRefusal'
import { threadedHasher } from './operations/threadedHasher'
import { configName, workspaceFolder } from './operations/workspace'
import { connect, type EngineCall, type EngineCalls, type EngineNews, type EngineReply } from './vscode/engine'
import type { EngineSettings } from './vscode/engine'

// Composition root 3: the thread that does for the editor all that could make it wait.

const settings = workerData as EngineSettings
const { client } = settings
let { trusted } = settings

/**
 * How often a folder that someone looks at is asked for changes of others, in milliseconds. The editor takes some
 * 300 more to redraw a tree, and all of it is to be done within a second.
 */
const pollEvery = 250
/** How often progress is told, in milliseconds. */
const tellEvery = 100

interface Opened {
  context: Promise<Context>
  /** Calls under way: a context is closed after the last of them. */
  calls: Set<Promise<unknown>>
  /** Which configuration it was opened with. */
  stamp: string
}
const opened = new Map<string, Opened>()
const aborts = new Map<number, AbortController>()
/** What each folder looked like when the editor last heard of it. */
const told = new Map<string, string>()
let watched: string[] = []
let polling = false

const calls: EngineCalls = {
  call: (call) => replyTo(() => run(call)),
  init: ({ folder, registry }) =>
    replyTo(async () => {
      if (!trusted) throw untrusted('Making a registry')
      return initRegistry({ folder, registry, actor: await actorIn(folder, trusted), client })
    }),
  cancel: (id) => aborts.get(id)?.abort(),
  follow: (folders, closely) => {
    for (const folder of opened.keys()) if (!folders.includes(folder)) void close(folder)
    watched = closely ? folders : []
    void poll()
  },
  trust: () => {
    trusted = true
    for (const folder of opened.keys()) void close(folder)
  },
  end: async () => {
    for (const abort of aborts.values()) abort.abort()
    await Promise.all([...opened.keys()].map(close))
  },
}
const news = connect<EngineNews, EngineCalls>(parentPort!, calls)

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

async function run({ id, folder, operation, args }: EngineCall): Promise<unknown> {
  const writes = needsTrust[operation]
  if (writes && !trusted) throw untrusted(writes)
  const abort = new AbortController()
  aborts.set(id, abort)
  try {
    return await using(folder, async (context) => {
      const perform = callable[operation] as (ctx: Context, args: unknown) => Promise<unknown>
      const answer = await perform({ ...context, signal: abort.signal, onProgress: progressOf(id) }, args)
      if (operation === 'glance') told.set(folder, looksOf(folder, context, (answer as Glance).problem))
      return answer
    })
  } finally {
    aborts.delete(id)
    if (writes) void news.changed.asEvent(folder)
  }
}

/** Runs `work` with the folder's context, which is not closed meanwhile. */
async function using<T>(folder: string, work: (context: Context) => Promise<T>): Promise<T> {
  const entry = entryOf(folder)
  const call = entry.context.then(work)
  entry.calls.add(call)
  try {
    return await call
  } finally {
    entry.calls.delete(call)
  }
}

function entryOf(folder: string): Opened {
  const stamp = stampOf(folder)
  const known = opened.get(folder)
  if (known?.stamp === stamp) return known
  if (known) void close(folder)
  const context = openContext({
    cwd: folder,
    client,
    files: threadedHasher(settings.hasher),
    journal: settings.journal,
    trusted,
    allowPending: true,
    onWarning: (message) => void news.warning.asEvent(message),
  })
  const entry: Opened = { context, calls: new Set(), stamp }
  opened.set(folder, entry)
  // What could not be opened is tried again by the next call.
  context.catch(() => opened.get(folder) === entry && opened.delete(folder))
  return entry
}

/** The next call opens it anew, while calls that are under way go on with what they have. */
async function close(folder: string): Promise<void> {
  const entry = opened.get(folder)
  if (!entry) return
  opened.delete(folder)
  await Promise.allSettled(entry.calls)
  await entry.context.then((context) => context.close()).catch(() => {})
}

async function poll(): Promise<void> {
  if (polling) return
  polling = true
  while (watched.length) {
    for (const folder of watched) {
      const looks = await lookAt(folder)
      if (looks === undefined || looks === told.get(folder)) continue
      told.set(folder, looks)
      void news.changed.asEvent(folder)
    }
    await sleep(pollEvery)
  }
  polling = false
}

/** Something that differs when the folder has to be shown anew; undefined when nobody can tell. */
async function lookAt(folder: string): Promise<string | undefined> {
  try {
    return await using(folder, async (context) => {
      const problem = await bringUp(context)
      void using(folder, ({ log }) => log.pack(1))
      return looksOf(folder, context, problem)
    })
  } catch (error) {
    // What is missing from this machine will not come back while the editor runs.
    const hopeless = error instanceof RegistryError && error.code === 'sqlite-unavailable'
    return hopeless ? undefined : stampOf(folder) + (error as Error).message
  }
}

const looksOf = (folder: string, { index, log }: Context, problem: Refusal | null): string =>
  [stampOf(folder), index.head()?.seq, log.pending().length, problem?.message].join()

/** Changes with the configuration of a folder; empty when there is none. */
function stampOf(folder: string): string {
  const workspace = workspaceFolder(folder)
  const stats = workspace && statSync(join(workspace, configName), { throwIfNoEntry: false })
  return stats ? `${workspace} ${stats.mtimeMs} ${stats.size}` : ''
}

function progressOf(id: number): (progress: Progress) => void {
  let last = 0
  return (progress) => {
    if (progress.done < progress.total && Date.now() - last < tellEvery) return
    last = Date.now()
    void news.progress.asEvent(id, progress)
  }
}

import type { MessagePort, Worker } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BirpcReturn, createBirpc } from 'birpc'
import { errorOf, type Refusal } from '../core/refusal'
import type { AnswerOf, ArgsOf, OperationName } from '../operations/callable'
import type { Completions, Described } from '../operations/configHelp'
import type { KnownNames } from '../operations/configNames'
import type { Progress } from '../operations/context'
import type { Examined, Place, ProbeRow } from '../operations/examineRegistry'
import { following, type Following, type Settled } from '../operations/following'
import type { Initialized, InitRegistry } from '../operations/initRegistry'
import type { FileProblem } from '../operations/policyFile'
import type { Status } from '../operations/registryStatus'
import type { Destination } from '../operations/trust'

/** What the engine's thread is started with. */
export interface EngineSettings {
  /** Program and version, for the log. */
  client: string
  journal: 'WAL' | 'DELETE'
  trusted: boolean
  /** The script of the threads that hash files. */
  hasher: string
  /** The file of the key to sign with; empty where the person did not choose. */
  signingKey: string
}

export interface EngineCall {
  id: number
  folder: string
  operation: OperationName
  args: unknown
}
export type EngineReply = { answer: unknown } | { refusal: Refusal } | { bug: { message: string; stack: string } }

/** How a registry stands, from what is known on this machine. */
export interface Look {
  status: Status
  /** Why that may be old: the store could not be asked, or is not the one seen before. */
  problem: Refusal | null
  isBucket: boolean
}

export type Credentials = NonNullable<InitRegistry['credentials']>
export type NewRegistry = Omit<InitRegistry, 'actor' | 'client' | 'onProbe' | 'signal'>

/** What the engine's thread can be asked. */
export interface EngineCalls {
  call(call: EngineCall): Promise<EngineReply>
  look(folder: string): Promise<EngineReply>
  /** Asks the store for what is new, and settles what waits. */
  sync(folder: string): Promise<EngineReply>
  init(args: NewRegistry): Promise<EngineReply>
  /** The bucket that `pedigree.yaml` of a folder names. */
  bucketOf(folder: string): Promise<EngineReply>
  /** Tries a bucket out; tells `probed` meanwhile. */
  examine(id: number, place: Place): Promise<EngineReply>
  /** The person has said that it may have their credentials and models. */
  confirm(destination: Destination): Promise<EngineReply>
  disconnect(folder: string, fromConfig: boolean): Promise<EngineReply>
  /** What is wrong with the text of a `pedigree.yaml`. */
  checkConfig(text: string): Promise<EngineReply>
  /** What can be written at an offset of it. */
  completeConfig(text: string, offset: number, known: KnownNames): Promise<EngineReply>
  /** What is meant at an offset of it. */
  describeConfig(text: string, offset: number): Promise<EngineReply>
  /** The next call opens it anew. */
  reopen(folder: string): Promise<void>
  cancel(id: number): void
  /** From now on this key is tried first. */
  signWith(file: string): void
  /** Other folders are closed; in these, changes are told, whoever makes them. */
  follow(next: Following): void
  /** From now on everything may be done. */
  trust(): void
  /** Cancels what is under way and closes every registry. */
  end(): Promise<void>
}

/** What the engine's thread tells by itself, and what it asks. */
export interface EngineNews {
  progress(id: number, progress: Progress): void
  probed(id: number, row: ProbeRow): void
  changed(folder: string): void
  synced(folder: string, at: string): void
  settled(folder: string, settled: Settled): void
  warning(message: string): void
  /** Those that are kept for a bucket; undefined for those that every AWS program finds. */
  credentialsFor(destination: Destination): Promise<Credentials | undefined>
  /** The address of a webhook that is kept under the name of a variable. */
  webhookFor(name: string): Promise<string | undefined>
}

export interface EngineListener extends Pick<
  EngineNews,
  'changed' | 'synced' | 'settled' | 'warning' | 'credentialsFor' | 'webhookFor'
> {
  /** The thread ended by itself. The next call starts another. */
  stopped(error: Error): void
}

export interface CallOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** Calls that were under way when the thread ended are rejected with this; the listener has been told why. */
export class EngineStopped extends Error {}

/** How long closing waits for what is under way, in milliseconds. */
const patience = 2000

export type Engine = ReturnType<typeof openEngine>
type Rpc = BirpcReturn<EngineCalls, EngineNews>

/** The registries of this window, in a thread of their own, which `startWorker` starts when there is a call. */
export function openEngine(
  startWorker: (workerData: EngineSettings) => Worker,
  settings: EngineSettings,
  listener: EngineListener,
) {
  const progress = new Map<number, (progress: Progress) => void>()
  const probed = new Map<number, (row: ProbeRow) => void>()
  let running: { worker: Worker; rpc: Rpc } | undefined
  let { trusted, signingKey } = settings
  let followed = following
  let ids = 0

  function start(): Rpc {
    const worker = startWorker({ ...settings, trusted, signingKey })
    const rpc = connect<EngineCalls, EngineNews>(worker, {
      progress: (id, told) => progress.get(id)?.(told),
      probed: (id, row) => probed.get(id)?.(row),
      changed: listener.changed,
      synced: listener.synced,
      settled: listener.settled,
      warning: listener.warning,
      credentialsFor: listener.credentialsFor,
      webhookFor: listener.webhookFor,
    })
    running = { worker, rpc }
    const gone = (error: Error) => {
      if (running?.worker !== worker) return
      running = undefined
      rpc.$close(new EngineStopped(error.message, { cause: error }))
      listener.stopped(error)
    }
    worker.once('error', (error) => gone(error as Error))
    worker.once('exit', (code) => gone(new Error(`the thread ended with code ${code}`)))
    void rpc.follow.asEvent(followed)
    return rpc
  }
  const rpc = () => running?.rpc ?? start()

  return {
    async call<O extends OperationName>(
      folder: string,
      operation: O,
      args: ArgsOf<O>,
      { signal, onProgress }: CallOptions = {},
    ): Promise<AnswerOf<O>> {
      const id = ids++
      const cancel = () => void running?.rpc.cancel.asEvent(id)
      if (onProgress) progress.set(id, onProgress)
      signal?.addEventListener('abort', cancel)
      try {
        const reply = rpc().call({ id, folder, operation, args })
        if (signal?.aborted) cancel()
        return answerOf(await reply) as AnswerOf<O>
      } finally {
        progress.delete(id)
        signal?.removeEventListener('abort', cancel)
      }
    },
    look: async (folder: string): Promise<Look> => answerOf(await rpc().look(folder)) as Look,
    sync: async (folder: string): Promise<Look> => answerOf(await rpc().sync(folder)) as Look,
    init: async (args: NewRegistry): Promise<Initialized> => answerOf(await rpc().init(args)) as Initialized,
    bucketOf: async (folder: string) => answerOf(await rpc().bucketOf(folder)) as Place | undefined,
    async examine(place: Place, onProbe: (row: ProbeRow) => void, signal: AbortSignal): Promise<Examined> {
      const id = ids++
      const cancel = () => void running?.rpc.cancel.asEvent(id)
      probed.set(id, onProbe)
      signal.addEventListener('abort', cancel)
      try {
        return answerOf(await rpc().examine(id, place)) as Examined
      } finally {
        probed.delete(id)
        signal.removeEventListener('abort', cancel)
      }
    },
    confirm: async (destination: Destination) => void answerOf(await rpc().confirm(destination)),
    disconnect: async (folder: string, fromConfig: boolean) =>
      answerOf(await rpc().disconnect(folder, fromConfig)) as Destination | null,
    checkConfig: async (text: string) => answerOf(await rpc().checkConfig(text)) as FileProblem[],
    completeConfig: async (text: string, offset: number, known: KnownNames) =>
      answerOf(await rpc().completeConfig(text, offset, known)) as Completions,
    describeConfig: async (text: string, offset: number) =>
      answerOf(await rpc().describeConfig(text, offset)) as Described | undefined,
    reopen: async (folder: string) => running?.rpc.reopen(folder),
    follow(next: Following): void {
      followed = next
      void running?.rpc.follow.asEvent(next)
    },
    signWith(file: string): void {
      signingKey = file
      void running?.rpc.signWith.asEvent(file)
    },
    trust(): void {
      trusted = true
      void running?.rpc.trust.asEvent()
    },
    /** Cancels what is under way, closes every registry and ends the thread. */
    async close(): Promise<void> {
      if (!running) return
      const { worker, rpc } = running
      running = undefined
      await Promise.race([rpc.end().catch(() => {}), sleep(patience)])
      rpc.$close(new EngineStopped('closed'))
      await worker.terminate()
    },
  }
}

/** Either end of the wire. Calls may take hours, so none is given up. */
export function connect<Remote extends object, Local extends object>(
  port: Worker | MessagePort,
  local: Local,
): BirpcReturn<Remote, Local> {
  return createBirpc<Remote, Local>(local, {
    post: (message) => port.postMessage(message),
    on: (heard) => void port.on('message', heard),
    timeout: -1,
  })
}

function answerOf(reply: EngineReply): unknown {
  if ('answer' in reply) return reply.answer
  if ('refusal' in reply) throw errorOf(reply.refusal)
  throw Object.assign(new Error(reply.bug.message), { stack: reply.bug.stack })
}

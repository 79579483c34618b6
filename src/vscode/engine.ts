import type { MessagePort, Worker } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BirpcReturn, createBirpc } from 'birpc'
import { errorOf, type Refusal } from '../core/refusal'
import type { AnswerOf, ArgsOf, OperationName } from '../operations/callable'
import type { Progress } from '../operations/context'
import type { Initialized } from '../operations/initRegistry'

/** What the engine's thread is started with. */
export interface EngineSettings {
  /** Program and version, for the log. */
  client: string
  journal: 'WAL' | 'DELETE'
  trusted: boolean
  /** The script of the threads that hash files. */
  hasher: string
}

export interface EngineCall {
  id: number
  folder: string
  operation: OperationName
  args: unknown
}
export type EngineReply = { answer: unknown } | { refusal: Refusal } | { bug: { message: string; stack: string } }

/** What the engine's thread can be asked. */
export interface EngineCalls {
  call(call: EngineCall): Promise<EngineReply>
  init(args: { folder: string; registry?: string | undefined }): Promise<EngineReply>
  cancel(id: number): void
  /** The folders of the window: others are closed. Followed closely, changes in them are told, whoever makes them. */
  follow(folders: string[], closely: boolean): void
  /** From now on everything may be done. */
  trust(): void
  /** Cancels what is under way and closes every registry. */
  end(): Promise<void>
}

/** What the engine's thread tells by itself. */
export interface EngineNews {
  progress(id: number, progress: Progress): void
  changed(folder: string): void
  warning(message: string): void
}

export interface EngineListener {
  changed(folder: string): void
  warning(message: string): void
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
  let running: { worker: Worker; rpc: Rpc } | undefined
  let trusted = settings.trusted
  let followed: Parameters<EngineCalls['follow']> = [[], false]
  let ids = 0

  function start(): Rpc {
    const worker = startWorker({ ...settings, trusted })
    const rpc = connect<EngineCalls, EngineNews>(worker, {
      progress: (id, told) => progress.get(id)?.(told),
      changed: (folder) => listener.changed(folder),
      warning: (message) => listener.warning(message),
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
    void rpc.follow.asEvent(...followed)
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
    init: async (args: { folder: string; registry?: string | undefined }): Promise<Initialized> =>
      answerOf(await rpc().init(args)) as Initialized,
    follow(folders: string[], closely: boolean): void {
      followed = [folders, closely]
      void running?.rpc.follow.asEvent(folders, closely)
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

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { cancelled } from '../core/errors'
import type { Transfer } from '../store/objectStore'
import type { FileHasher } from './context'

export interface HashRequest {
  id: number
  path: string
}
export type HashReply = { id: number } & (
  { bytes: number } | { sha256: string } | { error: { message: string; code: string } }
)

interface Job extends HashRequest {
  transfer: Transfer
  resolve(sha256: string): void
  reject(error: Error): void
}

/**
 * Hashes files in worker threads that run `script`, one file per thread at a time. Threads start when there is
 * work for them. (Pools from npm start a script of their own, which a bundle does not have.)
 */
export function threadedHasher(script: string, threads = availableParallelism()): FileHasher {
  const waiting: Job[] = []
  const idle: Worker[] = []
  const busy = new Map<Worker, Job>()
  let ids = 0

  function feed(): void {
    while (waiting.length && (idle.length || busy.size < threads)) {
      const worker = idle.pop() ?? start()
      const job = waiting.shift()!
      busy.set(worker, job)
      worker.ref()
      worker.postMessage({ id: job.id, path: job.path } satisfies HashRequest)
    }
  }

  function start(): Worker {
    const worker = new Worker(script)
    worker.on('message', (reply: HashReply) => heard(worker, reply))
    worker.on('error', (error) => gone(worker, error as Error))
    return worker
  }

  function heard(worker: Worker, reply: HashReply): void {
    const job = busy.get(worker)
    if (!job || job.id !== reply.id) return
    if ('bytes' in reply) return job.transfer.onBytes?.(reply.bytes)
    release(worker)
    if ('sha256' in reply) job.resolve(reply.sha256)
    else job.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }))
    feed()
  }

  function release(worker: Worker): void {
    busy.delete(worker)
    idle.push(worker)
    // An idle thread does not keep the process alive.
    worker.unref()
  }

  function gone(worker: Worker, error: Error): void {
    const job = busy.get(worker)
    busy.delete(worker)
    job?.reject(error)
    feed()
  }

  function cancel(job: Job): void {
    const at = waiting.indexOf(job)
    if (at >= 0) waiting.splice(at, 1)
    const worker = [...busy].find(([, other]) => other === job)?.[0]
    if (worker) {
      // A thread in the middle of a file is simply ended; it holds nothing.
      busy.delete(worker)
      void worker.terminate()
    }
    job.reject(cancelled())
    feed()
  }

  return {
    hash: (path, transfer = {}) =>
      new Promise((resolve, reject) => {
        if (transfer.signal?.aborted) return reject(cancelled())
        const job: Job = { id: ids++, path, transfer, resolve, reject }
        transfer.signal?.addEventListener('abort', () => cancel(job), { once: true })
        waiting.push(job)
        feed()
      }),
    close: async () => {
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()))
    },
  }
}

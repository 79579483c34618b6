import { parentPort } from 'node:worker_threads'
import type { HashReply, HashRequest } from './operations/threadedHasher'
import { hashFile } from './store/hashFile'

// A thread that hashes files, so that no other thread waits for it.

const reportEvery = 32 * 1024 * 1024

parentPort!.on('message', ({ id, path }: HashRequest) => {
  const reply = (message: HashReply) => parentPort!.postMessage(message)
  let unreported = 0
  const onBytes = (bytes: number) => {
    unreported += bytes
    if (unreported < reportEvery) return
    reply({ id, bytes: unreported })
    unreported = 0
  }
  hashFile(path, { onBytes }).then(
    (sha256) => {
      reply({ id, bytes: unreported })
      reply({ id, sha256 })
    },
    (error: NodeJS.ErrnoException) => reply({ id, error: { message: error.message, code: error.code ?? '' } }),
  )
})

import { openLocal } from '../../src/log/openLocal'
import { uploads } from '../../src/log/uploads'
import type { S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import { peakMemory } from '../host/peakMemory'

// A process that sends a file to a bucket, or fetches it, and says what memory that took, in KiB.
// node transfer.js put|get <settings as JSON> <key> <path> <sha256> [<local.db>]

async function main([what, settings, key, path, sha256, local]: string[]): Promise<void> {
  const store = s3Store(JSON.parse(settings!) as S3Settings)
  const db = local === undefined ? undefined : openLocal(local, console.error)
  let done = 0
  const onBytes = (bytes: number) => console.error((done += bytes))
  const transfer = { onBytes, ...(db ? { uploads: uploads(db) } : {}) }
  const start = performance.now()
  const answer = await (what === 'put' ? store.putFile : store.getFile)(key!, path!, sha256!, transfer)
  const took = performance.now() - start
  console.log(JSON.stringify({ answer, took, memory: peakMemory() }))
  db?.close()
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 70
})

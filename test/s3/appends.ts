import { openLocal } from '../../src/log/openLocal'
import { s3Store } from '../../src/store/s3Store'
import type { S3Settings } from '../../src/store/s3Settings'
import { numbering, register } from '../log/clients'
import { aClient } from '../samples'

// A process that registers versions in a bucket, and says of each what became of it.
// node appends.js <settings as JSON> <local.db> <name>…

async function main([settings, local, ...names]: string[]): Promise<void> {
  const store = s3Store(JSON.parse(settings!) as S3Settings)
  const client = aClient({ store, local: openLocal(local!, console.error), decide: numbering })
  for (const name of names) console.log(JSON.stringify(await client.log.append(register(name))))
  client.local.close()
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 70
})

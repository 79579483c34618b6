// npm run demo [folder]
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runDemo } from './runDemo'

runDemo(resolve(process.argv[2] ?? join(tmpdir(), 'pedigree-demo'))).catch((error: unknown) => {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})

// npm start [folder]
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openInVscode } from '../host/open'
import { projectRoot } from '../host/projectRoot'
import { runDemo } from './runDemo'

async function main(folder: string): Promise<void> {
  await runDemo(folder)
  await openInVscode(folder, { extensionPath: projectRoot })
}

main(resolve(process.argv[2] ?? join(tmpdir(), 'pedigree-demo'))).catch((error: unknown) => {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})

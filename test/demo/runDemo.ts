import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import { tellStory } from './story'
import { terminal } from './terminal'
import { clearWorkspace } from './workspace'

/** Makes the demo workspace in the folder with the built command line; throws at the first step that goes wrong. */
export async function runDemo(folder: string): Promise<void> {
  clearWorkspace(folder)
  mkdirSync(folder, { recursive: true })
  const commandLine = join(projectRoot, 'dist/cli.js')
  await tellStory(
    folder,
    terminal(folder, commandLine, (text) => process.stdout.write(text)),
  )
  process.stdout.write(`\nThe workspace: ${folder}\n`)
}

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../host/projectRoot'

export interface Suite {
  /** Also the folder with its tests. */
  name: string
  /** Opened in Restricted Mode. */
  restricted?: true
  /** Fills a scratch folder and answers what to open: it, a `.code-workspace` file in it, or undefined for an empty window. */
  prepare(scratch: string): Promise<string | undefined>
}

export const suites: Suite[] = [
  { name: 'empty', prepare: async () => undefined },
  { name: 'registry', prepare: registry },
  { name: 'multiroot', prepare: multiroot },
  { name: 'restricted', restricted: true, prepare: registry },
]

async function registry(scratch: string): Promise<string> {
  await pedigree(scratch, 'init')
  return scratch
}

async function multiroot(scratch: string): Promise<string> {
  const names = ['first', 'second', 'plain']
  for (const name of names) await mkdir(join(scratch, name))
  for (const name of ['first', 'second']) await registry(join(scratch, name))
  const file = join(scratch, 'both.code-workspace')
  await writeFile(file, JSON.stringify({ folders: names.map((path) => ({ path })) }))
  return file
}

/** Runs the built command line, as a person in that folder would. */
async function pedigree(cwd: string, ...args: string[]): Promise<void> {
  const cli = join(projectRoot, 'dist', 'cli.js')
  if (existsSync(cli)) await promisify(execFile)(process.execPath, [cli, ...args], { cwd })
}

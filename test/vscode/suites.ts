import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import type { Scratch } from '../host/scratch'

export interface Suite {
  /** Also the folder with its tests. */
  name: string
  /** Opened in Restricted Mode. */
  restricted?: true
  /** Fills a scratch folder and answers what to open: it, a `.code-workspace` file in it, or undefined for an empty window. */
  prepare(scratch: Scratch): Promise<string | undefined>
}

export const suites: Suite[] = [
  { name: 'empty', prepare: async () => undefined },
  { name: 'registry', prepare: registry },
  { name: 'multiroot', prepare: multiroot },
  { name: 'restricted', restricted: true, prepare: registry },
]

async function registry(scratch: Scratch): Promise<string> {
  await fill(scratch, '.')
  return scratch.folder
}

async function multiroot(scratch: Scratch): Promise<string> {
  const names = ['first', 'second', 'plain']
  for (const name of names) await mkdir(join(scratch.folder, name))
  for (const name of ['first', 'second']) await fill(scratch, name)
  const file = join(scratch.folder, 'both.code-workspace')
  await writeFile(file, JSON.stringify({ folders: names.map((path) => ({ path })) }))
  return file
}

/** Makes the registry that the tests of a suite find. */
async function fill(scratch: Scratch, below: string): Promise<void> {
  if (existsSync(join(projectRoot, 'dist', 'cli.js'))) await scratch.pedigree(['init'], below)
  else console.log('dist/cli.js is not built: the tests find an empty folder')
}

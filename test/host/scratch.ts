import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from './projectRoot'

export interface Scratch {
  /** An empty folder to work in. */
  folder: string
  /** Makes a process somebody else than the person at this machine: with a state folder and a git identity of its own. */
  env: Record<string, string>
  /** Runs the built command line in the folder, or in one below it, and answers what it printed. */
  pedigree(args: string[], below?: string): Promise<string>
  remove(): Promise<void>
}

/** A place for one test, far from what the person has. */
export async function scratch(): Promise<Scratch> {
  const home = await mkdtemp(join(tmpdir(), 'pedigree-test-'))
  const folder = join(home, 'workspace')
  const gitConfig = join(home, 'gitconfig')
  await mkdir(folder)
  await writeFile(
    gitConfig,
    '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  )
  const env = { PEDIGREE_STATE: join(home, 'state'), GIT_CONFIG_GLOBAL: gitConfig }
  const cli = join(projectRoot, 'dist', 'cli.js')
  return {
    folder,
    env,
    pedigree: async (args, below = '.') => {
      const options = { cwd: join(folder, below), env: { ...process.env, ...env }, maxBuffer: 100_000_000 }
      return (await promisify(execFile)(process.execPath, [cli, ...args], options)).stdout
    },
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  }
}

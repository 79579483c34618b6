import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../host/projectRoot'

export interface Observed {
  stdout: string
  milliseconds: number
  /** The most memory that the process had at a time. */
  bytes: number
  /** How often it opened a file below the watched folder. */
  opened: number
}

/** Runs the built command line as a process, and watches it. */
export async function observed(
  args: string[],
  place: { cwd: string; env: Record<string, string>; below: string },
): Promise<Observed> {
  const notes = join(place.env['PEDIGREE_STATE']!, '..', 'observed')
  const env = {
    ...process.env,
    ...place.env,
    NODE_OPTIONS: `--require ${join(projectRoot, 'dist', 'test', 'bench', 'observe.js')}`,
    OBSERVE_TO: notes,
    OBSERVE_BELOW: place.below,
  }
  const start = performance.now()
  const cli = join(projectRoot, 'dist', 'cli.js')
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
    cwd: place.cwd,
    env,
    maxBuffer: 64 << 20,
  })
  const took = performance.now() - start
  const lines = (await readFile(notes, 'utf8')).trim().split('\n')
  await rm(notes)
  const noted = lines.map((line) => JSON.parse(line) as { opened?: string; kilobytes?: number })
  return {
    stdout,
    milliseconds: took,
    bytes: 1024 * Math.max(...noted.map(({ kilobytes = 0 }) => kilobytes)),
    opened: noted.filter(({ opened }) => opened).length,
  }
}

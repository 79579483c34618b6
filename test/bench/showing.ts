import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import { benchWorkspace, bigSize, smallSize } from './bigWorkspace'
import { atMost, type Measured, median, milliseconds } from './measured'
import { modelNameOf } from './sampleLog'

const turns = 15
const budget = 150

/** `pedigree show` as a whole process, in turn with a Node that does nothing. */
export async function showing(): Promise<Measured[]> {
  const [big, small] = [await benchWorkspace(bigSize), await benchWorkspace(smallSize)]
  const show = ['show', `${modelNameOf(15)}@2`, '--json']
  const cli = join(projectRoot, 'dist', 'cli.js')
  const runs = {
    nothing: () => run(['-e', '0'], big),
    big: () => run([cli, ...show], big),
    unsynced: () => run([cli, ...show, '--no-sync'], big),
    small: () => run([cli, ...show], small),
    help: () => run([cli, '--help'], small),
  }
  const found: Record<string, number[]> = {}
  for (const [name, once] of Object.entries(runs)) {
    once()
    found[name] = []
  }
  for (let turn = 0; turn < turns; turn++) for (const [name, once] of Object.entries(runs)) found[name]!.push(once())
  return [
    { what: 'node -e 0', measured: milliseconds(median(found['nothing']!)) },
    { what: 'pedigree --help', measured: milliseconds(median(found['help']!)) },
    atMost('pedigree show, 100,000 versions', median(found['big']!), budget),
    atMost('pedigree show --no-sync, 100,000 versions', median(found['unsynced']!), budget),
    atMost('pedigree show, 100 versions', median(found['small']!), budget),
  ]
}

function run(args: string[], { folder, env }: { folder: string; env: Record<string, string> }): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } })
  const took = performance.now() - start
  if (status !== 0) throw new Error(String(stderr))
  return took
}

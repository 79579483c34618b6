import { execFile } from 'node:child_process'
import { constants, copyFile, mkdir, mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../host/projectRoot'
import { type Benchmark, perSecond, skipped, timed } from './measured'
import { observed } from './observed'
import { randomFile } from './randomFile'

const budget = 150e6

/** Registering and pulling one large file: memory, and time beside a plain copy. */
export const largeFile: Benchmark = async ({ largeFileBytes: size }) => {
  const what = `register a file of ${size / 1e9} GB`
  const all = join(projectRoot, '.vscode-test', 'bench')
  await mkdir(all, { recursive: true })
  const { bavail, bsize } = await statfs(all)
  if (bavail * bsize < 5 * size) return [skipped(what, 'the disk has too little room')]
  const home = await mkdtemp(join(all, 'large-'))
  try {
    const cwd = join(home, 'workspace')
    const env = { PEDIGREE_STATE: join(home, 'state'), PEDIGREE_ACTOR: 'Ada <ada@example.com>' }
    await mkdir(cwd)
    await mkdir(env.PEDIGREE_STATE)
    await randomFile(join(cwd, 'weights.bin'), size)
    await promisify(execFile)(process.execPath, [join(projectRoot, 'dist', 'cli.js'), 'init'], {
      cwd,
      env: { ...process.env, ...env },
    })
    const copied = await timed(() => durableCopy(join(cwd, 'weights.bin'), join(home, 'copy')))
    await rm(join(home, 'copy'))
    const place = { cwd, env, below: join(cwd, 'weights.bin') }
    const register = await observed(['register', 'large', 'weights.bin', '--json'], place)
    const pull = await observed(['pull', 'large@1', 'pulled', '--json'], place)
    const speed = (took: number) => `${perSecond((size / took) * 1000)}, ${(took / copied).toFixed(1)} × cp`
    const memory = (name: string, { bytes }: { bytes: number }) => ({
      what: `${name}, memory`,
      measured: `${Math.round(bytes / 1e6)} MB`,
      budget: `≤ ${budget / 1e6} MB`,
      within: bytes <= budget,
    })
    return [
      { what: 'copy it, and sync', measured: perSecond((size / copied) * 1000) },
      { what, measured: speed(register.milliseconds) },
      memory(what, register),
      { what: 'pull it', measured: speed(pull.milliseconds) },
      memory('pull it', pull),
    ]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** What `cp` and `sync` do. */
async function durableCopy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
  const file = await open(to, 'r+')
  await file.sync()
  await file.close()
}

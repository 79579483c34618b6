import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../host/projectRoot'
import { anywhere, environment, startServer } from '../s3/server'
import { type Benchmark, type Measured, perSecond, skipped, timed } from './measured'
import { observed } from './observed'
import { randomFile } from './randomFile'

const budget = 0.8
const memoryBudget = 150e6

/** Files to and from a bucket, beside what `aws s3 cp` takes for them on the same server. */
export const bucket: Benchmark = async () => {
  const what = 'files to and from a bucket'
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  if (!onPath.some((folder) => existsSync(join(folder, 'aws'))))
    return [skipped(what, 'aws not found; pip install awscli')]
  const server = await startServer()
  if ('missing' in server) return [skipped(what, server.missing)]
  try {
    return [
      ...(await compare('1,000 files of 100 KB', { count: 1000, size: 100_000 })),
      ...(await compare('one file of 1 GB', { count: 1, size: 1e9 })),
    ]
  } finally {
    await server.stop()
  }
}

async function compare(what: string, { count, size }: { count: number; size: number }): Promise<Measured[]> {
  const all = join(projectRoot, '.vscode-test', 'bench')
  await mkdir(all, { recursive: true })
  const home = await mkdtemp(join(all, 'bucket-'))
  try {
    const cwd = join(home, 'workspace')
    const model = join(cwd, 'model')
    await mkdir(model, { recursive: true })
    await mkdir(join(home, 'state'))
    for (let i = 0; i < count; i++) await randomFile(join(model, `${i}.bin`), size)

    const [ours, theirs] = [anywhere(), anywhere()]
    const env = {
      ...environment(ours),
      PEDIGREE_STATE: join(home, 'state'),
      PEDIGREE_ACTOR: 'Ada <ada@example.com>',
    }
    const aws = (...args: string[]) =>
      timed(() => promisify(execFile)('aws', ['s3', ...args], { env: { ...process.env, ...env }, maxBuffer: 64 << 20 }))
    const place = { cwd, env, below: model }
    await observed(['init', '--registry', ours.url], place)
    // Warms the server, the disk and the interpreter of both.
    await aws('cp', join(model, '0.bin'), `${theirs.url}/warm`)

    const up = await aws('cp', '--recursive', '--only-show-errors', model, `${theirs.url}/model`)
    const register = await observed(['register', 'model', 'model', '--json'], place)
    const down = await aws('cp', '--recursive', '--only-show-errors', `${theirs.url}/model`, join(home, 'theirs'))
    const pull = await observed(['pull', 'model@1', join(home, 'ours'), '--json'], place)
    const bytes = count * size
    const row = (doing: string, own: number, other: number) => ({
      what: `${doing} ${what}`,
      measured: `${perSecond((bytes / own) * 1000)}, ${(other / own).toFixed(2)} of aws s3 cp`,
      budget: `≥ ${budget}`,
      within: other / own >= budget,
    })
    const memory = Math.max(register.bytes, pull.bytes)
    return [
      row('register', register.milliseconds, up),
      row('pull', pull.milliseconds, down),
      {
        what: `${what}, memory`,
        measured: `${Math.round(memory / 1e6)} MB`,
        budget: `≤ ${memoryBudget / 1e6} MB`,
        within: memory <= memoryBudget,
      },
    ]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

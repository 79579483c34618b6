import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openIndex } from '../../src/index/openIndex'
import { canonicalBytes } from '../../src/log/canonical'
import { openLocal } from '../../src/log/openLocal'
import { makePack } from '../../src/log/packs'
import { packLength } from '../../src/store/keys'
import type { S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import { projectRoot } from '../host/projectRoot'
import { logOf } from '../log/clients'
import { aClient } from '../samples'
import { faultyProxy } from '../s3/faultyProxy'
import { putLog } from '../s3/putLog'
import { anywhere, environment, somewhere, startServer } from '../s3/server'
import { type Benchmark, atMost, type Measured, skipped, timed } from './measured'
import { observed } from './observed'
import { sampleLog } from './sampleLog'

const commits = 100_000
const budget = 5000
const memoryBudget = 150e6
const writers = 20
const commitsEach = 10

/** What it takes to share a registry in a bucket: to catch up with it, to follow it, and to write to it together. */
export const sharing: Benchmark = async () => {
  const server = await startServer()
  if ('missing' in server) return [skipped('a registry in a bucket', server.missing)]
  const all = join(projectRoot, '.vscode-test', 'bench')
  await mkdir(all, { recursive: true })
  const home = await mkdtemp(join(all, 'sharing-'))
  try {
    return [...(await catchingUp(home)), ...(await together(home))]
  } finally {
    await rm(home, { recursive: true, force: true })
    await server.stop()
  }
}

async function catchingUp(home: string): Promise<Measured[]> {
  const settings = anywhere()
  const reference = await fill(settings)
  const what = `${commits.toLocaleString('en')} commits from packs`

  const index = openIndex(join(home, 'index.db'))
  const local = openLocal(join(home, 'local.db'), console.error)
  const took = await timed(() => aClient({ store: s3Store(settings), index, local }).log.sync())
  const nothingNew = await requestsOf(settings, (followed) => {
    const { log } = aClient({ store: s3Store(followed), index, local })
    // The first of a process also asks for the last commit that is known.
    return [log.sync, log.sync]
  })
  for (const db of [index, local]) db.close()

  const env = { ...environment(settings), PEDIGREE_STATE: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') }
  const resolved = await observed(['resolve', reference, '--registry', settings.url, '--json'], {
    cwd: home,
    env,
    below: home,
  })
  return [
    atMost(`cold sync of ${what}, with the index`, took, budget),
    { what: 'sync with nothing new, requests', measured: `${nothingNew}`, budget: '1', within: nothingNew === 1 },
    atMost(`resolve on a fresh machine, ${what}`, resolved.milliseconds, budget),
    {
      what: 'resolve on a fresh machine, memory',
      measured: `${Math.round(resolved.bytes / 1e6)} MB`,
      budget: `≤ ${memoryBudget / 1e6} MB`,
      within: resolved.bytes <= memoryBudget,
    },
  ]
}

/** Packs, and of the log itself what is read beside them. Answers a reference to a version. */
async function fill(settings: S3Settings): Promise<string> {
  console.error(`  making a bucket of ${commits} commits …`)
  const store = s3Store(settings)
  const read: Uint8Array[] = []
  let reference = ''
  let run: Uint8Array[] = []
  for (const { seq, commit } of sampleLog({ models: 5000, versions: (commits * 3) / 4 })) {
    if (seq === commits) break
    const bytes = canonicalBytes(commit)
    if (seq === 0 || seq % packLength === packLength - 1) read[seq] = bytes
    const alias = commit!.events.find(({ type }) => type === 'alias.moved')
    if (alias) reference = `${String(alias['model'])}@champion`
    if (run.push(bytes) < packLength) continue
    const pack = (await makePack(seq + 1 - packLength, run))!
    await store.putNew(pack.key, pack.bytes)
    run = []
  }
  await putLog(store, Array.from(read))
  return reference
}

/** How many requests the last of some steps makes. */
async function requestsOf(
  settings: S3Settings,
  stepsWith: (settings: S3Settings) => (() => Promise<unknown>)[],
): Promise<number> {
  const proxy = await faultyProxy(settings.endpoint!)
  try {
    let before = 0
    for (const step of stepsWith({ ...settings, endpoint: proxy.endpoint })) {
      before = proxy.requests(/./)
      await step()
    }
    return proxy.requests(/./) - before
  } finally {
    await proxy.close()
  }
}

/** Processes that append at the same time to one log. */
async function together(home: string): Promise<Measured[]> {
  const settings = await somewhere()
  const proxy = await faultyProxy(settings.endpoint!)
  const through = JSON.stringify({ ...settings, endpoint: proxy.endpoint })
  const program = join(projectRoot, 'dist', 'test', 's3', 'appends.js')
  const names = Array.from({ length: writers }, (_, i) =>
    Array.from({ length: commitsEach }, (_, n) => `writer ${i}, ${n}`),
  )
  let landed = 0
  const took = await timed(() =>
    Promise.all(
      names.map(async (own, i) => {
        const args = [program, through, join(home, `local-${i}.db`), ...own]
        const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        for await (const line of createInterface(writer.stdout))
          if ((JSON.parse(line) as { state: string }).state === 'landed') landed++
      }),
    ),
  )
  const tries = proxy.requests(/^PUT .*\/log\//)
  await proxy.close()
  const log = await logOf(s3Store(settings))
  const all = writers * commitsEach
  const isWhole = landed === all && log.length === all && log.every(({ problem }) => !problem)
  return [
    {
      what: `${writers} clients append ${commitsEach} commits each to one bucket`,
      measured: `${log.length} in the log, ${((1000 * all) / took).toFixed(1)} commits/s, ${(tries / all).toFixed(1)} tries each`,
      budget: `all ${all}`,
      within: isWhole,
    },
  ]
}

import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import { anywhere, emptied, environment, startServer } from '../s3/server'
import { type BucketTool, bucketTools, isInstalled, runTool } from './bucketTools'
import { type Benchmark, type Measured, perSecond, skipped } from './measured'
import { observed } from './observed'
import { randomFile } from './randomFile'

const budget = 0.8
const memoryBudget = 150e6
/** Everybody has as many tries, in turn, and the best of them counts: other work on the machine is nobody's fault. */
const rounds = 3

interface Took {
  up: number
  down: number
}

/** Files to and from a bucket, beside what the best of the usual tools takes for them on the same server. */
export const bucket: Benchmark = async ({ largeFileBytes }) => {
  const what = 'files to and from a bucket'
  const tools = bucketTools.filter(isInstalled)
  const missing = bucketTools
    .filter((tool) => !tools.includes(tool))
    .map(({ name, install }) => skipped(`${what}, beside ${name}`, `${name} not found; ${install}`))
  if (!tools.length) return missing
  const server = await startServer()
  if ('missing' in server) return [...missing, skipped(what, server.missing)]
  try {
    const large = `one file of ${largeFileBytes / 1e9} GB`
    return [
      ...missing,
      ...(await compare(tools, '1,000 files of 100 KB', { count: 1000, size: 100_000 })),
      ...(await compare(tools, large, { count: 1, size: largeFileBytes })),
    ]
  } finally {
    await server.stop()
  }
}

async function compare(
  tools: BucketTool[],
  what: string,
  { count, size }: { count: number; size: number },
): Promise<Measured[]> {
  const all = join(projectRoot, '.vscode-test', 'bench')
  await mkdir(all, { recursive: true })
  const { bavail, bsize } = await statfs(all)
  if (bavail * bsize < 5 * count * size) return [skipped(what, 'the disk has too little room')]
  const home = await mkdtemp(join(all, 'bucket-'))
  try {
    const model = join(home, 'model')
    await mkdir(model)
    for (let i = 0; i < count; i++) await randomFile(join(model, `${i}.bin`), size)
    const theirs = tools.map((tool) => ({ tool, best: { up: Infinity, down: Infinity } }))
    const own: Took = { up: Infinity, down: Infinity }
    let memory = 0
    for (let round = 0; round < rounds; round++) {
      for (const { tool, best } of theirs) faster(best, await copied(tool, model, join(home, 'pulled')))
      const found = await registered(model, join(home, 'workspace'))
      faster(own, found)
      memory = Math.max(memory, found.memory)
    }
    const row = (doing: string, way: keyof Took) => {
      const ratios = theirs.map(({ tool, best }) => ({ name: tool.name, ratio: best[way] / own[way] }))
      const worst = Math.min(...ratios.map(({ ratio }) => ratio))
      const beside = ratios.map(({ name, ratio }) => `${ratio.toFixed(2)} of ${name}`).join(', ')
      return {
        what: `${doing} ${what}`,
        measured: `${perSecond(((count * size) / own[way]) * 1000)}, ${beside}`,
        budget: `≥ ${budget} of the best`,
        within: worst >= budget,
      }
    }
    return [
      row('register', 'up'),
      row('pull', 'down'),
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

function faster(best: Took, { up, down }: Took): void {
  best.up = Math.min(best.up, up)
  best.down = Math.min(best.down, down)
}

async function copied(tool: BucketTool, model: string, to: string): Promise<Took> {
  const settings = anywhere()
  await mkdir(to)
  const up = await runTool(tool, tool.up(model, settings.url), settings)
  const down = await runTool(tool, tool.down(settings.url, to), settings)
  await emptied(settings)
  await rm(to, { recursive: true })
  return { up, down }
}

/** A registry, a machine and a cache that have seen nothing yet. */
async function registered(model: string, home: string): Promise<Took & { memory: number }> {
  const settings = anywhere()
  const cwd = join(home, 'folder')
  await mkdir(cwd, { recursive: true })
  const env = {
    ...environment(settings),
    PEDIGREE_STATE: join(home, 'state'),
    PEDIGREE_ACTOR: 'Ada <ada@example.com>',
  }
  await mkdir(env.PEDIGREE_STATE)
  const place = { cwd, env, below: home }
  await observed(['init', '--registry', settings.url], place)
  const register = await observed(['register', 'model', model, '--json'], place)
  const pull = await observed(['pull', 'model@1', 'pulled', '--json'], place)
  await emptied(settings)
  await rm(home, { recursive: true })
  return { up: register.milliseconds, down: pull.milliseconds, memory: Math.max(register.bytes, pull.bytes) }
}

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { threadedHasher } from '../../src/operations/threadedHasher'
import { hashFile } from '../../src/store/hashFile'
import { projectRoot } from '../host/projectRoot'
import { type Measured, median, percent, perSecond, timed } from './measured'
import { randomFile } from './randomFile'

const size = 512e6
const turns = 5
const budget = 0.8

/** Bytes hashed per second, beside what the processor can do at the same time of day. */
export async function hashing(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pedigree-bench-'))
  const threads = availableParallelism()
  const script = join(projectRoot, 'dist', 'fileWorker.js')
  const [one, all] = [threadedHasher(script, 1), threadedHasher(script, threads)]
  try {
    const files = Array.from({ length: threads }, (_, i) => join(folder, String(i)))
    for (const file of files) await randomFile(file, size)
    // Starts the threads, and has the files in memory.
    await Promise.all(files.map((file) => all.hash(file)))
    await one.hash(files[0]!)
    const found = {
      best: [] as number[],
      here: [] as number[],
      thread: [] as number[],
      bestOfAll: [] as number[],
      all: [] as number[],
    }
    for (let turn = 0; turn < turns; turn++) {
      found.best.push(await reference(1))
      found.here.push(await rate(() => hashFile(files[0]!)))
      found.thread.push(await rate(() => one.hash(files[0]!)))
      found.bestOfAll.push(await reference(threads))
      found.all.push(threads * (await rate(() => Promise.all(files.map((file) => all.hash(file))))))
    }
    return [
      {
        what: `sha256 by ${referenceName}`,
        measured: `${perSecond(median(found.best))}, ${threads} at once ${perSecond(median(found.bestOfAll))}`,
      },
      row('hash a file in this thread', found.here, found.best),
      row('hash a file in a worker', found.thread, found.best),
      row(`hash ${threads} files in ${threads} workers`, found.all, found.bestOfAll),
    ]
  } finally {
    await Promise.all([one.close(), all.close()])
    await rm(folder, { recursive: true })
  }
}

function row(what: string, rates: number[], best: number[]): Measured {
  const ratio = median(rates.map((value, turn) => value / best[turn]!))
  return {
    what,
    measured: `${percent(ratio)}, ${perSecond(median(rates))}`,
    budget: `≥ ${percent(budget)}`,
    within: ratio >= budget,
  }
}

const rate = async (work: () => Promise<unknown>) => (size / (await timed(work))) * 1000

let referenceName = 'openssl speed'

/** Bytes per second of `processes` at a time. */
async function reference(processes: number): Promise<number> {
  const args = [
    'speed',
    '-seconds',
    '1',
    '-bytes',
    String(1 << 20),
    '-evp',
    'sha256',
    ...(processes > 1 ? ['-multi', String(processes)] : []),
  ]
  try {
    const { stdout } = await promisify(execFile)('openssl', args)
    const thousands = /([\d.]+)k\s*$/.exec(stdout.trim())?.[1]
    if (thousands) return Number(thousands) * 1000
  } catch {
    // There is no openssl here.
  }
  referenceName = 'node:crypto'
  return (processes * ownSpeed()) / Math.max(1, processes / availableParallelism())
}

function ownSpeed(): number {
  const bytes = Buffer.alloc(1 << 20)
  const hash = createHash('sha256')
  let hashed = 0
  const start = performance.now()
  while (performance.now() - start < 1000) for (let i = 0; i < 16; i++) hashed += hash.update(bytes) && bytes.length
  return (hashed / (performance.now() - start)) * 1000
}

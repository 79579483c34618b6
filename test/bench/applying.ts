import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '../../src/core/commit'
import { type Index, openIndex } from '../../src/index/openIndex'
import { benchWorkspace, bigSize } from './bigWorkspace'
import { type Measured, median, timed, worked } from './measured'
import { sampleLog } from './sampleLog'

/** As many commits at a time as a cold sync hands over, and as few as a busy log brings between two looks. */
const batches = { sync: 1024, few: 64 }
const budget = 20_000

/** Events applied to the index per second. */
export async function applying(): Promise<Measured[]> {
  const entries = [...sampleLog({ models: 500, versions: 5000 })]
  const cold = await fresh(entries, batches.sync)
  const few = await fresh(entries, batches.few)
  const full = await onTop(entries)
  return [
    row('apply events, 1,024 commits at a time', cold),
    row('apply events, 64 commits at a time', few),
    row('apply events on top of 100,000 versions', full),
  ]
}

interface Rate {
  /** Events per second, and per second of this thread's work. */
  wall: number
  work: number
}

function row(what: string, rates: Rate[]): Measured {
  const rate = median(rates.map(({ wall }) => wall))
  const work = median(rates.map(({ work }) => work))
  return {
    what,
    measured: `${thousands(rate)}/s (CPU ${thousands(work)}/s)`,
    budget: `≥ ${thousands(budget)}/s`,
    within: rate >= budget,
  }
}

async function fresh(entries: LogEntry[], batch: number): Promise<Rate[]> {
  const rates: Rate[] = []
  for (let turn = 0; turn < 5; turn++) {
    const folder = await mkdtemp(join(tmpdir(), 'pedigree-bench-'))
    const index = openIndex(join(folder, 'index.db'))
    rates.push(await rateOf(index, entries, batch))
    index.close()
    await rm(folder, { recursive: true })
  }
  return rates
}

/** In a transaction that is taken back, so that the index stays as it was. */
async function onTop(entries: LogEntry[]): Promise<Rate[]> {
  const { folder } = await benchWorkspace(bigSize)
  const index = openIndex(join(folder, '.pedigree', 'index.db'))
  const next = index.head()!.seq + 1
  const following = entries.map((entry) => ({ ...entry, seq: entry.seq + next, commit: anew(entry.commit!) }))
  const rates: Rate[] = []
  for (let turn = 0; turn < 5; turn++) {
    index.db.exec('begin immediate')
    rates.push(await rateOf(index, following, batches.sync))
    index.db.exec('rollback')
  }
  index.close()
  return rates
}

/** With names of its own, so that nothing of it is known already. */
const anew = (commit: NonNullable<LogEntry['commit']>) =>
  JSON.parse(
    JSON.stringify(commit)
      .replaceAll('00000000-0000-7000', '00000000-0001-7000')
      .replaceAll(/"(model)":"/g, '"$1":"other-')
      .replaceAll(/"version":"(.)/g, (_, digit: string) => `"version":"${digit === '0' ? '1' : '0'}`),
  ) as NonNullable<LogEntry['commit']>

async function rateOf(index: Index, entries: LogEntry[], batch: number): Promise<Rate> {
  let wall = 0
  const work = await worked(async () => {
    wall = await timed(() => applyAll(index, entries, batch))
  })
  const events = 1000 * entries.reduce((sum, { commit }) => sum + commit!.events.length, 0)
  return { wall: events / wall, work: events / work }
}

function applyAll(index: Index, entries: LogEntry[], batch: number): void {
  for (let at = 0; at < entries.length; at += batch) index.apply(entries.slice(at, at + batch))
}

const thousands = (value: number) => Math.round(value).toLocaleString('en')

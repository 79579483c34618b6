import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { activating } from './activating'
import { applying } from './applying'
import { bucket } from './bucket'
import { gating } from './gating'
import { hashing } from './hashing'
import { largeFile } from './largeFile'
import type { Benchmark, Measured } from './measured'
import { paging } from './paging'
import { painting } from './painting'
import { querying } from './querying'
import { registering } from './registering'
import { sharing } from './sharing'
import { showing } from './showing'
import { syncing } from './syncing'
import { weighing } from './weighing'

// `node bench.js [name…] [--large GB]` measures the product beside its budgets. Over a budget is no failure: machines differ.

const benchmarks: Record<string, Benchmark> = {
  hashing,
  applying,
  querying,
  gating,
  showing,
  syncing,
  registering,
  largeFile,
  bucket,
  sharing,
  activating,
  painting,
  paging,
  weighing,
}

void main()

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { large: { type: 'string', default: '2' } },
  })
  const unknown = positionals.filter((name) => !(name in benchmarks))
  if (unknown.length) throw new Error(`no such benchmark: ${unknown}; there are ${Object.keys(benchmarks).join(', ')}`)
  const found: Measured[] = []
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (positionals.length && !positionals.includes(name)) continue
    console.error(`${name} …`)
    found.push(
      ...(await benchmark({ largeFileBytes: Number(values.large) * 1e9 }).catch((error) => failed(name, error))),
    )
  }
  console.log(tableOf(found))
}

function failed(name: string, error: unknown): Measured[] {
  console.error(error)
  return [{ what: name, measured: `failed: ${(error as Error).message.split('\n')[0]}`, budget: '', within: false }]
}

function tableOf(rows: Measured[]): string {
  const marks = new Map([
    [true, 'pass'],
    [false, 'OVER'],
  ])
  const table = new Table({ head: ['', 'measured', 'budget', ''], style: { head: [], border: [], compact: true } })
  for (const { what, measured, budget = '', within } of rows)
    table.push([what, measured, budget, within === undefined ? '' : marks.get(within)!])
  return table.toString()
}

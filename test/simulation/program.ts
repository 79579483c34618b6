import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { noPlant, plants } from './plants'
import { type Run, simulate } from './simulate'

// `npm run simulate -- [--runs N] [--seed N] [--plant NAME]`: one run per seed, from a seed on, until one breaks a rule.

/** What one thread does: every so many-th seed. */
interface Share {
  first: number
  runs: number
  step: number
  plant: string | undefined
}

void (isMainThread ? main() : work(workerData as Share))

async function work({ first, runs, step, plant }: Share): Promise<void> {
  for (let i = 0; i < runs; i += step) parentPort!.postMessage(await simulate(first + i, plantOf(plant)))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      plant: { type: 'string' },
    },
  })
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('--runs needs a number of runs')
  if (!Number.isSafeInteger(seed)) throw new Error('--seed needs a whole number')
  const plant = plantOf(values.plant)
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000

  const done: Run[] = []
  const violation = await allOf(runs, seed, values.plant, done)
  if (violation) {
    const { history, violations } = await simulate(violation.seed, plant, true)
    console.log(history.join('\n'))
    console.log(`\nSeed ${violation.seed}, after ${done.length} runs and ${seconds().toFixed(1)} s:`)
    console.log(violations.join('\n'))
    process.exitCode = 1
    return
  }
  const sum = (name: 'steps' | 'commits' | 'wishes' | 'kills') => done.reduce((total, run) => total + run[name], 0)
  console.log(`${runs} runs from seed ${seed} in ${seconds().toFixed(1)} s: no violation.`)
  console.log(`${Math.round(runs / seconds())} runs/s, ${Math.round(sum('steps') / seconds())} steps/s`)
  console.log(`steps ${sum('steps')}, commits ${sum('commits')}, wishes ${sum('wishes')}, kills ${sum('kills')}`)
  console.log(`faults: ${counted(done.map(({ faults }) => faults))}`)
  console.log(`last answers: ${counted(done.map(({ answers }) => answers))}`)
}

/** Fills `done`; answers the first run that broke a rule, and leaves the others. */
async function allOf(runs: number, seed: number, plant: string | undefined, done: Run[]): Promise<Run | undefined> {
  const step = Math.min(availableParallelism(), runs)
  const workers = Array.from(
    { length: step },
    (_, i) => new Worker(__filename, { workerData: { first: seed + i, runs: runs - i, step, plant } satisfies Share }),
  )
  try {
    return await new Promise<Run | undefined>((resolve, reject) => {
      for (const worker of workers)
        worker
          .on('error', reject)
          .on('exit', (code) => code !== 0 && reject(new Error(`a thread ended with ${code}`)))
          .on('message', (run: Run) => {
            done.push(run)
            if (run.violations.length) resolve(run)
            else if (done.length === runs) resolve(undefined)
          })
    })
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function plantOf(name: string | undefined) {
  const plant = name === undefined ? noPlant : plants[name]
  if (!plant) throw new Error(`no such plant: ${name}; there are ${Object.keys(plants).join(', ')}`)
  return plant
}

function counted(all: Map<string, number>[]): string {
  const sums = new Map<string, number>()
  for (const [name, count] of all.flatMap((counts) => [...counts])) sums.set(name, (sums.get(name) ?? 0) + count)
  return [...sums]
    .toSorted()
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

import { parseArgs } from 'node:util'
import { noPlant, plants } from './plants'
import { simulate } from './simulate'

// `npm run simulate -- [--runs N] [--seed N] [--plant NAME]`: runs one after the other from a seed on, until one breaks a rule.

void main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      plant: { type: 'string' },
    },
  })
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  const plant = values.plant === undefined ? noPlant : plants[values.plant]
  if (!plant) throw new Error(`no such plant: ${values.plant}; there are ${Object.keys(plants).join(', ')}`)
  const sums = { steps: 0, commits: 0, wishes: 0, kills: 0 }
  const faults = new Map<string, number>()
  const answers = new Map<string, number>()
  const begun = performance.now()
  for (let i = 0; i < runs; i++) {
    const run = await simulate(seed + i, plant)
    if (run.violations.length) {
      const { history, violations } = await simulate(seed + i, plant, true)
      console.log(history.join('\n'))
      console.log(`\nSeed ${seed + i}, run ${i + 1}, after ${seconds(begun)} s:\n${violations.join('\n')}`)
      process.exitCode = 1
      return
    }
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += run[key]
    addTo(faults, run.faults)
    addTo(answers, run.answers)
  }
  const time = (performance.now() - begun) / 1000
  console.log(`${runs} runs from seed ${seed} in ${seconds(begun)} s: no violation.`)
  console.log(`${Math.round(runs / time)} runs/s, ${Math.round(sums.steps / time)} steps/s`)
  console.log(
    Object.entries(sums)
      .map(([name, sum]) => `${name} ${sum}`)
      .join(', '),
  )
  console.log(`faults: ${told(faults)}`)
  console.log(`last answers: ${told(answers)}`)
}

const seconds = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1)
const told = (counts: Map<string, number>) =>
  [...counts]
    .toSorted()
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

function addTo(sums: Map<string, number>, counts: Map<string, number>): void {
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count)
}

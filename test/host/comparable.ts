import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunHistory } from '../../src/core/runHistory'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { blobKey } from '../../src/store/keys'
import type { Metric } from '../../src/core/metric'
import { an, aRecord, hex, uuid } from '../samples'
import { appendCommit } from './appendCommit'
import type { Scratch } from './scratch'

/** Eight versions of `churn` in a git repository: v6 holds production, each came from data, code and params of its own. */
export async function comparable({ folder, env, pedigree }: Scratch): Promise<void> {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env: { ...process.env, ...env } })
  write('.gitignore', 'model/\nsignature.json\nmetrics.json\n')
  git('init', '--quiet')
  git('remote', 'add', 'origin', 'git@github.com:telco/churn.git')
  await pedigree(['init'])
  git('add', '.')
  for (let number = 1; number <= 8; number++) {
    const columns = ['customer', 'age', 'region', ...(number > 6 ? ['income'] : []), ...(number > 7 ? ['tenure'] : [])]
    const rows = Array.from({ length: 400 + 150 * number }, (_, i) => columns.map((_, j) => i + j).join(','))
    write('data/train.csv', `${[columns.join(','), ...rows].join('\n')}\n`)
    write('data/test.csv', `${columns.slice(0, 3).join(',')}\n1,2,3\n`)
    write('train.py', `depth = ${number}\n`)
    write('model/model.onnx', `weights ${number}`)
    write('model/config.json', JSON.stringify({ depth: 3 + Math.floor(number / 2) }))
    if (number > 6) write('model/vocabulary.txt', 'a\nb\n')
    else write('model/tokens.txt', 'a\n')
    git('add', '.')
    git('commit', '--quiet', '-m', `Train version ${number}`)
    if (number > 6) git('commit', '--quiet', '--allow-empty', '-m', `Tune the learning rate, run ${number}`)
    write('signature.json', JSON.stringify(signature(number)))
    write('metrics.json', JSON.stringify(metrics(number)))
    const params = {
      depth: 3 + Math.floor(number / 2),
      learning_rate: 0.1 / number,
      trees: 100 * number,
      seed: 7,
      loss: 'log',
    }
    await pedigree([
      ...['register', 'churn', 'model', '--data', 'data/train.csv', '--data', 'data/test.csv'],
      ...['--metrics', 'metrics.json', '--signature', 'signature.json', '--run', `run-${number}`],
      ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
      ...(number > 1 ? ['--parent', `churn@${number - 1}:retrained-from`] : []),
    ])
  }
  await pedigree(['promote', 'churn@6', 'production', '--reason', 'it is better everywhere'])
  await pedigree(['promote', 'churn@8', 'staging'])
  for (const number of [6, 7, 8]) recordRun(folder, `run-${number}`, history(number))
}

/** Puts a run and its history where they belong. */
export function recordRun(folder: string, run: string, history: RunHistory): void {
  const bytes = canonicalBytes(history)
  const path = join(folder, '.pedigree', 'registry', blobKey(sha256Hex(bytes)))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  const metrics = [{ name: 'loss', value: 0.2 }]
  appendCommit(folder, [
    an('run.recorded', { run, name: `night ${run}`, params: { depth: 4 }, metrics, history: sha256Hex(bytes) }),
  ])
}

function metrics(number: number) {
  const f1 = 0.84 + 0.01 * number
  const interval = (value: number) => ({ lower: value - 0.008, upper: value + 0.008, level: 0.95 })
  const regions = ['EU', 'US', 'APAC', 'LATAM'] as const
  const recall = (i: number) => 0.7 + 0.015 * number - 0.03 * i - (number === 8 && i === 0 ? 0.11 : 0)
  const round = (value: number) => Number(value.toFixed(4))
  return [
    { name: 'f1', value: round(f1), dataset: 'test.csv', interval: interval(f1), n: 1200 },
    { name: 'f1', value: round(f1 + 0.02), dataset: 'train.csv' },
    { name: 'recall', value: round(0.7 + 0.012 * number), dataset: 'test.csv' },
    { name: 'latency_p99_ms', value: 30 + number },
    { name: 'size_mb', value: 12 },
    ...regions.map((region, i) => ({
      name: 'recall',
      slice: `region=${region}`,
      value: round(recall(i)),
      dataset: 'test.csv',
    })),
    ...regions.map((region, i) => ({
      name: 'f1',
      slice: `region=${region}`,
      value: round(f1 - 0.02 * i),
      dataset: 'test.csv',
    })),
  ]
}

const signature = (number: number) => ({
  inputs: [
    { name: 'age', type: 'int64' },
    { name: 'region', type: 'string' },
    ...(number > 6 ? [{ name: 'income', type: 'float64', required: false }] : []),
  ],
  outputs: [{ name: 'churns', type: number > 7 ? 'float64' : 'float32', shape: [-1, 2] }],
})

/** A loss that goes down and wobbles, and an accuracy that goes up; the same each time. */
export function history(number: number): RunHistory {
  const steps = Array.from({ length: 3000 }, (_, step) => step)
  const wobble = (step: number) =>
    (Math.sin(step * 12.9898 * number) + Math.sin(step * 0.37 * number) + Math.sin(step * 0.011 * number)) / 4
  return {
    v: 1,
    metrics: {
      loss: steps.map((step) => [step, 0.1 + 1.2 * Math.exp(-step / (300 + 90 * number)) * (1 + 0.25 * wobble(step))]),
      accuracy: steps.map((step) => [
        step,
        step === 50
          ? 'NaN'
          : 0.86 + 0.012 * (number - 6) - 0.4 * Math.exp(-step / (900 - 60 * number)) + 0.016 * wobble(step),
      ]),
    },
  }
}

/** Twenty versions of `wide`, each with 500 metrics, some of them odd, straight into the log. */
export function wide(folder: string, { versions = 20, metrics = 500 } = {}): void {
  const value = (number: number, i: number): Metric['value'] => {
    if (i === 1) return number % 2 ? 'NaN' : 'Infinity'
    if (i === 2) return (number % 2 ? 1 : -1) * 1.7e308
    return Math.sin(number * 7 + i)
  }
  appendCommit(folder, [
    an('model.created', { model: 'wide' }),
    ...Array.from({ length: versions }, (_, i) => i + 1).map((number) => {
      const names = Array.from({ length: metrics }, (_, i) => (i === 3 ? 'm'.repeat(200) : `metric_${i}`))
      const measured = names.map((name, i): Metric => ({
        ...{ name, value: value(number, i) },
        ...(i % 5 === 4 ? { name: 'recall', slice: `user=${i}` } : {}),
      }))
      const record = aRecord({
        model: 'wide',
        uuid: uuid(`wide ${number}`),
        metrics: measured,
        params: { ['p'.repeat(200)]: number },
      })
      return an('version.registered', { model: 'wide', version: hex(`wide ${number}`), number, record })
    }),
  ])
}

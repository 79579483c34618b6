import type { LogEntry } from '../../src/core/commit'
import type { EventOf } from '../../src/core/event'
import type { VersionRecord } from '../../src/core/record'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { random } from '../demo/random'

export interface Size {
  models: number
  versions: number
}

export const modelNameOf = (index: number): string =>
  `${subjects[index % subjects.length]}-${String(index).padStart(5, '0')}`
export const versionIdOf = (model: string, number: number): string => sha256Hex(`${model}@${number}`)

/** How many versions each model has: one has a twentieth of all, ten have a two-hundredth each, the others few. */
export function versionCounts({ models, versions }: Size): number[] {
  const counts = [Math.floor(versions / 20), ...Array.from({ length: 10 }, () => Math.floor(versions / 200))]
  const rest = versions - counts.reduce((sum, count) => sum + count, 0)
  const others = models - counts.length
  for (let i = 0; i < others; i++) counts.push(Math.floor((rest * (i + 1)) / others) - Math.floor((rest * i) / others))
  return counts
}

/**
 * The log of a busy registry: models take turns at random; every version has 4 metrics and 2 params, every third one
 * tags, every fifth a label; some go to staging, and some of these on to production, which moves aliases.
 */
export function* sampleLog(size: Size): Generator<LogEntry> {
  const chance = random(7)
  let seq = 0
  let prev: string | null = null
  const entry = (events: object[]): LogEntry => {
    const id = `00000000-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`
    const actor = people[seq % people.length]!
    const commit = {
      v: 1 as const,
      seq,
      prev,
      id,
      at: timeOf(seq),
      actor,
      client: 'pedigree/bench',
      events: events as LogEvents,
    }
    const hash = sha256Hex(canonicalBytes(commit))
    prev = hash
    return { seq: seq++, hash, commit, problem: undefined }
  }

  yield entry([{ type: 'registry.created', registry: registryId }])
  const holders = new Map<string, string>()
  const numbers = new Map<number, number>()
  for (const index of turns(size, chance)) {
    const model = modelNameOf(index)
    const number = (numbers.get(index) ?? 0) + 1
    numbers.set(index, number)
    const version = versionIdOf(model, number)
    yield entry([
      ...(number === 1 ? [{ type: 'model.created', model }] : []),
      { type: 'version.registered', model, version, number, record: recordOf(model, number, timeOf(seq), chance) },
      ...described(model, version, number, chance),
    ])
    if (chance() < 0.3) {
      yield entry([entered({ model, version, to: 'staging', from: 'none', displaced: null, kind: 'promote' })])
      if (chance() < 0.4) {
        yield entry(production(model, version, holders.get(model)))
        holders.set(model, version)
      }
    }
  }
}

export const registryId = '019a0000-0000-7000-8000-000000000000'
/** A commit each ten minutes or so, over some years. */
export const timeOf = (seq: number): string => new Date(Date.UTC(2023, 0, 1) + seq * 600_000).toISOString()

type LogEvents = NonNullable<LogEntry['commit']>['events']
const subjects = [
  'fraud-detector',
  'churn',
  'ranking',
  'price-forecast',
  'speech-to-text',
  'spam-filter',
  'recommender',
]
const people = ['Ada', 'Grace', 'Katherine', 'Edsger', 'Barbara'].map((name) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
}))
const teams = ['risk', 'growth', 'search', 'platform']

function* turns(size: Size, chance: () => number): Generator<number> {
  const order = versionCounts(size).flatMap((count, index) => Array.from({ length: count }, () => index))
  for (let last = order.length - 1; last >= 0; last--) {
    const at = Math.floor(chance() * (last + 1))
    yield order[at]!
    order[at] = order[last]!
  }
}

function recordOf(model: string, number: number, createdAt: string, chance: () => number): VersionRecord {
  const id = versionIdOf(model, number)
  const f1 = 0.5 + chance() / 2
  return {
    v: 1,
    uuid: id.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5'),
    model,
    createdAt,
    author: people[number % people.length]!,
    digest: sha256Hex(id),
    signingDigest: sha256Hex(`${id} signing`),
    files: [
      { path: 'model.onnx', size: 1000 + number, sha256: sha256Hex(`${id} model`) },
      { path: 'MLmodel', size: 400, sha256: sha256Hex(`${id} text`) },
    ],
    code: { commit: id.slice(0, 40), branch: 'main', remote: 'https://example.com/models.git', dirty: false },
    data: [{ name: 'customers', digest: `sha256:${id.slice(1)}0`, uri: 's3://data/customers' }],
    params: { learning_rate: Number((chance() / 10).toFixed(4)), depth: Math.floor(chance() * 12) },
    metrics: [
      { name: 'f1', value: f1, dataset: 'holdout' },
      { name: 'f1', slice: 'region=EU', value: f1 * 0.98, dataset: 'holdout' },
      { name: 'accuracy', value: 0.6 + chance() * 0.4 },
      { name: 'latency_p99_ms', value: 5 + chance() * 95 },
    ],
    environment: { python: { version: '3.12.4' }, packages: { scikit_learn: '1.5.1', numpy: '2.1.0' } },
    parents: number > 1 ? [{ version: versionIdOf(model, number - 1), model, relation: 'retrained-from' }] : [],
  }
}

function described(model: string, version: string, number: number, chance: () => number): object[] {
  if (number % 3 !== 0 && number % 5 !== 0) return []
  const tags = { team: teams[Math.floor(chance() * teams.length)]!, framework: chance() < 0.1 ? 'jax' : 'torch' }
  return [
    {
      type: 'version.described',
      model,
      version,
      ...(number % 3 === 0 ? { tags } : {}),
      ...(number % 5 === 0 ? { label: `rc-${number}` } : {}),
    },
  ]
}

function production(model: string, version: string, holder: string | undefined): object[] {
  const move = (alias: string, to: string, from: string | null) => ({
    type: 'alias.moved',
    model,
    version: to,
    alias,
    from,
    follows: 'production',
  })
  return [
    entered({
      model,
      version,
      to: 'production',
      from: 'staging',
      displaced: holder ?? null,
      kind: 'promote',
      reason: 'better f1',
    }),
    move('champion', version, holder ?? null),
    ...(holder ? [move('rollback', holder, null)] : []),
  ]
}

const entered = (fields: Omit<EventOf<'stage.entered'>, 'type'>): EventOf<'stage.entered'> => ({
  type: 'stage.entered',
  ...fields,
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import type { Parent, VersionRecord } from '../../src/core/record'
import { logKey } from '../../src/store/keys'
import { aCommit, an, aRecord, bytesOf, hex, uuid } from '../samples'

/** Writes a workspace whose registry says these events, one commit for each list of them; `timeOf` is of a commit. */
export function writeRegistry(
  folder: string,
  commits: readonly (readonly Event[])[],
  timeOf?: (seq: number) => string,
): void {
  const registry = join(folder, '.pedigree', 'registry')
  for (const name of ['log', 'staging', 'blobs']) mkdirSync(join(registry, name), { recursive: true })
  writeFileSync(join(folder, 'pedigree.yaml'), '# the registry is in .pedigree\n')
  for (const [seq, bytes] of bytesOf(commits.map(commitOfEvents)).entries())
    writeFileSync(join(registry, logKey(seq)), bytes)

  function commitOfEvents(events: readonly Event[], seq: number) {
    return aCommit(seq, events, timeOf ? { at: timeOf(seq) } : {})
  }
}

/** The registration of a version of any model, whose id is `hex(model@number)`. */
export const madeOf = (model: string, number: number, record: Partial<VersionRecord> = {}): Event =>
  an('version.registered', {
    ...{ model, number, version: hex(`${model}@${number}`) },
    record: aRecord({ model, uuid: uuid(`${model}@${number}`), ...record }),
  })

export const childOf = (model: string, number: number, relation: Parent['relation'] = 'retrained-from'): Parent => ({
  ...{ model, version: hex(`${model}@${number}`), relation },
})

const commitOf = (number: number) => ({ commit: hex(`commit ${number}`).slice(0, 40), branch: 'main', dirty: false })

/** A small registry with branches, a merge, shared data, a run, a parent that nobody registered, and places. */
export const branches: readonly (readonly Event[])[] = [
  [an('registry.created', { registry: uuid('branches') })],
  [an('model.created'), an('model.created', { model: 'tiny' })],
  [
    an('run.recorded', {
      ...{ run: 'run-7', name: 'sweep 7', experiment: 'autumn', status: 'finished', code: commitOf(1) },
      data: [{ name: 'customers', digest: 'md5:1' }],
    }),
    madeOf('churn', 1, {
      data: [{ name: 'customers', digest: 'md5:1', rows: 1200 }],
      code: commitOf(1),
      run: 'run-7',
      params: { depth: 4 },
      metrics: [{ name: 'f1', value: 0.8 }],
      parents: [childOf('bert', 9, 'fine-tuned-from')],
    }),
  ],
  [
    madeOf('churn', 2, {
      data: [{ name: 'customers', digest: 'md5:2' }],
      code: { ...commitOf(2), dirty: true },
      params: { depth: 6 },
      metrics: [
        { name: 'f1', value: 0.9 },
        { name: 'loss', value: 'NaN' },
      ],
      parents: [childOf('churn', 1)],
    }),
  ],
  [
    madeOf('churn', 3, {
      data: [{ name: 'customers copied', digest: 'md5:2' }, { name: 'weather' }],
      code: commitOf(2),
      metrics: [{ name: 'f1', value: 0.85 }],
      parents: [childOf('churn', 1)],
    }),
  ],
  [
    madeOf('churn', 4, {
      data: [{ name: 'weather' }],
      parents: [childOf('churn', 2, 'merged-from'), childOf('churn', 3, 'merged-from')],
    }),
    madeOf('tiny', 1, { parents: [childOf('churn', 4, 'distilled-from')] }),
  ],
  [
    an('stage.entered', { version: hex('churn@2'), to: 'production', from: 'none', reason: 'better f1' }),
    an('stage.entered', { version: hex('churn@4'), to: 'staging', from: 'none' }),
    an('alias.moved', { version: hex('churn@2'), alias: 'champion' }),
    an('deployment.reported', { version: hex('churn@1'), environment: 'prod-eu' }),
    an('rollout.set', { version: hex('churn@4'), stage: 'production', percent: 5 }),
  ],
]

/**
 * Many versions of one model in a row, every seventh beside it, with code of two each and data of fifty each; all were
 * made of `everything`.
 */
export function manyVersions(count: number, model = 'ranker'): Event[][] {
  const commits: Event[][] = [
    [an('registry.created', { registry: uuid(`${count} of ${model}`) }), an('model.created', { model })],
  ]
  for (let number = 1; number <= count; number++) {
    if (number % 500 === 1) commits.push([])
    const isBeside = number % 7 === 0
    const parent = isBeside || number % 7 !== 1 ? number - 1 : number - 2
    const data = (name: string) => ({ name, digest: `md5:${name}` })
    commits.at(-1)!.push(
      madeOf(model, number, {
        data: [data(`clicks ${Math.floor(number / 50)}`), data('everything')],
        code: commitOf(Math.floor(number / 2)),
        metrics: [{ name: 'ndcg', value: 0.5 + number / (3 * count) }],
        parents: number === 1 ? [] : [childOf(model, parent, isBeside ? 'fine-tuned-from' : 'retrained-from')],
      }),
    )
  }
  commits.push([an('stage.entered', { model, version: hex(`${model}@${count}`), to: 'production', from: 'none' })])
  return commits
}

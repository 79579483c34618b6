import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { blobKey, logKey } from '../../src/store/keys'
import { aCommit, ada, an, aRecord, bytesOf, entered, hex, registered, uuid } from '../samples'

const day = 86_400_000
const grace = { name: 'Grace Hopper', email: 'grace@example.com' }
const ci = { name: 'CI', email: 'ci@example.com' }
const people = [ada, grace, ci]

type Events = { type: string }[]

const report = (number: number) => ({
  ...{ v: 1, model: 'churn', version: hex(number), number, stage: 'production', at: '2026-01-01T00:00:00.000Z' },
  passed: false,
  rules: [
    {
      ...{ rule: 'metric: f1, min: 0.9', passed: false, expected: 'f1 of at least 0.9', actual: '0.85' },
      message: `f1 of churn@${number} is 0.85; at least 0.9 was asked.`,
    },
  ],
})
const digest = (number: number) => sha256Hex(canonicalBytes(report(number)))

const policy = (more: object = {}) =>
  an('policy.applied', {
    policy: { models: { churn: { gates: { production: [{ metric: 'f1', min: 0.9 }] }, ...more } }, keys: {} },
    reason: 'f1 was too low in spring',
  })

/** What happened on which day before the last, and who did it: version by version, with all that a timeline can show. */
function story(): [ago: number, actor: number, events: Events][] {
  const of = (number: number) => ({ version: hex(number) })
  const steps: [number, number, Events][] = [
    [731, 0, [an('registry.created'), an('model.created'), an('model.created', { model: 'busy' })]],
    [400, 1, [policy()]],
    [180, 1, [policy({ override: 'allowed', aliases: { pinned: { gate: 'production' } } })]],
  ]
  let holder: number | undefined
  for (let number = 1; number <= 24; number++) {
    const begin = 730 - (number - 1) * 30
    steps.push([begin, number % 2, [registered(number, { metrics: [{ name: 'f1', value: 0.8 + number / 200 }] })]])
    steps.push([begin - 1, number % 2, [entered(number, 'staging')]])
    steps.push([begin - 2, number % 2, [an('alias.moved', { ...of(number), alias: 'challenger' })]])
    if (number % 4 === 3) steps.push([begin - 3, 2, [an('check.recorded', { ...of(number), result: 'fail' })]])
    steps.push([begin - 5, number % 2, [entered(number, 'shadow', { from: 'staging' })]])
    if (number % 6 === 5) {
      steps.push([begin - 9, 0, [an('promotion.refused', { ...of(number), report: digest(number) })]])
      continue
    }
    if (number > 4) steps.push([begin - 8, 1, [an('approval.given', { ...of(number), note: 'looks good' })]])
    if (number % 3 === 0) {
      for (const [i, percent] of [5, 25, 50].entries())
        steps.push([begin - 8 - i, 0, [an('rollout.set', { ...of(number), percent })]])
    }
    const override = number % 7 === 0 ? { override: true, gate: digest(number), reason: 'the sale begins' } : {}
    const displaced = holder === undefined ? null : hex(holder)
    const follow = { ...of(number), follows: 'production', from: displaced }
    steps.push([
      begin - 12,
      0,
      [
        entered(number, 'production', { from: 'shadow', displaced, reason: 'better on the whole', ...override }),
        an('alias.moved', follow),
      ],
    ])
    steps.push([begin - 12.5, 2, [an('deployment.reported', { ...of(number), environment: 'prod-eu' })]])
    if (number % 2) steps.push([begin - 20, 2, [an('deployment.reported', { ...of(number), environment: 'prod-us' })]])
    if (number % 8 === 4 && holder !== undefined) {
      const back = {
        from: 'archived',
        kind: 'rollback',
        code: 'latency',
        reason: 'p99 was 80 ms',
        displaced: hex(number),
      }
      steps.push([
        begin - 16,
        1,
        [
          entered(holder, 'production', back as object),
          an('alias.moved', { ...of(holder), follows: 'production', from: hex(number) }),
        ],
      ])
    } else holder = number
  }
  steps.push([3, 0, [an('rollout.set', { ...of(24), percent: 10 })]])
  return steps
}

/** Two years of churn, and `busy`, whose `bars` versions follow one another in a stage, written straight into a log. */
export function yearsOfChurn(
  folder: string,
  { bars = 0, end = Date.now() }: { bars?: number; end?: number } = {},
): void {
  const registry = join(folder, '.pedigree', 'registry')
  for (const name of ['log', 'staging']) mkdirSync(join(registry, name), { recursive: true })
  writeFileSync(join(folder, 'pedigree.yaml'), '# two years of models\n')
  const steps = story()
  for (let number = 1; number <= bars; number++) steps.push([720 - (number / bars) * 715, number % 3, busy(number)])
  const commits = steps
    .toSorted(([a], [b]) => b - a)
    .map(([ago, actor, events], seq) =>
      aCommit(seq, events, { at: new Date(end - ago * day + seq).toISOString(), actor: people[actor]! }),
    )
  for (const [seq, bytes] of bytesOf(commits).entries()) writeFileSync(join(registry, logKey(seq)), bytes)
  for (let number = 1; number <= 24; number++) {
    const path = join(registry, blobKey(digest(number)))
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, canonicalBytes(report(number)))
  }
}

function busy(number: number): Events {
  const id = (n: number) => hex(`busy ${n}`)
  const model = 'busy'
  const record = aRecord({ uuid: uuid(`busy ${number}`), model })
  const stage = ['staging', 'shadow', 'production'][number % 3]!
  const last = number > 3 ? id(number - 3) : undefined
  return [
    an('version.registered', { model, version: id(number), number, record }),
    an('stage.entered', {
      ...{ model, version: id(number), to: stage, from: 'none' },
      ...{ displaced: last ?? null, kind: 'promote' },
    }),
    ...(number % 10
      ? []
      : [an('deployment.reported', { model, version: id(number), environment: `edge-${number % 4}` })]),
  ]
}

import type { Event } from '../../src/core/event'
import { parseFilter } from '../../src/core/filter'
import type { Index } from '../../src/index/openIndex'
import { type IsCommon, versionCondition } from '../../src/index/search'
import { versionRows } from '../../src/index/versions'
import { an, entered, hex, indexWith, registered } from '../samples'

const f1 = (value: number, slice?: string) => ({ name: 'f1', value, ...(slice ? { slice } : {}) })
const of = (number: number) => ({ version: hex(number) })

/** A year of churn in small: three versions, of which two were in production, one with the bug, one being tried. */
const story: (Event | Event[])[] = [
  an('registry.created'),
  an('model.created', { description: 'Will they leave?' }),
  registered(1, {
    params: { depth: 4, optimizer: 'adam', early: true },
    metrics: [f1(0.8), f1(0.7, 'region=EU'), { name: 'loss', value: 'Infinity' }],
    files: [
      { path: 'model.onnx', size: 3000, sha256: hex('m1') },
      { path: 'README.md', size: 20, sha256: hex('r') },
    ],
    run: 'run-1',
  }),
  [entered(1, 'production'), an('alias.moved', { alias: 'champion', ...of(1), follows: 'production' })],
  an('model.described', { tags: { team: 'growth' } }),
  [
    registered(2, {
      params: { depth: 5, optimizer: 'sgd' },
      metrics: [f1(0.9), f1(0.6, 'region=EU'), { name: 'loss', value: 'NaN' }],
      author: { name: 'Grace', email: 'grace@example.com' },
      parents: [{ version: hex(1), model: 'churn', relation: 'retrained-from' }],
    }),
    an('version.described', {
      ...of(2),
      label: 'v1.4-rc1',
      description: 'with the new features',
      tags: { team: 'growth', odd: '100%_[x]' },
    }),
  ],
  [
    entered(2, 'production', { displaced: hex(1), from: 'staging', reason: 'better' }),
    an('alias.moved', { alias: 'champion', ...of(2), from: hex(1), follows: 'production' }),
    an('alias.moved', { alias: 'rollback', ...of(1), follows: 'production' }),
  ],
  an('evaluation.recorded', {
    ...of(2),
    metrics: [{ name: 'latency_p99_ms', value: 41.5, dataset: 'shadow' }, f1(0.91)],
  }),
  [
    registered(3, { data: [{ name: 'customers', digest: 'md5:1' }] }),
    entered(3, 'staging', { gate: hex('report'), override: true, reason: 'now' }),
  ],
  [
    entered(1, 'production', {
      displaced: hex(2),
      from: 'archived',
      kind: 'rollback',
      code: 'latency',
      reason: 'too slow',
    }),
    an('alias.moved', { alias: 'champion', ...of(1), from: hex(2), follows: 'production' }),
    an('alias.removed', { alias: 'rollback', from: hex(1), follows: 'production' }),
  ],
  an('alias.moved', { alias: 'challenger', ...of(3) }),
  [
    an('model.created', { model: 'fraud' }),
    an('dataset.recorded', { dataset: { name: 'customers', digest: 'md5:1', size: 9 } }),
  ],
  an('run.recorded', { run: 'run-1', experiment: 'first', status: 'done', startedAt: '2026-01-01T00:00:00Z' }),
  [{ type: 'weather.reported', model: 'churn', degrees: 5 } as unknown as Event],
  an('rollout.set', { ...of(3), stage: 'production', percent: 5 }),
  an('deployment.reported', { ...of(2), environment: 'prod-eu' }),
  an('check.recorded', of(3)),
  an('approval.given', of(3)),
  an('policy.applied', { policy: { models: { churn: { override: 'never' } }, keys: {} } }),
]

export const sampleIndex = (): Index => indexWith(...story)

/** The numbers of the versions that a filter finds, newest first. */
export function found(index: Index, filter: string, isCommon?: IsCommon): number[] {
  const { where, params } = versionCondition(parseFilter(filter), isCommon)
  return versionRows(index.db, where, params).map(({ version }) => version)
}

import * as fc from 'fast-check'
import type { Commit } from '../../src/core/commit'
import type { Event } from '../../src/core/event'
import type { ModelPolicy } from '../../src/core/policy/policyDocument'
import { an, aCommit, aRecord, hex, registered, uuid } from '../samples'

// Logs as no client writes them: numbers, ids and labels that are taken, versions that are not there, versions of
// other models, rollbacks to who never held a stage, events of later builds, commits written twice, damaged ones.

const mostly = <T>(usual: fc.Arbitrary<T>, ...others: T[]) =>
  fc.oneof({ weight: 9, arbitrary: usual }, fc.constantFrom(...others))
const model = mostly(fc.constant('churn'), 'fraud', '__proto__')
const version = mostly(fc.constantFrom(1, 2, 3), 4, 5, 6).map(hex)
const stage = mostly(fc.constantFrom('staging', 'production', 'production'), 'archived', 'none', 'constructor')
const word = fc.constantFrom('a', 'b', 'champion')
const text = fc.oneof(fc.constantFrom('', 'x', 'it\'s "quoted"'), fc.string({ unit: 'grapheme', maxLength: 5 }))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
/** Without the fields that came out undefined: a log is JSON. */
const plain = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const metric = fc
  .record({
    name: fc.constantFrom('f1', 'auc'),
    value: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const),
      fc.integer(),
    ),
    slice: maybe(fc.constantFrom('region=EU', 'region=US')),
    dataset: maybe(word),
    interval: maybe(fc.constantFrom({ lower: -1, upper: 1.5 }, { lower: 0, upper: 0, level: 0.95 })),
    n: maybe(fc.nat(100)),
  })
  .map(plain)
const metrics = fc.array(metric, { maxLength: 4 })
const tags = fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), fc.option(text))
const dataset = fc.record({ name: word, digest: maybe(word), uri: maybe(text), size: maybe(fc.nat()) }).map(plain)

const registration = fc
  .record({ model, version, number: fc.integer({ min: 1, max: 5 }), metrics, params: fc.dictionary(word, text) })
  .map(({ model, version, number, metrics, params }) =>
    an('version.registered', {
      model,
      version,
      number,
      record: aRecord({ model, uuid: uuid(number), metrics, params }),
    }),
  )
const move = fc
  .record({
    ...{ model, version, to: stage, from: stage, displaced: fc.option(version) },
    kind: fc.constantFrom('promote' as const, 'promote' as const, 'rollback' as const, 'demote' as const),
  })
  .map((fields) => an('stage.entered', fields))

const keys = {
  ada: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB6QLhZO0qz5PAMVKk0eJ89mn62dfRcIOMVFQ1Rpr1i9',
  bob: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIFwEbmK6eyrq0hfexOn3ey8waPLAsim6sUdmcJJvgHQ',
}
const policies = fc
  .record({
    stages: maybe(fc.constantFrom(['staging', 'production'], ['staging', 'production', 'constructor'])),
    aliases: maybe(fc.constantFrom({ a: { follows: 'production' } }, { b: { gate: 'production' }, champion: {} })),
    signers: maybe(
      fc.constantFrom(
        { production: ['ada@example.com'] },
        { policy: ['ada@example.com'], staging: ['bob@example.com'] },
      ),
    ),
    gates: maybe(fc.constant({ production: [{ approvals: { count: 1, signed: true } }] })),
  })
  .map((churn) =>
    an('policy.applied', {
      policy: { models: { 'ch*': plain(churn) as ModelPolicy }, keys: { 'ada@example.com': keys.ada } },
    }),
  )

const sensible: fc.Arbitrary<Event> = fc.oneof(
  policies,
  fc.record({ model, version, stage, percent: fc.constantFrom(0, 5, 50) }).map((fields) => an('rollout.set', fields)),
  fc.record({ model, version, environment: word }).map((fields) => an('deployment.reported', fields)),
  fc.record({ model, version, check: word }).map((fields) => an('check.recorded', fields)),
  fc.record({ model, version, stage }).map((fields) => an('approval.given', fields)),
  fc.record({ model, version, stage }).map((fields) => an('approval.withdrawn', fields)),
  fc.record({ model, version }).map((fields) => an('promotion.refused', fields)),
  fc.record({ model, version }).map((fields) => an('files.archived', fields)),
  fc.record({ model, version }).map((fields) => an('files.restored', fields)),
  { weight: 2, arbitrary: registration },
  { weight: 8, arbitrary: move },
  fc.record({ model, description: maybe(text) }).map((fields) => an('model.created', plain(fields))),
  fc.record({ model, description: maybe(text), tags }).map((fields) => an('model.described', plain(fields))),
  fc
    .record({ model, version, description: maybe(text), label: maybe(fc.option(word)), tags: maybe(tags) })
    .map((fields) => an('version.described', plain(fields))),
  fc.record({ model, version, metrics }).map((fields) => an('evaluation.recorded', fields)),
  { weight: 3, arbitrary: fc.record({ model, version, alias: word }).map((fields) => an('alias.moved', fields)) },
  { weight: 2, arbitrary: fc.record({ model, alias: word }).map((fields) => an('alias.removed', fields)) },
  fc.record({ run: word, status: maybe(word), name: maybe(text) }).map((fields) => an('run.recorded', plain(fields))),
  dataset.map((dataset) => an('dataset.recorded', { dataset })),
  fc.constant(an('registry.created', { registry: uuid('another') })),
)
const odd: fc.Arbitrary<{ type: string }> = fc.constantFrom(
  { type: 'weather.reported', model: 'churn', degrees: 5 },
  { type: 'policy.applied', policy: { models: { churn: { later: true } } } },
  { type: 'stage.entered', model: 'churn', version: hex(1) },
  { type: 'model.described', model: 7 },
  { ...an('alias.removed'), model: 'a/b' },
)
const events = fc.array(fc.oneof({ weight: 12, arbitrary: sensible as fc.Arbitrary<{ type: string }> }, odd), {
  minLength: 1,
  maxLength: 3,
})

interface Step {
  events: { type: string }[]
  /** Written under the id of the commit so many places before. */
  again: number
  requires: string[] | undefined
  sshsig: string | undefined
  isDamaged: boolean
}
const step: fc.Arbitrary<Step> = fc.record({
  events,
  again: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(3)),
  requires: maybe(fc.subarray(['later.1', 'later.2'])),
  sshsig: maybe(fc.constantFrom(keys.ada, keys.bob)),
  isDamaged: fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, fc.constant(true)),
})

/** Commit by commit; undefined stands for an object that is no commit. The first two commits are in order. */
export const anyLog: fc.Arbitrary<(Commit | undefined)[]> = fc
  .array(step, { maxLength: 30, size: 'max' })
  .map((steps) => [
    aCommit(0, [an('registry.created'), an('model.created'), an('model.created', { model: 'fraud' })]),
    aCommit(1, [registered(1), registered(2), registered(3)]),
    ...steps.map(({ events, again, requires, sshsig, isDamaged }, i) =>
      isDamaged ? undefined : aCommit(i + 2, events, plain({ id: uuid(`commit ${i + 2 - again}`), requires, sshsig })),
    ),
  ])

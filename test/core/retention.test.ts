import assert from 'node:assert/strict'
import { movableBlobs, type Naming, type Retained, type Retention, retentionPlan } from '../../src/core/retention'

const day = 24 * 3600 * 1000
const now = 1000 * day
/** A version so many days old, in no stage. */
const version = (id: string, fields: Partial<Retained> = {}): Retained => ({
  id,
  stage: 'none',
  registeredAt: now - 100 * day,
  ...fields,
})
/** Nothing keeps any of it. */
const model = (fields: Partial<Retention> = {}): Retention => ({
  versions: [version('a')],
  entrants: { production: [] },
  aliases: {},
  rollouts: [],
  keepProduction: 3,
  coldAfter: 90 * day,
  now,
  ...fields,
})
const archived = (...ids: string[]) => ids.map((id) => version(id, { stage: 'archived' }))

describe('what may become cold', () => {
  const cases: [string, Retention, Record<string, string[]>][] = [
    ['Y7 what nothing keeps', model(), { a: [] }],
    [
      'Y7 not what holds production',
      model({ versions: [version('a', { stage: 'production' })], entrants: { production: ['a'] } }),
      { a: ['holds production'] },
    ],
    [
      'Y7 not what holds a stage that nobody entered',
      model({ versions: [version('a', { stage: 'live' })], entrants: { live: [] } }),
      { a: ['holds live'] },
    ],
    [
      'Y7 not the last three holders, of whom one came twice',
      model({ versions: archived('a', 'b', 'c', 'd'), entrants: { production: ['a', 'b', 'c', 'd', 'c'] } }),
      {
        a: [],
        b: ['was one of the last 3 holders of production'],
        c: ['was one of the last 3 holders of production'],
        d: ['was one of the last 3 holders of production'],
      },
    ],
    [
      'Y7 not the last three, however few are to be kept',
      model({
        versions: archived('a', 'b', 'c', 'd'),
        entrants: { production: ['a', 'b', 'c', 'd'] },
        keepProduction: 0,
      }),
      {
        a: [],
        b: ['was one of the last 3 holders of production'],
        c: ['was one of the last 3 holders of production'],
        d: ['was one of the last 3 holders of production'],
      },
    ],
    [
      'Y7 not as many as are to be kept',
      model({
        versions: archived('a', 'b', 'c', 'd', 'e'),
        entrants: { production: ['a', 'b', 'c', 'd', 'e'] },
        keepProduction: 4,
      }),
      {
        a: [],
        b: ['was one of the last 4 holders of production'],
        c: ['was one of the last 4 holders of production'],
        d: ['was one of the last 4 holders of production'],
        e: ['was one of the last 4 holders of production'],
      },
    ],
    [
      'Y7 not the holders of any exclusive stage, each stage on its own',
      model({
        versions: [version('a', { stage: 'eu' }), ...archived('b', 'c')],
        entrants: { eu: ['b', 'a'], us: ['a'] },
      }),
      { a: ['holds eu', 'was one of the last 3 holders of us'], b: ['was one of the last 3 holders of eu'], c: [] },
    ],
    [
      'Y7 not what is in a shared stage',
      model({ versions: [version('a', { stage: 'staging' })] }),
      { a: ['is in staging'] },
    ],
    [
      'Y7 not what aliases name',
      model({ aliases: { champion: 'a', pinned: 'a', other: 'b' } }),
      { a: ['has alias champion', 'has alias pinned'] },
    ],
    ['Y7 not what a rollout names', model({ rollouts: ['a'] }), { a: ['is in a rollout'] }],
    [
      'Y7 what is just old enough',
      model({
        versions: [version('a', { registeredAt: now - 90 * day }), version('b', { registeredAt: now - 90 * day + 1 })],
      }),
      { a: [], b: ['is younger than 90d'] },
    ],
    [
      'Y7 not what changed its stage lately, however old it is',
      model({
        versions: [version('a', { stage: 'archived', movedAt: now - day }), version('b', { movedAt: now - 95 * day })],
      }),
      { a: ['is younger than 90d'], b: [] },
    ],
    [
      'Y7 not what says it was registered after it moved, or in the future',
      model({
        versions: [
          version('a', { registeredAt: now - day, movedAt: now - 95 * day }),
          version('b', { registeredAt: now + day }),
        ],
      }),
      { a: ['is younger than 90d'], b: ['is younger than 90d'] },
    ],
    [
      'Y7 nothing whose age or limit is not known',
      model({
        versions: [version('a', { registeredAt: Number.NaN }), version('b', { movedAt: Number.NaN })],
        coldAfter: 36 * 3600 * 1000,
      }),
      { a: ['is younger than 36h'], b: ['is younger than 36h'] },
    ],
    [
      'Y7 no holder when nobody knows how many are to be kept',
      model({
        versions: archived('a', 'b', 'c', 'd'),
        entrants: { production: ['a', 'b', 'c', 'd'] },
        keepProduction: Infinity,
      }),
      Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((id) => [id, ['was one of the last Infinity holders of production']]),
      ),
    ],
    [
      'Y7 not what several things keep, and all of them are told',
      model({
        versions: [version('a', { stage: 'production', registeredAt: now })],
        entrants: { production: ['a'] },
        aliases: { champion: 'a' },
        rollouts: ['a'],
        coldAfter: 90_000,
      }),
      { a: ['holds production', 'has alias champion', 'is in a rollout', 'is younger than 90s'] },
    ],
    ['Y7 nothing of nothing', model({ versions: [] }), {}],
  ]
  for (const [rule, input, expected] of cases)
    it(rule, () => {
      assert.deepEqual(Object.fromEntries(retentionPlan(input).map(({ id, kept }) => [id, kept])), expected)
    })
})

describe('which blobs move', () => {
  const names = (sha256: string, storageClass?: string): Naming => ({ sha256, size: 1, storageClass })
  const cases: [string, Naming[], string[], string[]][] = [
    ['Y8 what one version gives free', [names('a', 'GLACIER_IR')], [], ['a GLACIER_IR']],
    [
      'Y8 what all that name it give free, once',
      [names('a', 'GLACIER_IR'), names('a', 'GLACIER_IR')],
      [],
      ['a GLACIER_IR'],
    ],
    ['Y8 not what one that names it keeps', [names('a', 'GLACIER_IR'), names('a'), names('a', 'GLACIER_IR')], [], []],
    [
      'Y8 not what the first or the last keeps',
      [names('a'), names('a', 'GLACIER'), names('b', 'GLACIER'), names('b')],
      [],
      [],
    ],
    ['Y8 not what is a document, too', [names('a', 'GLACIER'), names('b', 'GLACIER')], ['a'], ['b GLACIER']],
    [
      'Y8 into the warmer of two classes',
      [names('a', 'DEEP_ARCHIVE'), names('a', 'STANDARD_IA'), names('a', 'GLACIER')],
      [],
      ['a STANDARD_IA'],
    ],
    [
      'Y8 into one that is known rather than not',
      [names('a', 'FROZEN'), names('a', 'DEEP_ARCHIVE')],
      [],
      ['a DEEP_ARCHIVE'],
    ],
    ['Y8 nothing of nothing', [], ['a'], []],
  ]
  for (const [rule, namings, documents, expected] of cases)
    it(rule, () => {
      const moved = movableBlobs(namings, new Set(documents))
      assert.deepEqual(
        moved.map(({ sha256, storageClass }) => `${sha256} ${storageClass}`),
        expected,
      )
    })
})

import assert from 'node:assert/strict'
import type { Event } from '../../src/core/event'
import { fold, type Model, type Registry, type Version } from '../../src/core/model'
import { ada, aCommit, an, commitsOf, entered, hex, registered, registryWith, uuid } from '../samples'

const created = an('model.created')
const [v1, v2, v3] = [registered(1), registered(2), registered(3)]
const three = [created, v1, v2, v3]
const churn = (registry: Registry): Model => registry.models['churn']!
const version = (registry: Registry, number: number): Version => churn(registry).versions[hex(number)]!
const numbers = (ids: readonly string[] = []) => ids.map((id) => [1, 2, 3].find((number) => hex(number) === id))
const stages = (registry: Registry) => [1, 2, 3].map((number) => churn(registry).versions[hex(number)]?.stage)
const labelled = (number: number, label: string | null) => an('version.described', { version: hex(number), label })

describe('the registry after some events', () => {
  type Row = [rule: string, events: Event[], pick: (registry: Registry) => unknown, expected: unknown]
  const rows: Row[] = [
    ['F1 a model is there once it is created', [created], (r) => Object.keys(r.models), ['churn']],
    [
      'F1 a model keeps its first creation',
      [an('model.created', { description: 'a' }), created],
      (r) => [churn(r).description, churn(r).createdAt],
      ['a', '2026-01-01T00:00:00.000Z'],
    ],
    [
      'F1 a model created again may be described anew',
      [created, an('model.created', { description: 'b' })],
      (r) => churn(r).description,
      'b',
    ],
    [
      'F1 what is said of a model that is not there changes nothing',
      [v1, an('model.described'), entered(1, 'staging')],
      (r) => r.models,
      {},
    ],
    [
      'F1 a model may be called like something of JavaScript',
      ['constructor', '__proto__'].flatMap((model) => [
        an('model.described', { model }),
        an('model.created', { model }),
        an('model.described', { model, description: 'odd' }),
      ]),
      (r) => Object.entries(r.models).map(([name, { description }]) => [name, description]),
      [
        ['constructor', 'odd'],
        ['__proto__', 'odd'],
      ],
    ],
    [
      'F2 a version has its number, and no stage yet',
      [created, v1],
      (r) => [version(r, 1).number, version(r, 1).stage, version(r, 1).by],
      [1, 'none', ada],
    ],
    [
      'F2 a number that is taken keeps its first version',
      [created, v1, { ...v2, number: 1 }],
      (r) => Object.keys(churn(r).versions),
      [hex(1)],
    ],
    [
      'F2 an id that is taken keeps its first number',
      [created, v1, { ...v2, version: hex(1) }],
      (r) => version(r, 1).number,
      1,
    ],
    [
      'F2 an id is of one model',
      [created, an('model.created', { model: 'b' }), v1, { ...v1, model: 'b' }],
      (r) => r.models['b']!.versions,
      {},
    ],
    ['F2 numbers may have gaps', [created, v3], (r) => version(r, 3).number, 3],
    [
      'F3 a version is in one stage',
      [...three, entered(1, 'staging'), entered(1, 'shadow')],
      stages,
      ['shadow', 'none', 'none'],
    ],
    [
      'F3 a stage that nobody planned is a stage',
      [...three, entered(1, 'constructor')],
      stages,
      ['constructor', 'none', 'none'],
    ],
    [
      'F3 a version that is not there enters nothing',
      [created, v1, entered(2, 'production', { displaced: hex(1) })],
      (r) => [stages(r)[0], churn(r).holders],
      ['none', {}],
    ],
    [
      'F4 who is displaced is archived',
      [...three, entered(1, 'production'), entered(2, 'production', { displaced: hex(1) })],
      stages,
      ['archived', 'production', 'none'],
    ],
    [
      'F4 nobody displaces itself',
      [...three, entered(1, 'production', { displaced: hex(1) })],
      stages,
      ['production', 'none', 'none'],
    ],
    [
      'F4 the log says who is displaced, not the policy',
      [...three, entered(1, 'production'), entered(2, 'production')],
      stages,
      ['production', 'production', 'none'],
    ],
    [
      'F4 who is not there cannot be displaced',
      [created, v1, entered(1, 'production', { displaced: hex(9) })],
      (r) => Object.keys(churn(r).versions),
      [hex(1)],
    ],
    [
      'F5 promotions push',
      [...three, ...[1, 2, 3].map((number) => entered(number, 'production'))],
      (r) => numbers(churn(r).holders['production']),
      [1, 2, 3],
    ],
    [
      'F6 a rollback pops',
      [
        ...three,
        ...[1, 2, 3].map((number) => entered(number, 'production')),
        entered(1, 'production', { kind: 'rollback' }),
      ],
      (r) => numbers(churn(r).holders['production']),
      [1],
    ],
    [
      'F7 a holder that leaves is popped',
      [
        ...three,
        entered(1, 'production'),
        entered(2, 'production', { displaced: hex(1) }),
        entered(2, 'archived', { kind: 'archive' }),
      ],
      (r) => numbers(churn(r).holders['production']),
      [1],
    ],
    [
      'F7 one that was displaced is not',
      [...three, entered(1, 'production'), entered(2, 'production', { displaced: hex(1) }), entered(1, 'staging')],
      (r) => numbers(churn(r).holders['production']),
      [1, 2],
    ],
    [
      'F8 an alias names one version',
      [
        ...three,
        an('alias.moved', { alias: 'a', version: hex(1) }),
        an('alias.moved', { alias: 'a', version: hex(2) }),
      ],
      (r) => churn(r).aliases,
      { a: hex(2) },
    ],
    [
      'F8 a version has several aliases',
      [...three, an('alias.moved', { alias: 'a' }), an('alias.moved', { alias: 'b' })],
      (r) => churn(r).aliases,
      { a: hex(1), b: hex(1) },
    ],
    [
      'F8 an alias goes',
      [
        ...three,
        an('alias.moved', { alias: 'a' }),
        an('alias.removed', { alias: 'a' }),
        an('alias.removed', { alias: 'a' }),
      ],
      (r) => churn(r).aliases,
      {},
    ],
    [
      'F8 an alias of a version that is not there is none',
      [...three, an('alias.moved', { alias: 'a' }), an('alias.moved', { alias: 'a', version: hex(9) })],
      (r) => churn(r).aliases,
      { a: hex(1) },
    ],
    [
      'F9 a label names one version of a model',
      [...three, labelled(1, 'rc'), labelled(2, 'rc')],
      (r) => [version(r, 1).label, version(r, 2).label],
      ['rc', undefined],
    ],
    [
      'F9 a version whose new label is taken keeps its own',
      [...three, labelled(1, 'rc'), labelled(2, 'a'), labelled(2, 'rc')],
      (r) => version(r, 2).label,
      'a',
    ],
    [
      'F9 a label that was taken away is free',
      [...three, labelled(1, 'rc'), labelled(1, null), labelled(2, 'rc')],
      (r) => [version(r, 1).label, version(r, 2).label],
      [undefined, 'rc'],
    ],
    [
      'F9 a version may be given its label again',
      [...three, labelled(1, 'rc'), labelled(1, 'rc')],
      (r) => version(r, 1).label,
      'rc',
    ],
    [
      'F9 what is said of a version keeps its label',
      [...three, labelled(1, 'rc'), an('version.described', { description: 'good' })],
      (r) => [version(r, 1).label, version(r, 1).description],
      ['rc', 'good'],
    ],
    [
      'F10 tags are set, replaced and removed one by one',
      [
        ...three,
        an('version.described', { tags: { a: '1', b: '1', c: '1' } }),
        an('version.described', { tags: { a: '2', b: null } }),
      ],
      (r) => version(r, 1).tags,
      { a: '2', c: '1' },
    ],
    [
      'F10 a model has tags too',
      [
        created,
        an('model.described', { tags: { team: 'x', old: 'y' } }),
        an('model.described', { tags: { old: null } }),
      ],
      (r) => churn(r).tags,
      { team: 'x' },
    ],
    [
      'F10 a description is replaced, not lost',
      [created, an('model.described', { description: 'a' }), an('model.described', { tags: {} })],
      (r) => churn(r).description,
      'a',
    ],
    [
      'F11 a later value of a metric replaces the earlier',
      [
        created,
        registered(1, { metrics: [{ name: 'f1', value: 0.8 }] }),
        an('evaluation.recorded', { metrics: [{ name: 'f1', value: 0.9 }] }),
      ],
      (r) => Object.values(version(r, 1).metrics),
      [{ name: 'f1', value: 0.9 }],
    ],
    [
      'F11 each slice and dataset has a value of its own',
      [
        created,
        v1,
        an('evaluation.recorded', {
          metrics: [
            { name: 'f1', value: 1 },
            { name: 'f1', value: 2, slice: 'a' },
            { name: 'f1', value: 3, dataset: 'a' },
          ],
        }),
      ],
      (r) => Object.values(version(r, 1).metrics).map(({ value }) => value),
      [1, 2, 3],
    ],
    [
      'F12 a dataset is known by name and digest',
      [
        an('dataset.recorded', { dataset: { name: 'a', uri: '1' } }),
        an('dataset.recorded', { dataset: { name: 'a', digest: 'md5:1' } }),
        an('dataset.recorded', { dataset: { name: 'a', uri: '2' } }),
      ],
      (r) => Object.values(r.datasets),
      [
        { name: 'a', uri: '2' },
        { name: 'a', digest: 'md5:1' },
      ],
    ],
    [
      'F12 a run is known by its id, and its last state counts',
      [an('run.recorded', { status: 'running' }), an('run.recorded', { status: 'done' })],
      (r) => Object.values(r.runs).map(({ status }) => status),
      ['done'],
    ],
    [
      'C9 the first event that names the registry counts',
      [an('registry.created'), an('registry.created', { registry: uuid('other') })],
      (r) => r.id,
      uuid('registry'),
    ],
  ]
  for (const [rule, events, pick, expected] of rows)
    it(rule, () => assert.deepEqual(pick(registryWith(...events)), expected))

  it('C5 a commit that is written twice counts once', () => {
    const number = aCommit(0, [created, v1])
    const twice = [number, aCommit(1, [labelled(1, 'a')]), { ...number, seq: 2, events: [labelled(1, 'b')] }]
    assert.equal(version(fold(twice), 1).label, 'a')
  })
  it('C6 events that cannot be read are counted, and hide nothing', () => {
    const odd = [
      { type: 'weather.reported', degrees: 5 },
      { type: 'stage.entered', model: 'churn' },
    ]
    const registry = fold([aCommit(0, [created, ...odd, v1]), aCommit(1, odd)])
    assert.deepEqual([registry.unread, Object.keys(churn(registry).versions)], [4, [hex(1)]])
  })
  it('C7 features that are required and not known add up', () => {
    const registry = fold([
      aCommit(0, [created], { requires: ['b'] }),
      aCommit(1, [v1], { requires: ['a', 'b'] }),
      aCommit(2, [v2]),
    ])
    assert.deepEqual(registry.missing, ['a', 'b'])
  })
  it('F13 the first commits alone are the registry of back then', () => {
    const commits = commitsOf(...three, entered(1, 'production'), entered(2, 'production', { displaced: hex(1) }))
    assert.deepEqual(stages(fold(commits.slice(0, 5))), ['production', 'none', 'none'])
    assert.deepEqual(fold(commits.slice(5), fold(commits.slice(0, 5))), fold(commits))
  })
})

import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { modelIndex } from '../../../src/core/card/modelIndex'
import { toHuggingFace } from '../../../src/core/card/toHuggingFace'
import type { Metric } from '../../../src/core/metric'
import { hex } from '../../samples'
import { someCard, someFacts } from './cards'

interface Result {
  task: { type: string }
  dataset: { type: string; name: string; args?: object; revision?: string }
  metrics: { type: string; value: unknown; name?: string; args?: object }[]
}
const resultsOf = (index: unknown): Result[] => (index as { results: Result[] }[])[0]!.results

const theirs = {
  name: 'reviews',
  results: [
    {
      task: { type: 'text-classification' },
      dataset: { type: 'imdb', name: 'IMDb' },
      metrics: [{ type: 'f1', value: 0.5, name: 'f1', verifyToken: 'abc' }],
      source: { name: 'Leaderboard', url: 'https://example.com' },
    },
  ],
}

describe('model-index', () => {
  it('CX12 has one result for each dataset and each slice', () => {
    const data = [{ name: 'Customers of May', digest: `sha256:${hex('may')}` }]
    const metrics: Metric[] = [
      { name: 'f1', value: 0.7, slice: 'region=EU', dataset: data[0]!.digest, n: 12 },
      { name: 'f1', value: 0.9, dataset: data[0]!.digest, interval: { lower: 0.8, upper: 1, level: 0.95 } },
      { name: 'Log Loss', value: 'NaN', dataset: 'Customers of May' },
      { name: 'f1', value: 0.6, dataset: 'elsewhere', slice: 'old' },
    ]
    assert.deepEqual(resultsOf(modelIndex(undefined, 'tabular-classification', someFacts({ data, metrics }))), [
      {
        task: { type: 'tabular-classification' },
        dataset: { name: 'Customers of May', type: 'customers_of_may', revision: data[0]!.digest },
        metrics: [
          {
            type: 'f1',
            value: 0.9,
            name: 'f1',
            args: { confidence_interval: { lower: 0.8, upper: 1, level: 0.95 } },
          },
          { type: 'log_loss', value: 'NaN', name: 'Log Loss' },
        ],
      },
      {
        task: { type: 'tabular-classification' },
        dataset: {
          name: 'Customers of May (region=EU)',
          type: 'customers_of_may',
          revision: data[0]!.digest,
          args: { region: 'EU' },
        },
        metrics: [{ type: 'f1', value: 0.7, name: 'f1', args: { sample_size: 12 } }],
      },
      {
        task: { type: 'tabular-classification' },
        dataset: { name: 'elsewhere (old)', type: 'elsewhere', args: { slice: 'old' } },
        metrics: [{ type: 'f1', value: 0.6, name: 'f1' }],
      },
    ])
  })
  it('CX12 what people stated stays, before ours', () => {
    const index = modelIndex([theirs, { name: 'second' }], 'text-classification', someFacts())
    assert.deepEqual((index as object[])[1], { name: 'second' })
    assert.equal((index as { name: string }[])[0]!.name, 'reviews')
    assert.deepEqual(resultsOf(index)[0], theirs.results[0])
    assert.equal(resultsOf(index).length, 4)
  })
  it('CX12 of a metric that both have the record counts, and what else was stated with it stays', () => {
    const facts = someFacts({ data: [], metrics: [{ name: 'f1', value: 0.9, dataset: 'imdb' }] })
    const [one] = theirs.results
    const stated = { ...one!, dataset: { type: 'imdb', name: 'imdb' } }
    const both = { ...stated, metrics: [...stated.metrics, { type: 'accuracy', value: 1 }] }
    const results = resultsOf(modelIndex([{ name: 'x', results: [both] }], 'text-classification', facts))
    assert.deepEqual(results[0], { ...both, metrics: [{ type: 'accuracy', value: 1 }] })
    assert.deepEqual(
      results.flatMap(({ metrics }) => metrics.map(({ type, value }) => [type, value])),
      [
        ['accuracy', 1],
        ['f1', 0.9],
      ],
    )
    assert.equal(resultsOf(modelIndex([{ name: 'x', results: [stated] }], 'text-classification', facts)).length, 1)
  })
  it('CX12 without metrics, or where something else was stated, it is as it was', () => {
    const none = someFacts({ metrics: [] })
    for (const stated of [undefined, null, [], [theirs], 'text', { a: 1 }])
      assert.deepEqual(modelIndex(stated, undefined, none), stated)
    for (const stated of ['text', { a: 1 }, 7]) assert.deepEqual(modelIndex(stated, undefined, someFacts()), stated)
    for (const stated of [
      [],
      [null],
      ['text'],
      [[]],
      [{ results: 'none' }],
      [{ results: [null, 7, { metrics: [null] }] }],
    ])
      assert.ok(resultsOf(modelIndex(stated, undefined, someFacts())).length >= 3)
  })
  it('CX12 has all of a thousand slices, though the table shows some', () => {
    const metrics = Array.from({ length: 1000 }, (_, i): Metric => ({ name: 'f1', value: i, slice: `id=${i}` }))
    const { frontMatter, markdown } = toHuggingFace(someCard(), someFacts({ metrics }))
    assert.equal(resultsOf(frontMatter['model-index']).length, 1000)
    assert.match(markdown, /… and 950 more slices\./)
  })
  it('CX12 every result has what is required, whatever the metrics are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
      fc.constantFrom('__proto__', ' ', '=,&', 'a=1,a=2'),
    )
    const metric = fc.record(
      { name: text, value: fc.constantFrom<Metric['value']>(1, -1e308, 'NaN', 'Infinity'), slice: text, dataset: text },
      { requiredKeys: ['name', 'value'] },
    )
    fc.assert(
      fc.property(fc.array(metric, { minLength: 1, maxLength: 8 }), fc.option(text), (metrics, task) => {
        const results = resultsOf(modelIndex(undefined, task, someFacts({ metrics })))
        const filled = (value: unknown) => assert.ok(typeof value === 'string' && value !== '', JSON.stringify(results))
        for (const { task: of, dataset, metrics: found } of results) {
          for (const value of [of.type, dataset.type, dataset.name]) filled(value)
          for (const { type, value } of found) {
            filled(type)
            assert.notEqual(value, undefined)
          }
        }
        assert.equal(results.flatMap(({ metrics: found }) => found).length, metrics.length)
      }),
    )
  })
})

describe('base_model', () => {
  const parents = (...given: [string, 'merged-from' | 'fine-tuned-from' | 'retrained-from' | 'quantized-from'][]) =>
    someFacts({ parents: given.map(([reference, relation], i) => ({ reference, id: hex(i), relation })) })
  const rows: [string, ReturnType<typeof parents>, Record<string, unknown>, Record<string, unknown>][] = [
    [
      'a parent',
      parents(['base/larch@3', 'fine-tuned-from']),
      {},
      { base_model: 'base/larch', base_model_relation: 'finetune' },
    ],
    [
      'several',
      parents(['a@1', 'merged-from'], ['b@2', 'merged-from'], ['a@3', 'merged-from']),
      {},
      { base_model: ['a', 'b'], base_model_relation: 'merge' },
    ],
    ['different relations', parents(['a@1', 'merged-from'], ['b@2', 'quantized-from']), {}, { base_model: ['a', 'b'] }],
    ['the same model', parents(['churn@1', 'retrained-from']), {}, {}],
    ['none', parents(), {}, {}],
    ['one that was stated', parents(['a@1', 'merged-from']), { base_model: 'x/y' }, { base_model: 'x/y' }],
    ['none that was stated', parents(['a@1', 'merged-from']), { base_model: null }, { base_model: null }],
  ]
  for (const [what, facts, meta, expected] of rows)
    it(`CX12 is told by the parents: ${what}`, () => {
      const { frontMatter } = toHuggingFace(someCard({ meta }), facts)
      const { base_model, base_model_relation } = frontMatter
      assert.deepEqual(
        {
          ...('base_model' in frontMatter ? { base_model } : {}),
          ...(base_model_relation ? { base_model_relation } : {}),
        },
        expected,
      )
    })
})

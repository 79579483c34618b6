import assert from 'node:assert/strict'
import { ZodError } from 'zod'
import { metricsOf, paramsOf, signatureOf } from '../../src/core/documents'

describe('documents', () => {
  const documents: [string, (document: unknown) => unknown, unknown, unknown][] = [
    ['M1 metrics by name', metricsOf, { f1: 0.9 }, [{ name: 'f1', value: 0.9 }]],
    ['M1 metrics of slices', metricsOf, { 'f1/region=EU': 1 }, [{ name: 'f1', value: 1, slice: 'region=EU' }]],
    ['M1 metrics as DVC nests them', metricsOf, { test: { f1: 1 } }, [{ name: 'test.f1', value: 1 }]],
    [
      'M1 a list of metrics',
      metricsOf,
      [{ name: 'f1', value: 1, dataset: 'd' }],
      [{ name: 'f1', value: 1, dataset: 'd' }],
    ],
    ['M1 no metrics', metricsOf, {}, []],
    ['M2 a metric that is no number', metricsOf, { f1: 'high' }, undefined],
    ['M2 a metric that is NaN', metricsOf, { f1: Number.NaN }, undefined],
    ['M2 a metric that is null', metricsOf, { f1: null }, undefined],
    ['M2 a metric without a name', metricsOf, { '': 1 }, undefined],
    ['M2 a slice without a name', metricsOf, { 'f1/': 1 }, undefined],
    ['M2 a name of no reasonable length', metricsOf, { ['f'.repeat(251)]: 1 }, undefined],
    ['M2 a list with a slip of the pen', metricsOf, [{ name: 'f1', valeu: 1 }], undefined],
    ['M2 metrics that are a text', metricsOf, 'f1=1', undefined],
    ['M3 params by name', paramsOf, { depth: 4, deep: true, how: null }, { depth: 4, deep: true, how: null }],
    ['M3 params inside of params', paramsOf, { a: { b: [1, { c: 'x' }] } }, { 'a.b.0': 1, 'a.b.1.c': 'x' }],
    ['M2 params that are a list', paramsOf, [1], undefined],
    [
      'M4 columns',
      signatureOf,
      { inputs: [{ name: 'age', type: 'int64' }] },
      { inputs: [{ name: 'age', type: 'int64' }] },
    ],
    [
      'M4 columns as text, as in MLflow',
      signatureOf,
      { inputs: '[{"type":"long","name":"age"}]', outputs: null },
      { inputs: [{ name: 'age', type: 'long' }] },
    ],
    [
      'M4 tensors as in MLflow',
      signatureOf,
      { inputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 4] } }] },
      { inputs: [{ type: 'float32', shape: [-1, 4] }] },
    ],
    ['M2 a field without a type', signatureOf, { inputs: [{ name: 'age' }] }, undefined],
  ]
  for (const [rule, read, document, expected] of documents)
    it(rule, () => {
      if (expected === undefined) assert.throws(() => read(document), ZodError)
      else assert.deepEqual(read(document), expected)
    })
})

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import {
  MetricsDocument,
  metricsOf,
  ParamsDocument,
  paramsOf,
  SignatureDocument,
  signatureOf,
} from '../../src/core/documents'
import { projectRoot } from '../host/projectRoot'

describe('documents that people hand over', () => {
  const metrics: [string, unknown, unknown][] = [
    ['a number by name', { f1: 0.9 }, [{ name: 'f1', value: 0.9 }]],
    ['a slice behind a slash', { 'f1/region=EU': 0.8 }, [{ name: 'f1', value: 0.8, slice: 'region=EU' }]],
    [
      'objects inside, as DVC writes them',
      { train: { acc: 1 }, test: { acc: 0.5 } },
      [
        { name: 'train.acc', value: 1 },
        { name: 'test.acc', value: 0.5 },
      ],
    ],
    [
      'a list, with slice and dataset',
      [{ name: 'f1', value: 1, slice: 'a=b', dataset: 'x' }],
      [{ name: 'f1', value: 1, slice: 'a=b', dataset: 'x' }],
    ],
  ]
  for (const [title, document, expected] of metrics)
    it(`reads metrics: ${title}`, () => assert.deepEqual(metricsOf(document), expected))

  for (const [title, document] of [
    ['text', { f1: 'good' }],
    ['NaN', { f1: Number.NaN }],
    ['infinity', { a: { b: Infinity } }],
    ['null', { f1: null }],
    ['a list entry without a value', [{ name: 'f1' }]],
    ['a list entry with an unknown key', [{ name: 'f1', value: 1, slide: 'x' }]],
    ['a bare number', 3],
  ] as const)
    it(`refuses ${title} as a metric`, () => assert.throws(() => metricsOf(document), z.ZodError))

  it('reads params, with dotted names for what is inside', () =>
    assert.deepEqual(paramsOf({ depth: 3, on: true, none: null, tree: { kind: 'cart', sizes: [1, 2] } }), {
      depth: 3,
      on: true,
      none: null,
      'tree.kind': 'cart',
      'tree.sizes.0': 1,
      'tree.sizes.1': 2,
    }))

  it('reads a signature as MLflow writes it, in JSON text and with tensors', () =>
    assert.deepEqual(
      signatureOf({
        inputs: '[{"type": "double", "name": "age", "required": true}]',
        outputs: [{ type: 'tensor', 'tensor-spec': { dtype: 'float32', shape: [-1, 3] } }],
        params: null,
      }),
      { inputs: [{ type: 'double', name: 'age', required: true }], outputs: [{ type: 'float32', shape: [-1, 3] }] },
    ))

  describe('have published schemas', () => {
    const schemas = { metrics: MetricsDocument, params: ParamsDocument, signature: SignatureDocument }
    for (const [name, schema] of Object.entries(schemas))
      it(`media/schemas/${name}.schema.json`, () => {
        const path = join(projectRoot, 'media/schemas', `${name}.schema.json`)
        const text = `${JSON.stringify({ title: `Pedigree: --${name} FILE`, ...z.toJSONSchema(schema, { io: 'input' }) }, undefined, 2)}\n`
        if (process.env['UPDATE_GOLDEN']) {
          mkdirSync(join(projectRoot, 'media/schemas'), { recursive: true })
          writeFileSync(path, text)
        }
        assert.equal(readFileSync(path, 'utf8'), text)
      })
  })
})

describe('documents, rule by rule', () => {
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
      if (expected === undefined) assert.throws(() => read(document), z.ZodError)
      else assert.deepEqual(read(document), expected)
    })
})

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

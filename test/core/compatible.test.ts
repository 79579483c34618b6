import assert from 'node:assert/strict'
import { incompatibilities } from '../../src/core/compatible'
import type { SignatureField } from '../../src/core/record'

type Fields = SignatureField[]

describe('compatible signatures', () => {
  const age = { name: 'age', type: 'long' }
  const rows: [string, Fields, Fields, string[]][] = [
    ['the same is', [age], [age], []],
    [
      'order makes no difference to names',
      [age, { name: 'city', type: 'string' }],
      [{ name: 'city', type: 'string' }, age],
      [],
    ],
    ['an input that is gone is not', [age], [], ['input "age" is gone']],
    ['one that was optional and is gone is not', [{ ...age, required: false }], [], ['input "age" is gone']],
    ['another type is not', [age], [{ ...age, type: 'string' }], ['input "age" is string and was long']],
    ['a new input that is required is not', [], [age], ['input "age" is new and required']],
    [
      'a new input that says it is required is not',
      [],
      [{ ...age, required: true }],
      ['input "age" is new and required'],
    ],
    ['a new input that is optional is', [], [{ ...age, required: false }], []],
    ['a new input with a default is', [], [{ ...age, default: 0 }], []],
    ['a default of nothing is one', [], [{ ...age, default: null }], []],
    ['an input that is required now is not', [{ ...age, required: false }], [age], ['input "age" is required now']],
    ['an input that is optional now is', [age], [{ ...age, required: false }], []],
    [
      'unnamed inputs go by their place',
      [{ type: 'float32' }, { type: 'int64' }],
      [{ type: 'int64' }, { type: 'int64' }],
      ['input 1 is int64 and was float32'],
    ],
    [
      'fewer unnamed inputs are not',
      [{ type: 'float32' }, { type: 'int64' }],
      [{ type: 'float32' }],
      ['input 2 is gone'],
    ],
    [
      'more unnamed inputs are not',
      [{ type: 'float32' }],
      [{ type: 'float32' }, { type: 'int64' }],
      ['input 2 is new and required'],
    ],
    ['the same shape is', [{ type: 'f', shape: [-1, 3] }], [{ type: 'f', shape: [-1, 3] }], []],
    ['a wider shape is', [{ type: 'f', shape: [1, 3] }], [{ type: 'f', shape: [-1, 3] }], []],
    ['a name is any size', [{ type: 'f', shape: [-1, 3] }], [{ type: 'f', shape: ['batch', 3] }], []],
    [
      'a narrower shape is not',
      [{ type: 'f', shape: [-1, 3] }],
      [{ type: 'f', shape: [1, 3] }],
      ['input 1 has the shape [1, 3] and had [-1, 3]'],
    ],
    [
      'another size is not',
      [{ type: 'f', shape: [-1, 3] }],
      [{ type: 'f', shape: [-1, 4] }],
      ['input 1 has the shape [-1, 4] and had [-1, 3]'],
    ],
    [
      'more dimensions are not',
      [{ type: 'f', shape: [-1, 3] }],
      [{ type: 'f', shape: [-1, -1, 3] }],
      ['input 1 has the shape [-1, -1, 3] and had [-1, 3]'],
    ],
    ['no shape takes any', [{ type: 'f', shape: [1, 3] }], [{ type: 'f' }], []],
    [
      'a shape where any went is not',
      [{ type: 'f' }],
      [{ type: 'f', shape: [1, 3] }],
      ['input 1 has the shape [1, 3] and had any'],
    ],
    [
      'a list of something else is not',
      [{ name: 'ids', type: 'array', items: { type: 'long' } }],
      [{ name: 'ids', type: 'array', items: { type: 'string' } }],
      ['input "ids" is still array, but of something else'],
    ],
    [
      'the order of keys makes no difference',
      [{ name: 'a', type: 'object', properties: { x: 1, y: [{ p: 1, q: 2 }] } }],
      [{ name: 'a', type: 'object', properties: { y: [{ q: 2, p: 1 }], x: 1 } }],
      [],
    ],
    [
      'an input may be called like something of JavaScript',
      [{ name: '__proto__', type: 'long' }],
      [{ name: 'constructor', type: 'long', required: false }],
      ['input "__proto__" is gone'],
    ],
  ]
  for (const [title, before, after, problems] of rows)
    it(`E17 ${title}`, () => assert.deepEqual(incompatibilities({ inputs: before }, { inputs: after }), problems))
})

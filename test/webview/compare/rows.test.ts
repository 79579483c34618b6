import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { changeOf } from '../../../src/core/compare/change'
import type { Metric } from '../../../src/core/metric'
import { markdownOf } from '../../../webview/save'
import { apart } from '../../../webview/format'
import { changeText, intervalText } from '../../../webview/views/compare/numbers'
import { type Row, rowsOf } from '../../../webview/views/compare/rows'
import { linesOf, type Looks, windowOf } from '../../../webview/views/compare/tableLayout'
import { tableText } from '../../../webview/views/compare/tableText'
import { usualView } from '../../../webview/views/compare/view'
import { compared, sliced } from './samples'

describe('numbers of a comparison', () => {
  const rows: [string, (Metric['value'] | null)[], string[]][] = [
    ['four digits, with as many decimals', [0.91234, 0.9, null], ['0.9123', '0.9000', '–']],
    ['as many digits as it takes to tell them apart', [0.123456, 0.123457], ['0.123456', '0.123457']],
    ['whole numbers', [12, 12, 13], ['12', '12', '13']],
    ['the zero that has a sign is 0', [0, -0, 0.5], ['0.0', '0.0', '0.5']],
    ['what is no number', ['NaN', 'Infinity', '-Infinity', 1.5], ['NaN', '∞', '−∞', '1.5']],
    ['huge and tiny ones', [1.7e308, -1.7e308, 5e-324], ['1.700e308', '-1.700e308', '4.941e-324']],
  ]
  for (const [title, values, expected] of rows)
    it(title, () => assert.deepEqual(apart(values.map((value) => (value === null ? null : { value }))), expected))
  it('are told apart wherever they differ', () =>
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          const [left, right] = apart([{ value: a }, { value: b }])
          assert.equal(left === right, a === b)
        },
      ),
    ))
  it('changes are told with their share', () => {
    const change = (a: number, b: number) => changeText(changeOf({ value: a }, { value: b }, 'higher'))
    assert.deepEqual(
      [change(0.912, 0.9), change(45, 50), change(1, 0), change(1, 1), change(1e9, 1)],
      ['+0.012 (+1.3%)', '−5 (−10%)', '+1', '', '+999,999,999'],
    )
  })
  it('intervals are told by their half, or by their bounds', () => {
    assert.equal(intervalText({ value: 0.9, interval: { lower: 0.89, upper: 0.91 } }), '±0.01')
    assert.equal(intervalText({ value: 0.9, interval: { lower: 0.7, upper: 0.91 } }), '0.7–0.91')
    assert.equal(intervalText({ value: 0.9 }), '')
  })
})

describe('the lines of the table', () => {
  const data = compared(
    [
      [...sliced('f1', { '': 0.8, 'region=EU': 0.7 }), { name: 'ms', value: 3 }],
      [...sliced('f1', { '': 0.9, 'region=EU': 0.7 }), { name: 'ms', value: 2 }],
    ],
    [{ params: { depth: 4, seed: 1 } }, { params: { depth: 5, seed: 1 } }],
  )
  const rows = rowsOf(data)
  const told = (looks: Partial<Looks> = {}) =>
    linesOf(rows, { ...usualView, ...looks }).map((line) =>
      line.kind === 'part'
        ? `${line.part} ${line.different}/${line.total}`
        : `${line.row.name} ${line.row.detail}`.trim(),
    )
  const table: [string, Partial<Looks>, string[]][] = [
    ['only what differs', {}, ['metrics 2/3', 'f1', 'ms', 'params 1/2', 'depth']],
    ['all', { onlyDifferences: false }, ['metrics 2/3', 'f1', 'f1 region=EU', 'ms', 'params 1/2', 'depth', 'seed']],
    ['what is searched, in any order', { onlyDifferences: false, search: 'eu F1' }, ['metrics 2/3', 'f1 region=EU']],
    ['a part by its name', { search: 'params' }, ['params 1/2', 'depth']],
    ['nothing is called so', { search: 'zzz' }, []],
    [
      'pinned ones first, whatever is searched',
      { search: 'depth', pinned: ['params seed'] },
      ['pinned 0/1', 'seed', 'params 1/2', 'depth'],
    ],
    ['without hidden ones', { hidden: ['params depth'] }, ['metrics 2/3', 'f1', 'ms', 'params 1/2']],
    ['without what is folded', { closed: ['metrics'] }, ['metrics 2/3', 'params 1/2', 'depth']],
  ]
  for (const [title, looks, expected] of table) it(title, () => assert.deepEqual(told(looks), expected))

  it('every row has one cell for each column, and a key of its own', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<Metric['value']>('NaN', 'Infinity', '-Infinity'),
    )
    const metric = fc.record(
      {
        name: fc.string({ minLength: 1, maxLength: 200 }),
        value,
        slice: fc.constantFrom('a=1', 'b=2'),
        dataset: fc.constantFrom('x', 'y'),
      },
      { requiredKeys: ['name', 'value'] },
    )
    fc.assert(
      fc.property(fc.array(fc.array(metric, { maxLength: 12 }), { minLength: 1, maxLength: 20 }), (metrics) => {
        const found = rowsOf(compared(metrics))
        assert.equal(new Set(found.map(({ key }) => key)).size, found.length)
        for (const row of found) assert.equal(row.cells.length, metrics.length)
      }),
    )
  })
  it('of many lines those in sight are drawn, and some around', () => {
    assert.deepEqual(windowOf(100, 28, 5000, 600), [0, 100])
    const [from, to] = windowOf(5000, 28, 28_000, 560)
    assert.deepEqual([from, to], [988, 1032])
    assert.deepEqual(windowOf(5000, 28, 0, 560), [0, 32])
    assert.deepEqual(windowOf(5000, 28, 28 * 5000, 560)[1], 5000)
  })
  it('as a table for other programs every value is whole', () => {
    const seen = linesOf(rows, usualView).flatMap((line): Row[] => (line.kind === 'row' ? [line.row] : []))
    assert.deepEqual(tableText(data, seen), [
      ['part', 'name', 'slice', 'dataset', 'churn@1', 'churn@2', 'churn@2 against churn@1'],
      ['metrics', 'f1', null, null, 0.8, 0.9, 0.1],
      ['metrics', 'ms', null, null, 3, 2, -1],
      ['params', 'depth', '', null, '4', '5', 'differs'],
    ])
    assert.match(markdownOf(tableText(data, seen)), /^\| part \| name /)
  })
  it('as a table for other programs hashes and counts are whole, and what is not there is empty', () => {
    const [a, b] = ['a', 'b'].map((digit) => digit.repeat(64))
    const record = (hash: string, rows: number) => ({
      params: { hash, ...(rows > 12345 ? { extra: 1 } : {}) },
      data: [{ name: 'train', digest: `sha256:${hash}`, rows }],
      files: [{ path: 'model.bin', size: 12_345, sha256: hash }],
    })
    const two = compared([[], []], [record(a!, 12345), record(b!, 23456)])
    assert.deepEqual(
      tableText(two, rowsOf(two)).map((row) => row.slice(0, 6)),
      [
        ['part', 'name', 'slice', 'dataset', 'churn@1', 'churn@2'],
        ['params', 'extra', '', null, null, '1'],
        ['params', 'hash', '', null, a, b],
        ['data', 'train', '', null, `sha256:${a}`, `sha256:${b}`],
        ['data', 'train', 'rows', null, 12345, 23456],
        ['files', 'model.bin', '', null, a, b],
      ],
    )
  })
})

import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Metric } from '../../../src/core/metric'
import { drawnSlices, partOf, sliceCharts } from '../../../webview/views/card/slices'

const sliced = (name: string, values: Record<string, Metric['value']>): Metric[] =>
  Object.entries(values).map(([slice, value]) => ({ name, value, ...(slice ? { slice } : {}) }))

describe('the charts of slices', () => {
  const rows: [string, Metric[], Record<string, 'higher' | 'lower'>, [string, string[], number][]][] = [
    ['none without slices', sliced('f1', { '': 0.9 }), {}, []],
    ['the lowest on top', sliced('f1', { a: 0.9, b: 0.7, c: 0.8 }), {}, [['f1', ['b', 'c', 'a'], 0]]],
    [
      'the highest on top where lower is better',
      sliced('ms', { a: 9, b: 7 }),
      { ms: 'lower' },
      [['ms', ['a', 'b'], 0]],
    ],
    ['values that are no numbers are counted', sliced('f1', { a: 1, b: 'NaN', c: 'Infinity' }), {}, [['f1', ['a'], 2]]],
    ['none where no value is a number', sliced('f1', { a: 'NaN' }), {}, []],
    [
      'one for each metric',
      [...sliced('f1', { a: 1 }), ...sliced('auc', { a: 1 })],
      {},
      [
        ['f1', ['a'], 0],
        ['auc', ['a'], 0],
      ],
    ],
  ]
  for (const [title, metrics, directions, expected] of rows)
    it(title, () => {
      const charts = sliceCharts(metrics, directions)
      assert.deepEqual(
        charts.map(({ metric, rows, left }) => [metric, rows.map(({ slice }) => slice), left]),
        expected,
      )
    })
  it('name slices by what they differ in', () => {
    const [chart] = sliceCharts(sliced('f1', { 'region=EU': 1, 'region=US': 2 }), {})
    assert.deepEqual([chart!.by, chart!.rows.map(({ name }) => name)], ['region', ['EU', 'US']])
    for (const slices of [{ 'region=EU': 1, 'age=1': 2 }, { 'region=': 1 }, { 'a=1,b=2': 1, 'a=2,b=2': 1 }, { EU: 1 }])
      assert.equal(sliceCharts(sliced('f1', slices), {})[0]!.by, undefined)
  })
  it('draw the worst of a thousand', () => {
    const many = sliced('f1', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`s${i}`, i / 1000])))
    const [chart] = sliceCharts(many, {})
    assert.equal(chart!.rows.length, drawnSlices)
    assert.equal(chart!.left, 1000 - drawnSlices)
    assert.equal(chart!.rows[0]!.slice, 's0')
  })
  it('have every value on the scale, however large', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(1.7e308, -1.7e308, 0, 5e-324),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
        const metrics = values.map((value, i): Metric => ({ name: 'm', value, slice: `s${i}` }))
        const [chart] = sliceCharts(metrics, {})
        assert.ok(Number.isFinite(chart!.low) && Number.isFinite(chart!.high))
        const parts = chart!.rows.map(({ value }) => partOf(chart!, value))
        for (const part of parts) assert.ok(part >= 0 && part <= 1, String(part))
        assert.deepEqual(
          parts,
          parts.toSorted((a, b) => a - b),
        )
      }),
    )
  })
})

import assert from 'node:assert/strict'
import { metricSeries, paritySeries, type SeriesRow } from '../../../src/core/gate/ruleSeries'

const versions = [1, 2, 3].map((version) => ({ version, held: version === 2 }))
const row = (version: number, value: SeriesRow['value'], slice = '', dataset = ''): SeriesRow => ({
  ...{ version, slice, dataset, value },
})

describe('how a rule stood before', () => {
  it('RE4 a metric of all of the data is its value; what was not measured is null', () => {
    const series = metricSeries({ metric: 'f1', min: 0.9 }, 'higher', versions, [
      row(1, 0.8),
      row(3, 0.95),
      row(3, 1, 'a=1'),
    ])
    assert.deepEqual(series, {
      of: 'value',
      points: [
        { version: 1, held: false, value: 0.8 },
        { version: 2, held: true, value: null },
        { version: 3, held: false, value: 0.95 },
      ],
      bounds: [{ value: 0.9, is: 'min' }],
    })
  })
  it('RE4 of slices it is the worst one, as the metric’s direction has it', () => {
    const rows = [row(1, 0.8, 'a=1'), row(1, 0.6, 'a=2'), row(1, 0.1, 'b=1'), row(2, 0.7, 'a=1'), row(2, 'NaN', 'a=2')]
    const worst = (direction: 'higher' | 'lower') =>
      metricSeries({ metric: 'f1', slices: 'a=*' }, direction, versions, rows)
    assert.equal(worst('higher').of, 'worst')
    assert.deepEqual(
      worst('higher').points.map(({ value }) => value),
      [0.6, 'NaN', null],
    )
    assert.equal(worst('lower').points[0]!.value, 0.8)
  })
  it('RE4 infinities stay what they are', () => {
    const rows = [row(1, '-Infinity'), row(2, 'Infinity'), row(3, -1e308)]
    const { points } = metricSeries({ metric: 'f1' }, 'higher', versions, rows)
    assert.deepEqual(
      points.map(({ value }) => value),
      ['-Infinity', 'Infinity', -1e308],
    )
  })
  it('RE4 parity is the gap between slices; of one slice there is none', () => {
    const rows = [row(1, 0.8, 'a=1'), row(1, 0.7, 'a=2'), row(2, 0.7, 'a=1'), row(3, 'NaN', 'a=1'), row(3, 1, 'a=2')]
    const series = paritySeries({ parity: 'f1', across: 'a', maxGap: 0.05 }, versions, rows)
    assert.deepEqual(
      series.points.map(({ value }) => value),
      [0.1, null, 'NaN'],
    )
    assert.deepEqual([series.of, series.bounds], ['gap', [{ value: 0.05, is: 'max' }]])
  })
  it('RE4 parity is between slices of the same dataset, as the gate has it', () => {
    const rows = [row(1, 0.8, 'a=1', 'x'), row(1, 0.79, 'a=2', 'x'), row(1, 0.4, 'a=1', 'y'), row(1, 0.42, 'a=2', 'y')]
    const { points } = paritySeries({ parity: 'f1', across: 'a', maxGap: 0.05 }, versions, rows)
    assert.deepEqual(points[0]!.value, 0.02)
  })
})

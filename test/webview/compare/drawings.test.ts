import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Metric } from '../../../src/core/metric'
import { barsOf } from '../../../webview/views/compare/barsLayout'
import { curvesLayout, nearestValue, panned, zoomed } from '../../../webview/views/compare/curvesLayout'
import { drawBars } from '../../../webview/views/compare/drawBars'
import { drawCurves } from '../../../webview/views/compare/drawCurves'
import { drawHeat } from '../../../webview/views/compare/drawHeat'
import { heatOf } from '../../../webview/views/compare/heatLayout'
import { matchesGolden } from '../../golden'
import { drawn } from '../drawn'
import { compared, sliced } from './samples'

const columns = ['churn@6', 'churn@7', 'a model with a name that is rather long@12']
const data = compared([
  [
    { name: 'ms', value: 50 },
    ...sliced('recall', { '': 0.8, 'region=EU': 0.7, 'region=US': 0.6 }),
    { name: 'bias', value: -0.2 },
  ],
  [
    { name: 'ms', value: 55 },
    ...sliced('recall', { '': 0.82, 'region=EU': 0.61, 'region=US': 0.65 }),
    { name: 'bias', value: 0.1 },
  ],
  [{ name: 'ms', value: 'Infinity' }, ...sliced('recall', { '': 'NaN', 'region=US': 0.7 }), { name: 'bias', value: 0 }],
])

describe('the heat map', () => {
  it('colours what changed, and marks the worst slices', async () => {
    const heat = heatOf(data, 'change')
    matchesGolden('compare/heat.svg', await drawn((svg) => drawHeat(svg, { width: 640, columns, heat })))
  })
  it('colours values', async () => {
    const heat = heatOf(data, 'value')
    matchesGolden('compare/heat-values.svg', await drawn((svg) => drawHeat(svg, { width: 400, columns, heat })))
  })
  it('draws the 40 of 1,000 slices that changed most', () => {
    const values = (shift: number) =>
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`user=${i}`, 1 + (i === 777 ? shift : 0)]))
    const heat = heatOf(compared([sliced('f1', values(0)), sliced('f1', values(0.5))]), 'change')
    assert.equal(heat.left, 960)
    assert.equal(heat.blocks.flatMap(({ rows }) => rows).length, 40)
    assert.ok(heat.blocks[0]!.rows.some(({ slice }) => slice === 'user=777'))
  })
  const cellsOf = (metrics: Metric[][]) =>
    Object.fromEntries(
      heatOf(compared(metrics), 'change').blocks.flatMap(({ rows }) =>
        rows.map(({ slice, cells }) => [slice, cells[1]!]),
      ),
    )
  it('what became no number is as bad as can be, and is not left out', () => {
    const values = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`user=${i}`, 1]))
    const others = Object.fromEntries(Object.keys(values).map((slice) => [slice, 1.5]))
    const cells = cellsOf([sliced('f1', values), sliced('f1', { ...others, 'user=99': 'NaN' })])
    assert.deepEqual([cells['user=99']?.tone, cells['user=99']?.level, cells['user=0']?.level], ['bad', 1, 1])
  })
  it('marks the worst of all slices, or none where that is not drawn', () => {
    const base = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`user=${i}`, i === 99 ? 0.1 : 0.5]))
    const gained = Object.fromEntries(
      Object.entries(base).map(([slice, value], i) => [slice, value + (i < 98 ? 0.1 : 0)]),
    )
    const cells = cellsOf([sliced('f1', base), sliced('f1', gained)])
    assert.ok(Object.entries(cells).every(([slice, { isWorst }]) => !isWorst || slice === 'user=99'))
  })
  it('draws the slice that is named the worst, however much others changed', () => {
    const base = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`user=${i}`, 0.5]))
    const gained = Object.fromEntries(
      Object.entries(base).map(([slice, value], i) => [slice, i < 99 ? value * 2 : 0.4]),
    )
    assert.equal(cellsOf([sliced('f1', base), sliced('f1', gained)])['user=99']?.isWorst, true)
  })
  it('does not let other data pale what changed, and keeps the slices of one dataset together', () => {
    const on = (digest: string, eu: number, us: number): [Metric[], { data: [{ name: string; digest: string }] }] => [
      [
        { name: 'f1', value: eu, slice: 'region=EU', dataset: 'test' },
        { name: 'f1', value: us, slice: 'region=US' },
        { name: 'f1', value: us, slice: 'region=CN' },
      ],
      { data: [{ name: 'test', digest }] },
    ]
    const [[a, first], [b, second]] = [on('sha256:0123456789abcdef', 1, 1), on('sha256:0123456789abcde0', 900, 0.5)]
    const heat = heatOf(compared([a, b], [first, second]), 'change')
    assert.deepEqual(
      heat.blocks.map(({ label, rows }) => [
        label,
        rows.map(({ slice, cells }) => [slice, cells[1]!.tone, cells[1]!.level]),
      ]),
      [
        [
          'f1 · –',
          [
            ['region=CN', 'bad', 1],
            ['region=US', 'bad', 1],
          ],
        ],
        ['f1 · test', [['region=EU', 'none', 0]]],
      ],
    )
  })
  it('has a level between 0 and 1, whatever the values are', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<Metric['value']>('NaN', 'Infinity'),
    )
    const slices = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value)
    fc.assert(
      fc.property(
        fc.array(slices, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('change' as const, 'value' as const),
        (all, by) => {
          const heat = heatOf(compared(all.map((one) => sliced('f1', one))), by)
          for (const { level } of heat.blocks.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)))
            assert.ok(level >= 0 && level <= 1, String(level))
        },
      ),
    )
  })
})

describe('the bars', () => {
  it('begin at 0, also those of negative values, and show intervals', async () => {
    const interval = { lower: 0.75, upper: 0.85 }
    const panels = barsOf([{ ...data.metrics[0]! }, ...data.metrics.slice(1)], columns, 0)
    panels[0]!.bars[1]!.whisker = [interval.lower, interval.upper]
    matchesGolden('compare/bars.svg', await drawn((svg) => drawBars(svg, 700, panels)))
  })
  it('stay in their panels, whatever the values are', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<Metric['value']>('NaN', 'Infinity', '-Infinity'),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const { metrics } = compared(values.map((one) => [{ name: 'f1', value: one }]))
        for (const { from, to } of barsOf(metrics, values.map(String), 0)[0]!.bars)
          assert.ok(0 <= from && from <= to && to <= 1, `${from} ${to}`)
      }),
    )
  })
})

describe('the curves', () => {
  const steps = Array.from({ length: 200 }, (_, i) => i)
  const curves = [
    { steps, values: steps.map((step) => Math.exp(-step / 50)) },
    { steps, values: steps.map((step) => (step % 50 === 25 ? null : Math.exp(-step / 40) + 0.05 * Math.sin(step))) },
    null,
  ]
  const asked = { curves, width: 600, height: 260, smoothing: 0, isLog: false, steps: null }
  const golden = async (name: string, more: Partial<typeof asked> & { steps?: [number, number] | null }) => {
    const layout = curvesLayout({ ...asked, ...more })
    matchesGolden(`compare/${name}.svg`, await drawn((svg) => drawCurves(svg, layout, 600, 260, 0)))
  }
  it('are lines with gaps', () => golden('curves', {}))
  it('are smoothed before what they are made of', () => golden('curves-smoothed', { smoothing: 0.8 }))
  it('have a logarithmic scale without what is not above 0', () => golden('curves-log', { isLog: true }))
  it('show a part of the steps', () => golden('curves-part', { steps: [40, 60] as never }))
  it('show all where nothing is left of the steps that were in sight', () =>
    assert.deepEqual(curvesLayout({ ...asked, steps: [500, 600] }).steps, [0, 199]))
  it('never draw what is no number', () => {
    const value = fc.option(
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -1, 1.7e308, -1.7e308)),
    )
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 50 }),
        fc.boolean(),
        fc.constantFrom(0, 0.9),
        (values, isLog, smoothing) => {
          const layout = curvesLayout({
            ...asked,
            curves: [{ steps: values.map((_, i) => i), values }],
            isLog,
            smoothing,
          })
          for (const { path, raw } of layout.lines) assert.ok(!/NaN|Infinity/.test(path + (raw ?? '')), path)
          for (const { at } of layout.yTicks) assert.ok(Number.isFinite(at))
        },
      ),
    )
  })
  it('are zoomed and moved within their steps', () => {
    assert.deepEqual(zoomed([0, 100], 0.5, 50, [0, 100]), [25, 75])
    assert.equal(zoomed([25, 75], 4, 50, [0, 100]), null)
    assert.deepEqual(panned([25, 75], 0.25, [0, 100]), [37.5, 87.5])
    assert.deepEqual(panned([60, 100], 0.25, [0, 100]), [60, 100])
    assert.deepEqual(nearestValue({ steps: [0, 10], values: [1, 2] }, 6), { step: 10, value: 2 })
    assert.equal(nearestValue({ steps: [], values: [] }, 6), undefined)
  })
})

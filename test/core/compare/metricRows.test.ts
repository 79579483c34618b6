import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { type Change, changeOf, type Measurement } from '../../../src/core/compare/change'
import { type Measured, metricRows } from '../../../src/core/compare/metricRows'
import { worstSlice } from '../../../src/core/compare/worstSlice'
import type { Direction } from '../../../src/core/gate/directions'
import type { Metric } from '../../../src/core/metric'
import type { DatasetRef } from '../../../src/core/record'

const column = (metrics: Metric[], data: DatasetRef[] = []): Measured => ({ metrics, record: { data } })
const of = (value: Metric['value'], more: Partial<Measurement> = {}): Measurement => ({ value, ...more })
const within = (lower: number, upper: number) => ({ interval: { lower, upper } })

describe('a value against the baseline', () => {
  type Expected = [Change['verdict'], number | null, number | null, boolean]
  const rows: [string, Measurement, Measurement, Direction, Expected][] = [
    ['CO1 higher is better', of(0.912), of(0.9), 'higher', ['better', 0.012, 0.0133333333333, false]],
    ['CO1 lower is better', of(54), of(50), 'lower', ['worse', 4, 0.08, false]],
    ['CO1 alike', of(3), of(3), 'lower', ['same', 0, 0, false]],
    ['CO2 of a negative baseline the share is of its size', of(-1), of(-2), 'higher', ['better', 1, 0.5, false]],
    ['CO2 of 0 there is no share', of(1), of(0), 'higher', ['better', 1, null, false]],
    ['CO2 NaN is worse', of('NaN'), of(0), 'lower', ['worse', null, null, false]],
    ['CO2 anything is better than NaN', of(-1e300), of('NaN'), 'higher', ['better', null, null, false]],
    ['CO2 NaN is as good as NaN', of('NaN'), of('NaN'), 'higher', ['same', null, null, false]],
    ['CO2 infinity is compared, and not subtracted', of('Infinity'), of(1), 'lower', ['worse', null, null, false]],
    ['CO2 two infinities are alike', of('-Infinity'), of('-Infinity'), 'higher', ['same', null, null, false]],
    ['CO2 what is too large for a number', of(1.7e308), of(-1.7e308), 'higher', ['better', null, null, false]],
    ['CO2 no share that is too large', of(1e300), of(1e-300), 'higher', ['better', 1e300, null, false]],
    ['CO3 other data', of(1, { digest: 'a' }), of(0, { digest: 'b' }), 'higher', ['incomparable', 1, null, false]],
    ['CO3 data that only one knows', of(1, { digest: 'a' }), of(0), 'higher', ['better', 1, null, false]],
    ['CO4 intervals that meet', of(2, within(1, 3)), of(1, within(0, 1)), 'higher', ['better', 1, 1, true]],
    ['CO4 intervals apart', of(2, within(1.5, 3)), of(1, within(0, 1)), 'higher', ['better', 1, 1, false]],
    ['CO4 within the only interval', of(2), of(1, within(0, 2)), 'lower', ['worse', 1, 1, true]],
    ['CO4 outside of the only interval', of(2), of(1, within(0, 1.5)), 'lower', ['worse', 1, 1, false]],
    ['CO4 alike is not uncertain', of(1, within(0, 2)), of(1), 'lower', ['same', 0, 0, false]],
  ]
  for (const [rule, value, base, direction, [verdict, by, share, isUncertain]] of rows)
    it(rule, () => assert.deepEqual(changeOf(value, base, direction), { verdict, by, share, isUncertain }))

  it('CO1 is better one way where it is worse the other', () => {
    const number = fc.double({ noNaN: true })
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [there, back] = [changeOf(of(a), of(b), 'higher'), changeOf(of(b), of(a), 'higher')]
        const reverse = { better: 'worse', worse: 'better', same: 'same', incomparable: 'incomparable' }
        assert.equal(back.verdict, reverse[there.verdict])
      }),
    )
  })
})

describe('rows of metrics', () => {
  const told = (columns: Measured[], directions = {}) =>
    metricRows(columns, 0, directions).map(({ label, values, best }) => [label, values.map((one) => one?.value), best])

  type Row = [string, Measured[], unknown[]]
  const rows: Row[] = [
    [
      'CO5 the best is marked',
      [column([{ name: 'f1', value: 0.8 }]), column([{ name: 'f1', value: 0.9 }])],
      [['f1', [0.8, 0.9], [1]]],
    ],
    [
      'CO5 several may be',
      [column([{ name: 'ms', value: 1 }]), column([{ name: 'ms', value: 2 }]), column([{ name: 'ms', value: 1 }])],
      [['ms', [1, 2, 1], [0, 2]]],
    ],
    [
      'CO5 none of those that are alike',
      [column([{ name: 'f1', value: 1 }]), column([{ name: 'f1', value: 1 }])],
      [['f1', [1, 1], []]],
    ],
    [
      'CO5 NaN never',
      [
        column([{ name: 'f1', value: 'NaN' }]),
        column([{ name: 'f1', value: -5 }]),
        column([{ name: 'f1', value: '-Infinity' }]),
      ],
      [['f1', ['NaN', -5, '-Infinity'], [1]]],
    ],
    ['CO5 nor the only one', [column([{ name: 'f1', value: 1 }]), column([])], [['f1', [1, undefined], []]]],
    [
      'CO6 a slice is the same however it is written',
      [column([{ name: 'f1', slice: 'a=1,b=2', value: 1 }]), column([{ name: 'f1', slice: 'b=2 & a=1', value: 1 }])],
      [['f1/a=1,b=2', [1, 1], []]],
    ],
    [
      'CO6 a dataset is the same by name and by digest',
      [
        column(
          [{ name: 'f1', value: 1, dataset: 'sha256:0123456789abcdef' }],
          [{ name: 'test', digest: 'sha256:0123456789abcdef' }],
        ),
        column([{ name: 'f1', value: 1, dataset: 'test' }]),
      ],
      [['f1', [1, 1], []]],
    ],
    [
      'CO6 namesakes name their dataset',
      [
        column([{ name: 'f1', value: 1, dataset: 'a' }]),
        column([
          { name: 'f1', value: 2, dataset: 'b' },
          { name: 'f1', value: 3 },
        ]),
      ],
      [
        ['f1 on data without a name', [undefined, 3], []],
        ['f1 on a', [1, undefined], []],
        ['f1 on b', [undefined, 2], []],
      ],
    ],
    ['no metrics at all', [column([]), column([])], []],
  ]
  for (const [rule, columns, expected] of rows) it(rule, () => assert.deepEqual(told(columns), expected))

  it('CO1 the policy says which values are better', () => {
    const columns = [column([{ name: 'score', value: 1 }]), column([{ name: 'score', value: 2 }])]
    const [assumed] = metricRows(columns, 0, {})
    const [said] = metricRows(columns, 0, { score: 'lower' })
    assert.deepEqual([assumed!.isAssumed, assumed!.best, assumed!.changes[1]!.verdict], [true, [1], 'better'])
    assert.deepEqual([said!.isAssumed, said!.best, said!.changes[1]!.verdict], [false, [0], 'worse'])
  })
  it('CO3 the same name with another digest is other data', () => {
    const columns = ['0123456789abcdef', '0123456789abcde0'].map((digest) =>
      column([{ name: 'f1', value: 1, dataset: 'test' }], [{ name: 'test', digest: `sha256:${digest}` }]),
    )
    const [row] = metricRows(columns, 0, {})
    assert.deepEqual([row!.changes[1]!.verdict, row!.same], ['incomparable', false])
  })
  it('CO3 nothing is the best of what was measured on other data', () => {
    const columns = ['0123456789abcdef', '0123456789abcde0'].map((digest, i) =>
      column([{ name: 'f1', value: i, dataset: 'test' }], [{ name: 'test', digest: `sha256:${digest}` }]),
    )
    assert.deepEqual(metricRows(columns, 0, {})[0]!.best, [])
  })
  it('CO3 a digest that one of both lacks makes no difference', () => {
    const metrics: Metric[] = [{ name: 'f1', value: 1, dataset: 'test' }]
    const [row] = metricRows(
      [column(metrics, [{ name: 'test', digest: 'sha256:0123456789abcdef' }]), column(metrics)],
      0,
      {},
    )
    assert.deepEqual([row!.changes[1]!.verdict, row!.same], ['same', true])
  })
})

describe('the worst slice', () => {
  const sliced = (values: Record<string, number>, whole?: number): Measured =>
    column([
      ...Object.entries(values).map(([slice, value]): Metric => ({ name: 'recall', slice, value })),
      ...(whole === undefined ? [] : [{ name: 'recall', value: whole }]),
    ])
  const found = (columns: Measured[], others: number[]) => {
    const rows = metricRows(columns, 0, {})
    const worst = worstSlice(rows, others)
    return worst && [rows[worst.row]!.slice, worst.column, worst.hasLost]
  }
  it('CO7 lost most, as a share', () =>
    assert.deepEqual(found([sliced({ EU: 0.9, US: 0.3 }), sliced({ EU: 0.8, US: 0.22 })], [1]), ['US', 1, true]))
  it('CO7 is furthest behind the whole where none lost', () =>
    assert.deepEqual(found([sliced({ EU: 0.5, US: 0.4 }), sliced({ EU: 0.6, US: 0.55 }, 0.7)], [1]), ['US', 1, false]))
  it('CO7 is the one that became NaN', () =>
    assert.deepEqual(
      found([sliced({ EU: 0.5, US: 0.4 }), column([{ name: 'recall', slice: 'EU', value: 'NaN' }])], [1]),
      ['EU', 1, true],
    ))
  it('CO7 is none without slices, and without anything worse', () => {
    assert.equal(found([sliced({}, 1), sliced({}, 0.5)], [1]), null)
    assert.equal(found([sliced({ EU: 1 }), sliced({ EU: 2 })], [1]), null)
  })
})

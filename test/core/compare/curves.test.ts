import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { type Curve, curveOf, smoothed, thinned } from '../../../src/core/compare/curves'
import { RunHistory } from '../../../src/core/runHistory'

const anyCurve = fc
  .array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { freq: 9 }), {
    minLength: 1,
    maxLength: 400,
  })
  .map((values): Curve => ({ steps: values.map((_, i) => i * 2), values }))

describe('a curve', () => {
  it('CO13 is in the order of steps, with the last value of each', () =>
    assert.deepEqual(
      curveOf([
        [2, 5],
        [1, 4],
        [2, 6],
        [3, 'NaN'],
        [-1, 'Infinity'],
      ]),
      { steps: [-1, 1, 2, 3], values: [null, 4, 6, null] },
    ))
  it('CO13 is smoothed as TensorBoard does', () => {
    const { values } = smoothed({ steps: [0, 1, 2, 3], values: [1, null, 3, 5] }, 0.5)
    assert.deepEqual(values, [1, null, (0.25 * 1 + 0.5 * 3) / 0.75, (0.125 * 1 + 0.25 * 3 + 0.5 * 5) / 0.875])
  })
  it('CO13 stays in its range, with its gaps, when it is smoothed', () =>
    fc.assert(
      fc.property(anyCurve, fc.double({ min: 0, max: 0.99, noNaN: true }), (curve, weight) => {
        const { values } = smoothed(curve, weight)
        const known = curve.values.filter((value) => value !== null)
        const slack = 1e-6 * Math.max(1, ...known.map(Math.abs))
        for (const [i, value] of values.entries()) {
          assert.equal(value === null, curve.values[i] === null)
          if (value !== null) assert.ok(value >= Math.min(...known) - slack && value <= Math.max(...known) + slack)
        }
      }),
    ))
  it('CO13 keeps its ends and no more points than there is room for when it is thinned', () =>
    fc.assert(
      fc.property(anyCurve, fc.integer({ min: 3, max: 100 }), (curve, most) => {
        const { steps, values } = thinned(curve, most)
        assert.ok(steps.length <= Math.max(most, 0) || steps.length === curve.steps.length)
        assert.deepEqual([steps[0], steps.at(-1)], [curve.steps[0], curve.steps.at(-1)])
        assert.ok(steps.every((step, i) => i === 0 || step > steps[i - 1]!))
        for (const [i, step] of steps.entries()) assert.equal(values[i], curve.values[curve.steps.indexOf(step)])
      }),
    ))
  it('CO13 keeps the one peak of many steps', () => {
    const steps = Array.from({ length: 10_000 }, (_, i) => i)
    const { values } = thinned({ steps, values: steps.map((step) => (step === 4321 ? 100 : 0)) }, 50)
    assert.ok(values.includes(100))
  })
})

describe('the history of a run', () => {
  const rows: [string, unknown, boolean][] = [
    [
      'steps, values and times',
      {
        v: 1,
        metrics: {
          loss: [
            [0, 1.5],
            [1, 'NaN', 1.7e12],
            [2, '-Infinity'],
          ],
        },
      },
      true,
    ],
    ['nothing', { v: 1, metrics: {} }, true],
    ['another version', { v: 2, metrics: {} }, false],
    ['a value that is no number', { v: 1, metrics: { loss: [[0, 'high']] } }, false],
    ['a step alone', { v: 1, metrics: { loss: [[0]] } }, false],
    ['too much', { v: 1, metrics: { loss: [[0, 1, 2, 3]] } }, false],
    ['no list', { v: 1, metrics: { loss: 'x' } }, false],
  ]
  for (const [title, document, isOne] of rows)
    it(`CO14 ${isOne ? 'takes' : 'refuses'} ${title}`, () =>
      assert.equal(RunHistory.safeParse(document).success, isOne))
})

import assert from 'node:assert/strict'
import { classificationMetrics, regressionMetrics, withSlices } from './metrics'

describe('metrics of the demo', () => {
  const classes = ['a', 'b', 'c']
  const verdicts = [
    { label: 0, probabilities: [0.8, 0.1, 0.1] },
    { label: 0, probabilities: [0.3, 0.6, 0.1] },
    { label: 1, probabilities: [0.2, 0.8, 0] },
    { label: 1, probabilities: [0.25, 0.5, 0.25] },
  ]

  it('counts by hand', () => {
    assert.deepEqual(classificationMetrics(verdicts, classes), {
      accuracy: 0.75,
      f1_macro: 0.733333, // of a: 2/3, of b: 4/5; c does not occur
      log_loss: 0.585852, // -(ln .8 + ln .3 + ln .8 + ln .5) / 4
      'recall/species=a': 0.5,
      'recall/species=b': 1,
    })
  })

  it('a certain mistake is bad, not infinitely bad', () => {
    assert.equal(classificationMetrics([{ label: 2, probabilities: [1, 0, 0] }], classes)['log_loss'], 34.538776)
  })

  it('measures estimates', () => {
    const estimates = [1, 2, 3, 4].map((value) => ({ value, estimate: value + (value % 2 ? 1 : -1) }))
    assert.deepEqual(regressionMetrics(estimates), { rmse: 1, mae: 1, r2: 0.2 })
  })

  it('slices what is not sliced already', () => {
    const slices = { 'size=big': (row: number) => row > 2 }
    const measured = withSlices([1, 2, 3, 4], slices, (rows) => ({ count: rows.length, 'sum/of=all': 10 }))
    assert.deepEqual(measured, { count: 4, 'sum/of=all': 10, 'count/size=big': 2 })
  })
})

import assert from 'node:assert/strict'
import { withUncertainty } from './uncertainty'

describe('how far metrics can be believed', () => {
  const [accuracy, loss, none] = withUncertainty({ accuracy: 0.9, log_loss: 0.3, 'recall/sex=male': 1 }, (slice) =>
    slice ? 0 : 100,
  )
  it('a share has the interval of Wilson', () => {
    // The values of the textbook: 90 of 100 at 95 %.
    assert.deepEqual(accuracy, {
      name: 'accuracy',
      value: 0.9,
      n: 100,
      interval: { lower: 0.825634, upper: 0.944771, level: 0.95 },
    })
  })
  it('others only say on how many rows they were measured, and no rows have no interval', () => {
    assert.deepEqual(loss, { name: 'log_loss', value: 0.3, n: 100 })
    assert.deepEqual(none, { name: 'recall', value: 1, slice: 'sex=male', n: 0 })
  })
})

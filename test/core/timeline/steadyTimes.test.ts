import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { steadyTimes } from '../../../src/core/timeline/steadyTimes'

describe('times of commits', () => {
  for (const [what, times, steady] of [
    ['none', [], []],
    ['as they should be', [1, 2, 2, 3], [1, 2, 2, 3]],
    ['one that is ahead', [10, 20, 500, 30, 40], [10, 20, 30, 30, 40]],
    ['one that is behind', [10, 20, 5, 30], [10, 20, 20, 30]],
    ['several that are ahead', [10, 500, 400, 20, 30, 40], [10, 20, 20, 20, 30, 40]],
    ['the first', [500, 10, 20], [10, 10, 20]],
    ['the last', [10, 20, 5], [10, 20, 20]],
  ] as const)
    it(`TI7 ${what}`, () => assert.deepEqual(steadyTimes(times), steady))

  it('TI7 never run backwards, and stay within what was said', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (times) => {
        const steady = steadyTimes(times)
        assert.deepEqual(
          steady,
          steady.toSorted((a, b) => a - b),
        )
        assert.ok(steady.every((time) => times.includes(time)))
        const rising = times.toSorted((a, b) => a - b)
        assert.deepEqual(steadyTimes(rising), rising)
      }),
    )
  })
})

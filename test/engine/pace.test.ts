import assert from 'node:assert/strict'
import { pauseBefore } from '../../src/engine/pace'

describe('how often a store is asked', () => {
  const seconds = (...args: Parameters<typeof pauseBefore>) => pauseBefore(...args) / 1000
  const watched = { pollInterval: 30, isWatched: true }
  const unwatched = { pollInterval: 30, isWatched: false }
  const none = { idle: 0, failed: 0 }

  for (const [what, attention, looks, expected] of [
    ['every interval while someone sees it, however little happens', watched, { idle: 50, failed: 0 }, 30],
    ['as often where nobody looks, while things happen', unwatched, none, 30],
    ['ever more rarely where nobody looks and nothing happens', unwatched, { idle: 2, failed: 0 }, 120],
    ['every five minutes in the end', unwatched, { idle: 50, failed: 0 }, 300],
    ['ever more rarely while it does not answer', watched, { idle: 9, failed: 1 }, 60],
    ['every five minutes in the end of that, too', watched, { idle: 0, failed: 9 }, 300],
    ['no more often than the setting says', { pollInterval: 900, isWatched: true }, { idle: 0, failed: 1 }, 900],
    ['never by itself with an interval of 0', { pollInterval: 0, isWatched: true }, none, Infinity],
  ] as const)
    it(`a bucket: ${what}`, () => assert.equal(seconds(true, attention, looks), expected))

  it('a folder: whenever it is looked at, whatever the setting says', () => {
    for (const attention of [watched, unwatched, { pollInterval: 0, isWatched: false }])
      assert.equal(seconds(false, attention, { idle: 50, failed: 3 }), 0)
  })
})

import assert from 'node:assert/strict'
import { Commit, commitTime, missingFeatures } from '../../src/core/commit'
import { isUnread, readEvent } from '../../src/core/event'
import { aCommit, an, hex } from '../samples'

describe('commits', () => {
  const times: [string, number, number | undefined, number][] = [
    ['C2 the first commit is of now', 1000, undefined, 1000],
    ['C2 a later commit is of now', 2000, 1000, 2000],
    ['C2 a commit is never of the same moment', 1000, 1000, 1001],
    ['C2 a commit is never before the one before it', 900, 1000, 1001],
  ]
  for (const [rule, now, previous, expected] of times) it(rule, () => assert.equal(commitTime(now, previous), expected))

  it('C6 fields that a newer version adds are kept', () => {
    const commit = { ...aCommit(0, [an('registry.created')]), weather: 'fine' }
    assert.deepEqual(Commit.parse(commit), commit)
  })
  it('C7 a feature that is not known is missing', () => {
    assert.deepEqual(missingFeatures(['rollouts.9']), ['rollouts.9'])
    assert.deepEqual(missingFeatures(undefined), [])
  })

  const events: [string, unknown, string | undefined][] = [
    ['C6 a known event is read', an('stage.entered'), undefined],
    ['C6 an event keeps no field that is not known', { ...an('alias.removed'), weather: 'fine' }, undefined],
    [
      'C6 an event of a later version is kept',
      { type: 'weather.reported', degrees: 5 },
      'a newer version wrote "weather.reported"',
    ],
    ['C6 an event that lacks something is kept', { type: 'alias.moved', model: 'churn' }, 'expected'],
    ['C6 an event about a model that cannot be is kept', { ...an('alias.removed'), model: 'a@b' }, 'not a model name'],
    [
      'C6 an event whose version is no id is kept',
      { ...an('evaluation.recorded'), version: hex(1).slice(1) },
      'version',
    ],
    ['C6 what is no event at all is kept', 'registry.created', 'newer'],
  ]
  for (const [rule, raw, problem] of events)
    it(rule, () => {
      const event = readEvent(raw)
      assert.equal(isUnread(event) ? event.problem.includes(problem ?? '?') : problem === undefined, true)
      if (isUnread(event)) assert.equal(event.raw, raw)
    })
})

import assert from 'node:assert/strict'
import {
  allStages,
  defaultPolicy,
  isExclusive,
  isStepDown,
  mainStage,
  type Policy,
} from '../../../src/core/policy/policy'
import { kindOf } from '../../../src/core/stages'

describe('policies', () => {
  const shared: Policy = { ...defaultPolicy, stages: ['dev', 'test'], exclusive: [], followers: {} }

  it('P1 none is before all stages, archived after them', () => {
    assert.deepEqual(allStages(defaultPolicy), ['none', 'staging', 'shadow', 'production', 'archived'])
  })
  it('P2 production is exclusive unless a policy says otherwise', () => {
    assert.deepEqual(
      allStages(defaultPolicy).filter((stage) => isExclusive(defaultPolicy, stage)),
      ['production'],
    )
  })
  it('P2 the exclusive stage is the one that is meant, else the last', () => {
    assert.deepEqual([mainStage(defaultPolicy), mainStage(shared)], ['production', 'test'])
  })

  const kinds: [string, string, string][] = [
    ['none', 'staging', 'promote'],
    ['staging', 'production', 'promote'],
    ['none', 'production', 'promote'],
    ['archived', 'staging', 'promote'],
    ['archived', 'none', 'promote'],
    ['production', 'staging', 'demote'],
    ['shadow', 'none', 'demote'],
    ['production', 'archived', 'archive'],
    ['none', 'archived', 'archive'],
    ['a stage of an earlier policy', 'staging', 'promote'],
  ]
  for (const [from, to, kind] of kinds)
    it(`P3 from ${from} to ${to} is called ${kind}`, () => {
      assert.equal(kindOf(defaultPolicy, from, to), kind)
      assert.equal(isStepDown(defaultPolicy, from, to), kind === 'demote')
    })
})

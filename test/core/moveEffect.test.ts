import assert from 'node:assert/strict'
import { effectOf, nextStage } from '../../src/core/moveEffect'
import { defaultPolicy, policyFor } from '../../src/core/policy/policy'
import type { Standing } from '../../src/core/stages'

const standing: Standing = {
  holders: { production: ['one', 'two'] },
  occupants: { production: 'two', staging: 'three' },
  aliases: { champion: 'two', rollback: 'one', mine: 'one' },
}
const move = { model: 'churn', version: 'three', from: 'staging', to: 'production', kind: 'promote' as const }

describe('what a move will do', () => {
  it('RE2 into an exclusive stage: who leaves, which aliases follow, whom a rollback brings back', () => {
    assert.deepEqual(effectOf(defaultPolicy, standing, move), {
      displaced: 'two',
      aliases: [
        { alias: 'champion', from: 'two', to: 'three' },
        { alias: 'rollback', from: 'one', to: 'two' },
      ],
      rollbackTo: 'two',
      leavesEmpty: false,
    })
  })
  it('RE2 out of it: it is left empty, and what follows it goes', () => {
    const down = { ...move, version: 'two', from: 'production', to: 'staging', kind: 'demote' as const }
    assert.deepEqual(effectOf(defaultPolicy, standing, down), {
      displaced: null,
      aliases: [
        { alias: 'champion', from: 'two', to: null },
        { alias: 'rollback', from: 'one', to: null },
      ],
      rollbackTo: null,
      leavesEmpty: true,
    })
  })
  it('RE2 into the first of all: nobody leaves, and nobody can be brought back', () => {
    const none = { holders: {}, occupants: {}, aliases: {} }
    assert.deepEqual(effectOf(defaultPolicy, none, move), {
      displaced: null,
      aliases: [{ alias: 'champion', from: null, to: 'three' }],
      rollbackTo: null,
      leavesEmpty: false,
    })
  })
  it('RE2 into where it is: nothing', () => {
    const stay = { ...move, version: 'two', from: 'production' }
    assert.deepEqual(effectOf(defaultPolicy, standing, stay), {
      displaced: null,
      aliases: [],
      rollbackTo: 'one',
      leavesEmpty: false,
    })
  })
  it('RE1 the next stage is one up; from the top there is none, from archived the first', () => {
    const policy = policyFor({ models: { m: { stages: ['dev', 'staging', 'prod'] } }, keys: {} }, 'm')
    const next = ['none', 'dev', 'staging', 'prod', 'archived'].map((stage) => nextStage(policy, stage))
    assert.deepEqual(next, ['dev', 'staging', 'prod', undefined, 'dev'])
  })
})

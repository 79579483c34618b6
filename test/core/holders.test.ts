import assert from 'node:assert/strict'
import { holdersWith, holdersWithout } from '../../src/core/holders'

describe('holders of a stage', () => {
  const moves: [string, string[] | undefined, string, string, string[]][] = [
    ['F5 the first holder', undefined, 'a', 'promote', ['a']],
    ['F5 a promotion pushes', ['a', 'b'], 'c', 'promote', ['a', 'b', 'c']],
    ['F5 a holder that is there is not pushed again', ['a', 'b'], 'b', 'promote', ['a', 'b']],
    ['F5 one that held it before is pushed again', ['a', 'b'], 'a', 'promote', ['a', 'b', 'a']],
    ['F6 a rollback pops down to the one it brings back', ['a', 'b', 'c'], 'a', 'rollback', ['a']],
    ['F6 a rollback pops to the latest of several times', ['a', 'b', 'a', 'c'], 'a', 'rollback', ['a', 'b', 'a']],
    ['F6 a rollback to one that was never there pushes', ['a', 'b'], 'c', 'rollback', ['a', 'b', 'c']],
    ['F5 a demotion into a stage pushes', ['a'], 'b', 'demote', ['a', 'b']],
  ]
  for (const [rule, holders, id, kind, expected] of moves)
    it(rule, () => assert.deepEqual(holdersWith(holders, id, kind), expected))

  const leaving: [string, string[] | undefined, string, string[]][] = [
    ['F7 the holder that leaves is off the stack', ['a', 'b'], 'b', ['a']],
    ['F7 one below that leaves elsewhere stays', ['a', 'b'], 'a', ['a', 'b']],
    ['F7 one that never held it changes nothing', undefined, 'a', []],
  ]
  for (const [rule, holders, id, expected] of leaving)
    it(rule, () => assert.deepEqual(holdersWithout(holders, id), expected))
})

import assert from 'node:assert/strict'
import type { Event } from '../../src/core/event'
import { defaultPolicy, type Policy } from '../../src/core/policy/policy'
import { earlierHolder, leavesEmpty, type Move, moveEvents, type Standing } from '../../src/core/stages'
import { hex } from '../samples'

const [a, b, c] = [hex('a'), hex('b'), hex('c')]
const names = new Map([a, b, c].map((id, i) => [id, 'abc'[i]!]))
const nameOf = (id: string | null) => (id === null ? '-' : names.get(id)!)

/** `b promote none>production displaced a`, `champion a>b`, `rollback a>`. */
function told(event: Event): string {
  switch (event.type) {
    case 'stage.entered':
      return `${nameOf(event.version)} ${event.kind} ${event.from}>${event.to} displaced ${nameOf(event.displaced)}`
    case 'alias.moved':
      return `${event.alias} ${nameOf(event.from)}>${nameOf(event.version)}`
    case 'alias.removed':
      return `${event.alias} ${nameOf(event.from)}>`
    default:
      return assert.fail(event.type)
  }
}

const empty: Standing = { holders: {}, occupants: {}, aliases: {} }
const held = (stack: string[], occupant = stack.at(-1)): Standing => ({
  holders: { production: stack },
  occupants: occupant ? { production: occupant } : {},
  aliases: {
    ...(occupant ? { champion: occupant } : {}),
    ...(occupant && stack.length > 1 ? { rollback: stack.at(-2)! } : {}),
  },
})
const move = (version: string, from: string, to: string, kind: Move['kind'] = 'promote'): Move => ({
  ...{ model: 'churn', version, from, to, kind },
})

describe('deciding a move', () => {
  const rows: [string, Standing, Move, string[]][] = [
    [
      'P4 a shared stage displaces nobody',
      { ...empty, occupants: { staging: a } },
      move(b, 'none', 'staging'),
      ['b promote none>staging displaced -'],
    ],
    [
      'P5 the first holder is the champion',
      empty,
      move(a, 'none', 'production'),
      ['a promote none>production displaced -', 'champion ->a'],
    ],
    [
      'P5 the next holder leaves one to go back to',
      held([a]),
      move(b, 'shadow', 'production'),
      ['b promote shadow>production displaced a', 'champion a>b', 'rollback ->a'],
    ],
    [
      'P5 a third holder moves both aliases',
      held([a, b]),
      move(c, 'none', 'production'),
      ['c promote none>production displaced b', 'champion b>c', 'rollback a>b'],
    ],
    [
      'P5 one that held it before is an earlier holder too',
      held([a, b]),
      move(a, 'archived', 'production'),
      ['a promote archived>production displaced b', 'champion b>a', 'rollback a>b'],
    ],
    [
      'P6 a rollback brings the one below back',
      held([a, b, c]),
      move(b, 'archived', 'production', 'rollback'),
      ['b rollback archived>production displaced c', 'champion c>b', 'rollback b>a'],
    ],
    [
      'P6 a rollback to the first leaves none to go back to',
      held([a, b]),
      move(a, 'archived', 'production', 'rollback'),
      ['a rollback archived>production displaced b', 'champion b>a', 'rollback a>'],
    ],
    [
      'P6 a rollback further down forgets those between',
      held([a, b, c]),
      move(a, 'archived', 'production', 'rollback'),
      ['a rollback archived>production displaced c', 'champion c>a', 'rollback b>'],
    ],
    [
      'P7 emptying a stage removes what followed it',
      held([a, b]),
      move(b, 'production', 'archived', 'archive'),
      ['b archive production>archived displaced -', 'champion b>', 'rollback a>'],
    ],
    [
      'P7 a demotion empties as well',
      held([a]),
      move(a, 'production', 'staging', 'demote'),
      ['a demote production>staging displaced -', 'champion a>'],
    ],
    [
      'P7 a holder after an emptying has those before it below',
      held([a], ''),
      move(b, 'none', 'production'),
      ['b promote none>production displaced -', 'champion ->b', 'rollback ->a'],
    ],
    [
      'P7 the one that left comes back as it was',
      { ...held([a], ''), holders: { production: [a] } },
      move(b, 'staging', 'production', 'rollback'),
      ['b rollback staging>production displaced -', 'champion ->b', 'rollback ->a'],
    ],
    [
      'P5 an earlier holder that moves elsewhere is still the one to go back to',
      held([a, b]),
      move(a, 'archived', 'staging'),
      ['a promote archived>staging displaced -'],
    ],
    [
      'P5 an alias that lags behind its stage catches up',
      { ...held([a]), aliases: {} },
      move(b, 'none', 'staging'),
      ['b promote none>staging displaced -', 'champion ->a'],
    ],
  ]
  for (const [rule, standing, wanted, expected] of rows)
    it(rule, () => assert.deepEqual(moveEvents(defaultPolicy, standing, wanted).map(told), expected))

  it('P8 a move carries its reason and code', () => {
    const [entered] = moveEvents(defaultPolicy, empty, {
      ...move(a, 'none', 'production'),
      reason: 'it is good',
      code: 'other',
    })
    assert.deepEqual(entered, {
      ...{ type: 'stage.entered', model: 'churn', version: a, to: 'production', from: 'none', displaced: null },
      ...{ kind: 'promote', reason: 'it is good', code: 'other' },
    })
  })
  it('P8 a follower says what it follows', () => {
    const [, champion] = moveEvents(defaultPolicy, empty, move(a, 'none', 'production'))
    assert.deepEqual(champion, {
      ...{ type: 'alias.moved', model: 'churn', alias: 'champion', version: a, from: null, follows: 'production' },
    })
  })
  it('P4 without exclusive stages nobody is displaced', () => {
    const shared: Policy = { ...defaultPolicy, exclusive: [], followers: {} }
    assert.deepEqual(moveEvents(shared, held([a]), move(b, 'none', 'production')).map(told), [
      'b promote none>production displaced -',
    ])
  })
  it('P4 a stage may be called like something of JavaScript', () => {
    const odd: Policy = { ...defaultPolicy, stages: ['constructor'], exclusive: ['constructor'], followers: {} }
    assert.deepEqual(moveEvents(odd, empty, move(a, 'none', 'constructor')).map(told), [
      'a promote none>constructor displaced -',
    ])
  })

  const emptying: [string, Standing, Move, boolean][] = [
    ['P7 archiving the holder empties', held([a]), move(a, 'production', 'archived', 'archive'), true],
    ['P7 promoting another does not', held([a]), move(b, 'none', 'production'), false],
    [
      'P7 leaving a shared stage does not',
      { ...empty, occupants: { staging: a } },
      move(a, 'staging', 'shadow'),
      false,
    ],
    ['P7 staying does not', held([a]), move(a, 'production', 'production'), false],
  ]
  for (const [rule, standing, wanted, expected] of emptying)
    it(rule, () => assert.equal(leavesEmpty(defaultPolicy, standing, wanted), expected))

  const earlier: [string, Standing, string | undefined][] = [
    ['P6 the one below the holder', held([a, b]), a],
    ['P6 nobody below the first', held([a]), undefined],
    ['P6 nobody where nobody is', held([a, b], ''), undefined],
    ['P6 nobody where nobody ever was', empty, undefined],
  ]
  for (const [rule, standing, expected] of earlier)
    it(rule, () => assert.equal(earlierHolder(standing, 'production'), expected))
})

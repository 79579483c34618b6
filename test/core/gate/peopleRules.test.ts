import assert from 'node:assert/strict'
import type { Approval, Check } from '../../../src/core/version'
import { ada } from '../../samples'
import { aGate, aVersion, judge, resultOf } from './facts'

const at = '2026-11-20T10:00:00.000Z'
const [bob, carol] = [
  { name: 'Bob', email: 'bob@example.com' },
  { name: 'Carol', email: 'carol@example.com' },
]

describe('checks', () => {
  const rule = { check: 'integration-tests' }
  const checked = (check: Partial<Check>) =>
    aGate(aVersion(7, {}, { checks: { 'integration-tests': { result: 'pass', at, by: bob, ...check } } }))
  judge([
    [
      'E21 it passed',
      rule,
      checked({}),
      true,
      'The check integration-tests of fraud@7 passed, as Bob reported at 2026-11-20 10:00 UTC.',
    ],
    [
      'E21 it failed',
      rule,
      checked({ result: 'fail', note: '3 of 80', url: 'https://ci.example.com/1' }),
      false,
      'The check integration-tests of fraud@7 failed, as Bob reported at 2026-11-20 10:00 UTC ("3 of 80", see https://ci.example.com/1); it has to pass.',
    ],
    [
      'E21 it was never reported',
      rule,
      aGate(aVersion(7)),
      false,
      'The check integration-tests of fraud@7 was never reported; report it with: pedigree check fraud@7 integration-tests pass.',
    ],
    [
      'E21 another check makes no difference',
      { check: 'load test' },
      checked({}),
      false,
      /pedigree check fraud@7 "load test" pass\.$/,
    ],
    ['E21 a name of JavaScript is no check', { check: 'constructor' }, checked({}), false, /never reported/],
  ])
})

describe('approvals', () => {
  const one = { approvals: { count: 1 } }
  const approved = (...people: (Partial<Approval> & Pick<Approval, 'by'>)[]) =>
    aGate(aVersion(7, {}, { approvals: { production: people.map((given) => ({ at, signed: false, ...given })) } }))
  const asks = (more: object) => ({ approvals: { count: 1, ...more } })
  judge([
    ['E22 one of one', one, approved({ by: bob }), true, 'fraud@7 has 1 of 1 approval for production, by Bob.'],
    [
      'E22 none of one',
      one,
      approved(),
      false,
      'fraud@7 has 0 of 1 approval for production. Anybody but its author may still approve: pedigree approve fraud@7 production.',
    ],
    [
      'E22 one of two',
      asks({ count: 2 }),
      approved({ by: bob }),
      false,
      'fraud@7 has 1 of 2 approvals for production, by Bob. Anybody but its author may still approve: pedigree approve fraud@7 production.',
    ],
    [
      'E22 two of two',
      asks({ count: 2 }),
      approved({ by: bob }, { by: carol }),
      true,
      /2 of 2 approvals for production, by Bob and Carol\.$/,
    ],
    [
      'E22 one person counts once',
      asks({ count: 2 }),
      approved({ by: bob }, { by: { name: 'Robert', email: 'BOB@example.com ' } }),
      false,
      /has 1 of 2/,
    ],
    [
      'E22 the author does not count',
      one,
      approved({ by: { name: 'A.', email: 'ADA@Example.com' } }),
      false,
      /^fraud@7 has 0 of 1 approval for production\. Not counted: A\. made the version\./,
    ],
    [
      'E22 nor does who registered it for somebody',
      one,
      aGate(aVersion(7, {}, { by: bob, approvals: { production: [{ by: bob, at, signed: true }] } })),
      false,
      /Bob made the version/,
    ],
    [
      'E22 who has no address is told by name',
      one,
      aGate(
        aVersion(
          7,
          {},
          {
            by: { name: 'Eve', email: '' },
            approvals: { production: [{ by: { name: 'eve', email: '' }, at, signed: true }] },
          },
        ),
      ),
      false,
      /eve made the version/,
    ],
    [
      'E22 two without an address are two',
      asks({ count: 2 }),
      approved({ by: { name: 'X', email: '' } }, { by: { name: 'Y', email: '' } }),
      true,
      /2 of 2/,
    ],
    [
      'E22 an approval for another stage does not count',
      one,
      aGate(aVersion(7, {}, { approvals: { staging: [{ by: bob, at, signed: false }] } })),
      false,
      /has 0 of 1/,
    ],
    [
      'E22 only those who are asked count',
      asks({ from: ['carol@example.com'] }),
      approved({ by: bob }),
      false,
      'fraud@7 has 0 of 1 approval for production. Not counted: Bob is not one of those who are asked. carol@example.com may still approve: pedigree approve fraud@7 production.',
    ],
    [
      'E22 addresses are compared without case',
      asks({ from: ['BOB@EXAMPLE.COM'] }),
      approved({ by: bob }),
      true,
      /by Bob\.$/,
    ],
    [
      'E22 a signature may be asked for',
      asks({ signed: true }),
      approved({ by: bob }),
      false,
      /Not counted: Bob did not sign\./,
    ],
    [
      'E22 a signature counts',
      asks({ signed: true, from: ['bob@example.com'] }),
      approved({ by: bob, signed: true }),
      true,
      /1 of 1/,
    ],
    [
      'E22 who is left to ask is said',
      asks({ count: 2, from: ['ada@example.com', 'bob@example.com', 'carol@example.com'] }),
      approved({ by: bob }),
      false,
      /by Bob\. carol@example\.com may still approve/,
    ],
    [
      'E22 where nobody is left, it is said',
      asks({ from: ['ada@example.com'] }),
      approved({ by: ada }),
      false,
      /Nobody else may still approve, as ada@example\.com made it, so this can never pass for fraud@7; the policy has to ask others\.$/,
    ],
    [
      'E22 where too few are left, it is said',
      asks({ count: 2, from: ['ada@example.com', 'bob@example.com'] }),
      approved(),
      false,
      /Only bob@example\.com may still approve, as ada@example\.com made it, so this can never pass/,
    ],
  ])

  it('E1 a rule is said as a policy says it', () => {
    const rule = { approvals: { count: 1, from: ['bob@example.com'], signed: true } }
    assert.equal(resultOf(rule, approved()).rule, 'approvals: { count: 1, from: [bob@example.com], signed: true }')
  })
})

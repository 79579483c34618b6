import assert from 'node:assert/strict'
import { baselinesNamed, evaluateGate } from '../../../src/core/gate/evaluateGate'
import { GateReport } from '../../../src/core/gate/report'
import {
  approvalByAuthor,
  gateFailed,
  noHolder,
  noRollout,
  notApproved,
  overrideForbidden,
  rolloutRunning,
} from '../../../src/core/gateErrors'
import { Rule } from '../../../src/core/policy/policyDocument'
import { hex } from '../../samples'
import { aGate, aVersion, baseline } from './facts'

/** One of each kind. */
const rules = [
  { metric: 'f1', min: 0.9 },
  { metric: 'recall', slices: 'region=*', against: 'production', tolerance: 0.01 },
  { metric: 'f1', against: 'parent' },
  { parity: 'f1', across: 'region', maxGap: 0.05 },
  { after: 'shadow', for: '24h' },
  { signature: 'compatible' },
  { card: 'complete' },
  { recorded: ['code', 'data', 'environment'] },
  { files: 'safe' },
  { check: 'integration-tests' },
  { approvals: { count: 1 } },
].map((rule) => Rule.parse(rule))

describe('a gate', () => {
  it('E1 a report says of whom, for which stage and when', () => {
    const report = evaluateGate([], aGate(aVersion(7)))
    assert.deepEqual(report, {
      v: 1,
      model: 'fraud',
      version: hex(7),
      number: 7,
      stage: 'production',
      at: '2026-11-21T12:00:00.000Z',
      passed: true,
      rules: [],
    })
  })
  it('E1 every rule answers, in the order of the policy, and one that fails is enough', () => {
    const report = evaluateGate(rules, aGate(aVersion(7, { f1: 0.95 })))
    assert.deepEqual(
      report.rules.map(({ rule, passed }) => `${passed ? 'pass' : 'fail'} ${rule}`),
      [
        'pass metric: f1, min: 0.9',
        'fail metric: recall, slices: region=*, against: production, tolerance: 0.01',
        'pass metric: f1, against: parent',
        'fail parity: f1, across: region, maxGap: 0.05',
        'fail after: shadow, for: 24h',
        'pass signature: compatible',
        'fail card: complete',
        'fail recorded: [code, data, environment]',
        'pass files: safe',
        'fail check: integration-tests',
        'fail approvals: { count: 1 }',
      ],
    )
    assert.equal(report.passed, false)
  })
  it('E1 every message is a sentence that names the version', () => {
    for (const candidate of [aVersion(7), aVersion(7, { f1: 0.95, 'f1/region=EU': 0.9, 'recall/region=EU': 0.9 })])
      for (const { message } of evaluateGate(
        rules,
        aGate(candidate, { baselines: { production: [baseline(aVersion(6))] } }),
      ).rules)
        assert.match(message, /fraud@7.*\.$|fraud@6.*\.$/, message)
  })
  it('E2 a report can be stored, and read again', () => {
    const report = evaluateGate(rules, aGate(aVersion(7, { f1: 0.95, 'f1/region=EU': 'NaN' })))
    assert.deepEqual(GateReport.parse(JSON.parse(JSON.stringify(report))), report)
  })
  it('E2 a rule is said the same whatever the order of its keys', () => {
    const rule = Rule.parse({ tolerance: '1%', min: 0.5, against: 'champion', metric: 'f1' })
    const sorted = Object.fromEntries(Object.entries(rule).toSorted(([a], [b]) => (a < b ? -1 : 1))) as Rule
    for (const each of [rule, sorted])
      assert.equal(
        evaluateGate([each], aGate(aVersion(7))).rules[0]!.rule,
        'metric: f1, min: 0.5, against: champion, tolerance: 1%',
      )
  })
  it('E2 what rules compare with is known before, each once', () => {
    assert.deepEqual(baselinesNamed([...rules, ...rules]), ['production', 'parent'])
  })
})

describe('refusals of gates', () => {
  const report = evaluateGate(
    rules.slice(0, 1).concat(rules.slice(9, 10), rules.slice(8, 9)),
    aGate(aVersion(7, { f1: 0.8 })),
  )
  it('E23 a refusal has a line for every rule that failed, and the report', () => {
    const { code, message, hint, details } = gateFailed('fraud@7', 'production', report)
    assert.equal(code, 'gate-failed')
    assert.deepEqual(message.split('\n'), [
      'The gate of production refuses fraud@7: 2 of 3 rules failed.',
      '- f1 is 0.8 in fraud@7, but at least 0.9 is asked for. (metric: f1, min: 0.9)',
      '- The check integration-tests of fraud@7 was never reported; report it with: pedigree check fraud@7 integration-tests pass. (check: integration-tests)',
    ])
    assert.equal(
      hint,
      'See all of it with: pedigree gate fraud@7 production; promote it all the same with --override and --reason, for ever on record.',
    )
    assert.deepEqual(details, { gate: report })
  })
  it('E23 an override is offered only where it is allowed', () => {
    assert.doesNotMatch(gateFailed('fraud@7', 'production', report, 'never').hint, /override/)
  })
  it('E23 what else is refused is one sentence with a code and a hint', () => {
    const refusals = [
      overrideForbidden('fraud', 'production'),
      approvalByAuthor('fraud@7'),
      notApproved('fraud@7', 'production', 'Bob'),
      rolloutRunning('fraud', 'production', 'fraud@8', 5),
      noHolder('fraud', 'production'),
      noRollout('fraud', 'production'),
    ]
    assert.deepEqual(
      refusals.map(({ code }) => code),
      ['override-forbidden', 'approval-by-author', 'not-approved', 'rollout-running', 'no-holder', 'no-rollout'],
    )
    for (const { message, hint } of refusals) {
      assert.match(message, /^[^.\n]+\.$/)
      assert.match(hint, /\.$/)
    }
  })
})

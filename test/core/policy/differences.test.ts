import assert from 'node:assert/strict'
import type { ModelPolicy, PolicyDocument } from '../../../src/core/policy/policyDocument'
import { policyDifferences } from '../../../src/core/policy/differences'

const policy: ModelPolicy = {
  stages: ['staging', 'shadow', 'production'],
  exclusive: ['production'],
  aliases: { champion: { follows: 'production' }, pinned: { gate: 'production' } },
  metrics: { f1: 'higher' },
  override: 'allowed',
  gates: {
    production: [
      { metric: 'f1', min: 0.85 },
      { metric: 'recall', slices: 'region=*', against: 'production', tolerance: '1%' },
      { parity: 'f1', across: 'region', maxGap: 0.05 },
      { after: 'shadow', for: '24h' },
      { signature: 'compatible' },
      { card: 'complete' },
      { recorded: ['code', 'data'] },
      { files: 'safe' },
      { check: 'integration-tests' },
      { approvals: { count: 1, from: ['ada@example.com'], signed: true } },
    ],
  },
  signers: { production: ['ada@example.com'] },
  promoteOnPass: { staging: true },
  notify: [{ url: 'env:PEDIGREE_HOOK', on: ['gate.failed', 'drift'] }],
  retention: { keepProduction: 10, coldAfter: '90d', storageClass: 'GLACIER' },
}
const applied: PolicyDocument = { models: { 'fraud-*': policy }, keys: { 'ada@example.com': 'ssh-ed25519 AAAA' } }

const rulesWith = (change: (rules: object[]) => object[]): ModelPolicy =>
  ({ ...policy, gates: { production: change(structuredClone(policy.gates!['production']!)) } }) as ModelPolicy
const changed = (at: number, rule: object) => rulesWith((rules) => rules.with(at, { ...rules[at], ...rule }))
const gate = 'fraud-*: gates.production:'

const rows: [string, ModelPolicy, string[]][] = [
  ['a threshold', changed(0, { min: 0.9 }), [`${gate} metric f1: min 0.9, applied 0.85`]],
  ['another threshold', changed(0, { max: 1 }), [`${gate} metric f1: max 1, not applied yet`]],
  [
    'one threshold less',
    rulesWith((rules) => rules.with(0, { metric: 'f1' })),
    [`${gate} metric f1: min not said, applied 0.85`],
  ],
  [
    'a tolerance',
    changed(1, { tolerance: 0.01 }),
    [`${gate} metric recall over region=* against production: tolerance 0.01, applied 1%`],
  ],
  [
    'other slices',
    changed(1, { slices: 'device=*' }),
    [
      `${gate} metric recall over region=* against production: tolerance 1%, gone, but applied`,
      `${gate} metric recall over device=* against production: tolerance 1%, not applied yet`,
    ],
  ],
  ['a gap', changed(2, { maxGap: 0.1 }), [`${gate} parity f1 across region: maxGap 0.1, applied 0.05`]],
  ['a time', changed(3, { for: '7d' }), [`${gate} after shadow: for 7d, applied 24h`]],
  ['a rule less', rulesWith((rules) => rules.toSpliced(5, 1)), [`${gate} card complete, gone, but applied`]],
  ['a rule more', rulesWith((rules) => [...rules, { check: 'bias' }]), [`${gate} check bias, not applied yet`]],
  [
    'a rule twice',
    rulesWith((rules) => [...rules, { metric: 'f1', max: 1 }]),
    [`${gate} metric f1 (2): max 1, not applied yet`],
  ],
  ['rules in another order', rulesWith((rules) => rules.toReversed()), []],
  ['what is recorded', changed(6, { recorded: ['code'] }), [`${gate} recorded: code, applied code, data`]],
  [
    'approvals',
    changed(9, { approvals: { count: 2, from: ['ada@example.com'], signed: true } }),
    [`${gate} approvals: count 2, applied 1`],
  ],
  ['a gate less', { ...policy, gates: {} }, Array.from({ length: 10 }, () => '')],
  ['a gate without rules', { ...policy, gates: { ...policy.gates, shadow: [] } }, []],
  [
    'stages',
    { ...policy, stages: ['dev', 'production'] },
    ['fraud-*: stages dev, production, applied staging, shadow, production'],
  ],
  ['no stages', { ...policy, stages: undefined }, ['fraud-*: stages not said, applied staging, shadow, production']],
  [
    'an alias',
    { ...policy, aliases: { champion: {}, pinned: { gate: 'production' } } },
    [
      'fraud-*: aliases.champion.follows not said, applied production',
      'fraud-*: aliases.champion nothing, not applied yet',
    ],
  ],
  ['a direction', { ...policy, metrics: { f1: 'lower' } }, ['fraud-*: metrics.f1 lower, applied higher']],
  ['overriding', { ...policy, override: 'never' }, ['fraud-*: override never, applied allowed']],
  [
    'a signer',
    { ...policy, signers: { production: ['ada@example.com', 'bob@example.com'] } },
    ['fraud-*: signers.production ada@example.com, bob@example.com, applied ada@example.com'],
  ],
  [
    'one signer that looks like two',
    { ...policy, signers: { production: ['ada@example.com, bob@example.com'] } },
    ['fraud-*: signers.production "ada@example.com, bob@example.com", applied ada@example.com'],
  ],
  [
    'promoting by itself',
    { ...policy, promoteOnPass: { staging: false } },
    ['fraud-*: promoteOnPass.staging false, applied true'],
  ],
  [
    'notices',
    { ...policy, notify: [] },
    ['fraud-*: notify nothing, applied url env:PEDIGREE_HOOK on gate.failed, drift'],
  ],
  [
    'retention',
    { ...policy, retention: { ...policy.retention!, coldAfter: '9d' } },
    ['fraud-*: retention.coldAfter 9d, applied 90d'],
  ],
  ['nothing', structuredClone(policy), []],
]

describe('the difference between policies', () => {
  for (const [name, after, lines] of rows)
    it(`Z9 tells of ${name}`, () => {
      const found = policyDifferences(applied, { ...applied, models: { 'fraud-*': after } })
      if (lines.includes('')) assert.equal(found.length, lines.length)
      else assert.deepEqual(found, lines)
    })

  it('Z9 tells of policies that are new or gone, and of keys', () => {
    const written: PolicyDocument = {
      models: { '*': policy },
      keys: { 'ada@example.com': ['ssh-ed25519 AAAA', 'ssh-ed25519 BBBB'] },
    }
    assert.deepEqual(policyDifferences(applied, written), [
      'fraud-*: has no policy; one is applied',
      '*: has a policy; none is applied',
      'keys: ada@example.com ssh-ed25519 AAAA, ssh-ed25519 BBBB, applied ssh-ed25519 AAAA',
    ])
  })
  it('Z9 tells every single thing: whatever is taken away is said', () => {
    const told = (without: ModelPolicy) =>
      policyDifferences(applied, { ...applied, models: { 'fraud-*': without } }).length
    for (const key of Object.keys(policy)) {
      const { [key as keyof ModelPolicy]: _, ...rest } = policy
      assert.ok(told(rest) > 0, key)
    }
    for (const i of policy.gates!['production']!.keys())
      assert.equal(told(rulesWith((rules) => rules.toSpliced(i, 1))), 1)
  })
})

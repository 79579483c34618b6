import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Commit } from '../../src/core/commit'
import type { GateReport } from '../../src/core/gate/report'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { blobKey, logKey } from '../../src/store/keys'
import { aCommit, ada, an, bytesOf, entered, hex, registered } from '../samples'

// A month of churn: version 1 reaches production through its gate, version 2 past it, and somebody claims a third move.

export const grace = { name: 'Grace', email: 'grace@example.com' }
export const ci = { name: 'CI', email: 'ci@example.com' }
const of = (number: number) => ({ version: hex(number) })

/** Noon of a day of November 2025. */
export const noon = (day: number): string => `2025-11-${String(day).padStart(2, '0')}T12:00:00.000Z`

export const report = (number: number, passed: boolean): GateReport => ({
  ...{ v: 1, model: 'churn', version: hex(number), number, stage: 'production', at: noon(5), passed },
  rules: [
    {
      ...{ rule: 'metric: f1, min: 0.9', passed, expected: 'f1 of at least 0.9', actual: passed ? '0.93' : '0.85' },
      message: `f1 of churn@${number} is ${passed ? '0.93' : '0.85'}; at least 0.9 was asked.`,
    },
  ],
})
const bytes = (number: number, passed: boolean) => canonicalBytes(report(number, passed))
const digest = (number: number, passed: boolean) => sha256Hex(bytes(number, passed))

const policy = {
  gates: { production: [{ metric: 'f1', min: 0.9 }, { check: 'integration-tests' }, { approvals: { count: 1 } }] },
}
const code = { commit: hex('code').slice(0, 40), dirty: false }

const days: [day: number, actor: typeof ada, events: { type: string }[]][] = [
  [1, ada, [an('registry.created')]],
  [2, ada, [an('model.created', { description: 'Will they leave?' })]],
  [
    3,
    ada,
    [
      registered(1, {
        metrics: [{ name: 'f1', value: 0.93 }],
        params: { depth: 4 },
        code,
        data: [{ name: 'customers' }],
      }),
    ],
  ],
  [4, grace, [an('policy.applied', { policy: { models: { churn: policy }, keys: {} } })]],
  [5, ci, [an('check.recorded', { ...of(1), url: 'https://ci.example.com/7' })]],
  [6, grace, [an('approval.given', { ...of(1), note: 'looks good' })]],
  [
    7,
    ada,
    [
      entered(1, 'production', { gate: digest(1, true), reason: 'the first' }),
      an('alias.moved', { ...of(1), follows: 'production' }),
    ],
  ],
  [8, ci, [an('deployment.reported', of(1))]],
  [
    9,
    ada,
    [registered(2, { metrics: [{ name: 'f1', value: 0.85 }] }), an('version.described', { ...of(2), label: 'rc' })],
  ],
  [10, ada, [an('promotion.refused', { ...of(2), report: digest(2, false) })]],
  [
    13,
    ada,
    [an('rollout.set', { ...of(2), percent: 25, override: true, gate: digest(2, false), reason: 'to see it' })],
  ],
  [
    16,
    ada,
    [
      entered(2, 'production', { displaced: hex(1), gate: hex('gone'), override: true, reason: 'the sale begins' }),
      an('alias.moved', { ...of(2), from: hex(1), follows: 'production' }),
    ],
  ],
  [17, ada, [an('evaluation.recorded', { ...of(1), metrics: [{ name: 'f1', value: 0.5 }] })]],
  [18, ada, [an('version.described', { ...of(1), label: 'old', description: 'was good', tags: { kept: 'yes' } })]],
  [
    19,
    grace,
    [an('policy.applied', { policy: { models: { churn: { signers: { production: [grace.email] } } }, keys: {} } })],
  ],
  [20, ci, [entered(1, 'production', { displaced: hex(2), from: 'archived', reason: 'because I say so' })]],
  [21, ada, [an('model.created', { model: 'later' })]],
]

/** Seq is the place in the list. */
export const commits: Commit[] = days.map(([day, actor, events], seq) => aCommit(seq, events, { at: noon(day), actor }))
export const seqOn = (day: number): number => days.findIndex(([on]) => on === day)

/** Writes a workspace with this registry in it. */
export function writeNovember(workspace: string): void {
  const registry = join(workspace, '.pedigree', 'registry')
  const put = (key: string, content: Uint8Array) => {
    mkdirSync(dirname(join(registry, key)), { recursive: true })
    writeFileSync(join(registry, key), content)
  }
  mkdirSync(join(registry, 'staging'), { recursive: true })
  mkdirSync(join(registry, 'blobs'), { recursive: true })
  writeFileSync(join(workspace, 'pedigree.yaml'), '# the registry is in .pedigree\n')
  for (const [seq, content] of bytesOf(commits).entries()) put(logKey(seq), content)
  put(blobKey(digest(1, true)), bytes(1, true))
  put(blobKey(digest(2, false)), bytes(2, false))
}

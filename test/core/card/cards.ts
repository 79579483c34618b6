import type { Card, CardFacts } from '../../../src/core/card/card'
import { sha256Hex } from '../../../src/log/canonical'
import { ada, hex } from '../../samples'

export const sha256 = (text: string): string => sha256Hex(text)

/** What is known of version 2 of churn, with something of everything. */
export const someFacts = (fields: Partial<CardFacts> = {}): CardFacts => ({
  ...{ model: 'churn', version: 2, id: hex(2), digest: hex('files'), at: '2026-01-02T03:04:05.000Z', author: ada },
  ...{ stage: 'staging', aliases: ['candidate'], label: 'v1.2', description: 'Who will leave?', run: 'run-7' },
  files: [{ path: 'model.onnx', size: 12_345, sha256: hex('model.onnx') }],
  ...{ fileCount: 1, bytes: 12_345 },
  params: { learning_rate: 0.1, seed: 7, kind: 'a|b' },
  data: [{ name: 'customers', digest: `sha256:${hex('customers')}`, rows: 1000, size: 5_000_000 }],
  code: { commit: hex('commit').slice(0, 40), branch: 'main', dirty: false },
  environment: { python: { version: '3.12', packages: { numpy: '2.1' } } },
  signature: {
    inputs: [{ name: 'age', type: 'double', required: true }],
    outputs: [{ type: 'double', shape: [-1, 2] }],
  },
  parents: [{ reference: 'churn@1', id: hex(1), relation: 'retrained-from' }],
  metrics: [
    { name: 'f1', value: 0.9, n: 5000, interval: { lower: 0.88, upper: 0.92, level: 0.95 } },
    { name: 'f1', value: 0.7, slice: 'region=EU', n: 1200, interval: { lower: 0.68, upper: 0.72 } },
    { name: 'f1', value: 0.91, slice: 'region=US', n: 3800, interval: { lower: 0.9, upper: 0.92 } },
  ],
  changes: { reference: 'churn@1', lines: ['parameter seed: 6 → 7'] },
  directions: { f1: 'higher' },
  baseline: { reference: 'churn@1', why: 'in production', metrics: [{ name: 'f1', value: 0.89 }] },
  checks: [{ name: 'bias', result: 'pass', at: '2026-01-02T04:00:00.000Z', by: ada, url: 'https://ci.example.com/1' }],
  approvals: [
    {
      stage: 'production',
      at: '2026-01-02T05:00:00.000Z',
      by: { name: 'Bob', email: 'bob@example.com' },
      signed: true,
    },
  ],
  gates: [
    { stage: 'production', at: '2026-01-02T06:00:00.000Z', outcome: 'refused', digest: hex('report'), report: null },
  ],
  ...fields,
})

/** A card in which nothing is missing. */
export const someCard = (fields: Partial<Card> = {}): Card => ({
  meta: { license: 'apache-2.0', language: ['en'], tags: ['tabular', 'churn'] },
  statements: {
    summary: 'Tells who will leave.',
    'identity.contact': 'ml@example.com',
    'use.primary': 'Offering something to customers who are likely to leave.',
    'use.outOfScope': 'Deciding on prices, or on anything that a customer is owed.',
    factors: '- `region`: prices differ by region.',
    'limits.known': 'Weak in the EU, where there was little data to learn from.',
    risks: '- **Nagging**: people are called too often. Mitigation: at most once a month.',
  },
  ...{ inherited: {}, blocks: {}, others: '' },
  ...fields,
})

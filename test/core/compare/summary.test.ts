import assert from 'node:assert/strict'
import { comparisonOf, type Side } from '../../../src/core/compare/comparison'
import { type Summarized, summaryOf } from '../../../src/core/compare/summary'
import type { Metric } from '../../../src/core/metric'
import type { VersionRecord } from '../../../src/core/record'

interface Said extends Partial<
  Pick<VersionRecord, 'params' | 'data' | 'code' | 'signature' | 'environment' | 'files'>
> {
  metrics?: Metric[] | Record<string, Metric['value']>
}
const side = ({ metrics = {}, ...record }: Said): Side => ({
  metrics: Array.isArray(metrics)
    ? metrics
    : Object.entries(metrics).map(([key, value]) => {
        const [name = '', slice] = key.split('/')
        return { name, value, ...(slice ? { slice } : {}) }
      }),
  record: { params: {}, data: [], environment: {}, ...record },
})
const code = (commit: string) => ({ commit, dirty: false })
const columns = ['churn@6', 'churn@7', 'churn@8', 'churn@9', 'churn@10', 'churn@11']

describe('what changed, in a sentence', () => {
  const rows: [string, Said[], Partial<Summarized>, string][] = [
    [
      'CO11 better here and worse there, with all that differs',
      [
        {
          metrics: { f1: 0.85, latency_p99_ms: 50, recall: 0.7, 'recall/region=EU': 0.66 },
          params: { depth: 4, rate: 0.1, seed: 7 },
          data: [{ name: 'train', digest: 'md5:a', rows: 5000 }],
          code: code('a'),
        },
        {
          metrics: { f1: 0.862, latency_p99_ms: 54, recall: 0.7, 'recall/region=EU': 0.61 },
          params: { depth: 5, rate: 0.1, seed: 7 },
          data: [{ name: 'train', digest: 'md5:b', rows: 6200 }],
          code: code('b'),
        },
      ],
      { commits: [null, { ahead: 7, behind: 0 }] },
      'churn@7 is better than churn@6 (production) in f1 (+0.012, +1.4 %) and worse in latency_p99_ms (+4, +8 %); ' +
        '1 of 3 params, the data train (+1,200 rows) and the code (7 commits) differ; ' +
        'worst slice: region=EU (recall 0.61, −0.05).',
    ],
    [
      'CO11 better, and worse in none',
      [{ metrics: { f1: 0.5, auc: 1 } }, { metrics: { f1: 0.6, auc: 1 } }],
      {},
      'churn@7 is better than churn@6 (production) in f1 (+0.1, +20 %) and worse in none.',
    ],
    [
      'CO11 worse alone, within the uncertainty',
      [
        { metrics: [{ name: 'f1', value: 0.5, interval: { lower: 0.4, upper: 0.6 } }] },
        { metrics: [{ name: 'f1', value: 0.45 }] },
      ],
      {},
      'churn@7 is worse than churn@6 (production) in f1 (−0.05, −10 %, within the uncertainty).',
    ],
    [
      'CO11 as good',
      [
        { metrics: { f1: 0.5 }, files: [] },
        { metrics: { f1: 0.5 }, files: [] },
      ],
      {},
      'churn@7 is as good as churn@6 (production) in f1.',
    ],
    [
      'CO11 the greatest changes are named, the others counted',
      [
        { metrics: { a: 100, b: 100, c: 100, d: 100, e: 100 } },
        { metrics: { a: 101, b: 105, c: 103, d: 104, e: 102 } },
      ],
      {},
      'churn@7 is better than churn@6 (production) in b (+5, +5 %), d (+4, +4 %), c (+3, +3 %) and 2 more.',
    ],
    [
      'CO11 NaN and infinities are values',
      [{ metrics: { f1: 0.5, loss: 1 } }, { metrics: { f1: 'NaN', loss: 'Infinity' } }],
      {},
      'churn@7 is worse than churn@6 (production) in f1 (NaN, and the baseline 0.5) and loss (∞, and the baseline 1).',
    ],
    [
      'CO11 nothing in common',
      [{ metrics: { f1: 1 } }, { metrics: { auc: 1 } }],
      {},
      'churn@7 and churn@6 (production) have no metric in common.',
    ],
    ['CO11 no metrics at all', [{}, {}], {}, 'churn@7 and churn@6 (production) have no metric in common.'],
    [
      'CO11 measured on different data',
      ['md5:0123456789abcdef', 'md5:0123456789abcdee'].map((digest) => ({
        metrics: [{ name: 'f1', value: 1, dataset: 'test' }],
        data: [{ name: 'test', digest }],
      })),
      {},
      'churn@7 and churn@6 (production) were measured on different data, so their metrics are not comparable; the data test differs.',
    ],
    [
      'CO11 one version alone',
      [{ metrics: { f1: 1 } }],
      {},
      'There is nothing to compare churn@6 (production) with yet.',
    ],
    [
      'CO11 several columns are counted, and the best is named',
      [{ metrics: { f1: 0.5, ms: 10 } }, { metrics: { f1: 0.6, ms: 12 } }, { metrics: { f1: 0.7, ms: 9 } }, {}],
      {},
      'Against churn@6 (production), churn@7 is better in 1 and worse in 1 of 2 metrics, ' +
        'churn@8 is better in 2 of 2 metrics and churn@9 has no metric in common with it; the best f1 is 0.7, of churn@8.',
    ],
    [
      'CO11 of several columns, one that was measured on other data',
      ['md5:0123456789abcdef', 'md5:0123456789abcdef', 'md5:0123456789abcdee'].map((digest, i) => ({
        metrics: [{ name: 'f1', value: i, dataset: 'test' }],
        data: [{ name: 'test', digest }],
      })),
      {},
      'Against churn@6 (production), churn@7 is better in 1 of 1 metric and churn@8 was measured on other data; the data test differs.',
    ],
    [
      'CO11 several datasets',
      [
        {
          data: [
            { name: 'a', version: '1' },
            { name: 'b', version: '1' },
          ],
        },
        {
          data: [
            { name: 'a', version: '2' },
            { name: 'b', version: '2' },
          ],
        },
      ],
      {},
      'churn@7 and churn@6 (production) have no metric in common; the data a and b differ.',
    ],
    [
      'CO11 of many columns the others are counted',
      Array.from({ length: 6 }, () => ({ metrics: { f1: 1 } })),
      {},
      'Against churn@6 (production), churn@7 is as good, churn@8 is as good, churn@9 is as good and 2 others are not told here.',
    ],
    [
      'CO11 code that went back, a dataset that came, a signature and an environment',
      [
        { code: code('a'), environment: { python: { version: '3.12' } } },
        {
          code: code('b'),
          environment: { python: { version: '3.13' } },
          data: [{ name: 'extra' }],
          signature: { inputs: [{ name: 'age', type: 'int64' }] },
        },
      ],
      { commits: [null, { ahead: 0, behind: 1 }] },
      'churn@7 and churn@6 (production) have no metric in common; the data extra (added), the code (1 commit back), the signature and the environment differ.',
    ],
  ]
  for (const [rule, sides, more, expected] of rows)
    it(rule, () => {
      const named = sides.map((_, i) => ({ name: columns[i]!, ...(i === 0 ? { standing: 'production' } : {}) }))
      const comparison = comparisonOf(sides.map(side), 0, {})
      assert.equal(summaryOf({ columns: named, baseline: 0, comparison, ...more }), expected)
    })
})

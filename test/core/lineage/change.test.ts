import assert from 'node:assert/strict'
import { changeBetween } from '../../../src/core/lineage/change'
import type { Metric } from '../../../src/core/metric'
import type { VersionRecord } from '../../../src/core/record'
import { aRecord, hex } from '../../samples'

const compared = (fields: Partial<VersionRecord>) => {
  const record = aRecord({ files: [], ...fields })
  return { record, metrics: record.metrics }
}
const metric = (value: Metric['value'], name = 'f1', slice?: string): Metric => ({
  ...{ name, value },
  ...(slice ? { slice } : {}),
})

describe('what changed from a version to the next', () => {
  type Row = [title: string, before: Metric[], after: Metric[], delta: number | null, verdict: string]
  const rows: Row[] = [
    ['LI11 more of what is better', [metric(0.5)], [metric(0.75)], 0.25, 'better'],
    ['LI11 less of it', [metric(0.75)], [metric(0.5)], -0.25, 'worse'],
    ['LI11 less of what is worse', [metric(8, 'loss')], [metric(6, 'loss')], -2, 'better'],
    ['LI11 what the policy says counts', [metric(1, 'odd')], [metric(2, 'odd')], 1, 'worse'],
    ['LI11 a slice is judged as its metric is', [metric(1, 'loss', 'eu')], [metric(2, 'loss', 'eu')], 1, 'worse'],
    ['LI11 the same', [metric(1)], [metric(1)], 0, 'same'],
    ['LI11 a metric that was not there before', [], [metric(1)], null, 'unknown'],
    ['LI11 a metric that is gone', [metric(1)], [], null, 'unknown'],
    ['LI11 NaN is worse than any number', [metric('NaN')], [metric(1)], null, 'better'],
    ['LI11 infinity is compared as one', [metric(1)], [metric('-Infinity')], null, 'worse'],
    ['LI11 a difference that is no number', [metric(-1.7e308)], [metric(1.7e308)], null, 'better'],
  ]
  for (const [title, before, after, delta, verdict] of rows)
    it(title, () => {
      const { metrics } = changeBetween(compared({ metrics: before }), compared({ metrics: after }), { odd: 'lower' })
      assert.deepEqual([metrics[0]!.delta, metrics[0]!.verdict], [delta, verdict])
    })

  it('LI11 of all else only what differs is told', () => {
    const file = (path: string, word: string) => ({ path, size: 1, sha256: hex(word) })
    const change = changeBetween(
      compared({
        params: { depth: 4, seed: 1 },
        data: [{ name: 'd', digest: 'md5:1' }],
        files: [file('a', '1'), file('b', '2')],
      }),
      compared({ params: { depth: 5, seed: 1 }, files: [file('b', '3'), file('c', '4')], digest: hex('other') }),
      {},
    )
    assert.deepEqual(change.parts, {
      params: [{ name: 'depth', before: 4, after: 5 }],
      data: [{ name: 'd', before: 'md5:1', after: undefined }],
      ...{ code: [], signature: [], environment: [] },
    })
    assert.deepEqual([change.files, change.sameFiles], [{ added: ['c'], removed: ['a'], changed: ['b'] }, false])
  })
})

import assert from 'node:assert/strict'
import { found, sampleIndex } from './sampleRegistry'

describe('searching', () => {
  const index = sampleIndex()
  const rows: [string, number[]][] = [
    ['metrics.f1 > 0.85', [2]],
    ['metrics.f1 = 0.91', [2]],
    ['metrics."f1/region=EU" >= 0.7', [1]],
    ['metrics.f1 > 0 and metrics.latency_p99_ms < 50', [2]],
    ['metrics.loss > 1e300', [1]],
    ['metrics.loss < 1', []],
    ['params.depth > 4', [2]],
    ['params.depth = 4', [1]],
    ["params.depth = '4'", [1]],
    ["params.early = 'true'", [1]],
    ["params.optimizer LIKE 'a%'", [1]],
    ["params.optimizer IN ('sgd', 'lion')", [2]],
    ["tags.team = 'growth'", [2]],
    ["tags.odd LIKE '100%'", [2]],
    ["tags.odd LIKE '%[x]'", [2]],
    ["tags.odd LIKE '1__%_'", [2]],
    ["tags.odd LIKE '%X%'", []],
    ["tags.odd ILIKE '%X%'", [2]],
    ["tags.odd ILIKE '100\\%%'", [2]],
    ["stage = 'Production'", [1]],
    ["stage IN ('Production', 'STAGING')", [3, 1]],
    ["stage != 'production'", [3, 2]],
    ["alias = 'champion'", [1]],
    ["alias LIKE 'cha%'", [3, 1]],
    ["alias != 'champion'", [3, 2]],
    ["alias NOT IN ('champion', 'challenger')", [2]],
    ["alias IN ('champion', 'challenger')", [3, 1]],
    ["label = 'v1.4-rc1'", [2]],
    ['version >= 2', [3, 2]],
    ['version IN (1, 3)', [3, 1]],
    ["version = '2'", [2]],
    ["author = 'Ada' AND model = 'churn'", [3, 2, 1]],
    ["author LIKE '%@example.com'", [3, 2, 1]],
    ["at > '2026-01-01T00:00:04Z'", [3, 2]],
    ["run = 'run-1'", [1]],
    ["description ILIKE '%NEW%'", [2]],
    ["NOT stage = 'production' AND NOT stage = 'staging'", [2]],
    ["stage = 'production' OR stage = 'staging' AND version = 1", [1]],
    ["label = 'x'' or 1=1 --'", []],
    ["tags.\"x' or 1=1 --\" = '1'", []],
  ]
  for (const [filter, expected] of rows)
    it(`Q4 a filter finds what it says: ${filter}`, () => {
      assert.deepEqual(found(index, filter), expected)
      assert.deepEqual(
        found(index, filter, () => true),
        expected,
        'where all that it asks for is common',
      )
    })
})

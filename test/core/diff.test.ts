import assert from 'node:assert/strict'
import type { Side } from '../../src/core/compare/comparison'
import { diff, type VersionDiff } from '../../src/core/diff'
import type { VersionRecord } from '../../src/core/record'
import { aRecord, hex } from '../samples'

const compared = (fields: Partial<VersionRecord>): Side => {
  const record = aRecord({ files: [], ...fields })
  return { record, metrics: record.metrics }
}

describe('differences among versions', () => {
  type Row = [string, keyof VersionDiff, Partial<VersionRecord>[], [string, unknown[], boolean][]]
  const rows: Row[] = [
    [
      'D1 what all have alike is the same',
      'params',
      [{ params: { depth: 4 } }, { params: { depth: 4 } }],
      [['depth', [4, 4], true]],
    ],
    [
      'D1 what differs has every value',
      'params',
      [{ params: { depth: 4 } }, { params: { depth: 5 } }, { params: { depth: 4 } }],
      [['depth', [4, 5, 4], false]],
    ],
    [
      'D1 what one lacks is absent there',
      'params',
      [{ params: { depth: 4 } }, { params: {} }],
      [['depth', [4, undefined], false]],
    ],
    [
      'D1 a number is not its text',
      'params',
      [{ params: { depth: 4 } }, { params: { depth: '4' } }],
      [['depth', [4, '4'], false]],
    ],
    [
      'D1 a name of JavaScript is no value',
      'params',
      [{ params: { constructor: 1 } }, { params: {} }],
      [['constructor', [1, undefined], false]],
    ],
    [
      'D2 rows are in the order of their names',
      'params',
      [{ params: { b: 1, a: 1 } }, { params: { c: 1 } }],
      [
        ['a', [1, undefined], false],
        ['b', [1, undefined], false],
        ['c', [undefined, 1], false],
      ],
    ],
    [
      'D1 files differ by content',
      'files',
      [{ files: [{ path: 'm', size: 1, sha256: hex(1) }] }, { files: [{ path: 'm', size: 1, sha256: hex(2) }] }],
      [['m', [hex(1), hex(2)], false]],
    ],
    [
      'D1 a dataset is told by digest, version or address',
      'data',
      [
        { data: [{ name: 'd', digest: 'md5:1', uri: 'u' }] },
        { data: [{ name: 'd', version: '7' }] },
        { data: [{ name: 'd', uri: 'u' }] },
      ],
      [['d', ['md5:1', '7', 'u'], false]],
    ],
    [
      'D1 code differs by its parts',
      'code',
      [{ code: { commit: 'a', dirty: false } }, {}],
      [
        ['commit', ['a', undefined], false],
        ['dirty', [false, undefined], false],
      ],
    ],
    [
      'D1 the environment is compared leaf by leaf',
      'environment',
      [
        { environment: { python: { version: '3.12', packages: { numpy: '1' } } } },
        { environment: { python: { version: '3.13', packages: { numpy: '1' } }, cpus: [1] } },
      ],
      [
        ['cpus', [undefined, [1]], false],
        ['python.packages.numpy', ['1', '1'], true],
        ['python.version', ['3.12', '3.13'], false],
      ],
    ],
    [
      'D1 a signature differs by the types of its fields',
      'signature',
      [
        { signature: { inputs: [{ name: 'age', type: 'int64' }], outputs: [{ name: 'age', type: 'float64' }] } },
        { signature: { inputs: [{ name: 'age', type: 'float64' }] } },
      ],
      [
        ['input age', ['int64', 'float64'], false],
        ['output age', ['float64', undefined], false],
      ],
    ],
    [
      'D2 metrics are shown with their slices',
      'metrics',
      [
        {
          metrics: [
            { name: 'f1', value: 0.8 },
            { name: 'f1', value: 0.7, slice: 'region=EU' },
            { name: 'auc', value: 'NaN' },
          ],
        },
        { metrics: [{ name: 'f1', value: 0.9 }] },
      ],
      [
        ['auc', ['NaN', undefined], false],
        ['f1', [0.8, 0.9], false],
        ['f1/region=EU', [0.7, undefined], false],
      ],
    ],
    [
      'D2 a metric on another dataset is another row',
      'metrics',
      [{ metrics: [{ name: 'f1', value: 1, dataset: 'a' }] }, { metrics: [{ name: 'f1', value: 1, dataset: 'b' }] }],
      [
        ['f1 on a', [1, undefined], false],
        ['f1 on b', [undefined, 1], false],
      ],
    ],
  ]
  for (const [rule, part, records, expected] of rows)
    it(rule, () =>
      assert.deepEqual(
        diff(records.map(compared))[part].map(({ name, values, same }) => [name, values, same]),
        expected,
      ),
    )
})

import assert from 'node:assert/strict'
import { dataRows, schemaText } from '../../../src/core/compare/dataRows'
import { fileRows } from '../../../src/core/compare/fileRows'
import { forgeCompare } from '../../../src/core/compare/forge'
import { signatureOf, textRows } from '../../../src/core/compare/textRows'
import type { DatasetRef } from '../../../src/core/record'
import { hex } from '../../samples'

describe('data that is compared', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }))
  const rows: [string, DatasetRef[], DatasetRef[], unknown[]][] = [
    ['CO9 alike', [{ name: 'd', digest: 'a:1' }], [{ name: 'd', digest: 'a:1' }], [['same', null, '']]],
    [
      'CO9 rows gained',
      [{ name: 'd', digest: 'a:1', rows: 5 }],
      [{ name: 'd', digest: 'a:2', rows: 8 }],
      [['changed', 3, '']],
    ],
    ['CO9 rows that one does not know', [{ name: 'd', rows: 5 }], [{ name: 'd' }], [['same', null, '']]],
    [
      'CO9 columns added, removed and retyped',
      [{ name: 'd', columns: [{ name: 'age', type: 'int' }, { name: 'zip' }] }],
      [{ name: 'd', columns: [{ name: 'age', type: 'float' }, { name: 'income' }] }],
      [['changed', null, '+income, −zip, age: int → float']],
    ],
    ['CO9 columns that one does not know', [{ name: 'd', columns: named('a') }], [{ name: 'd' }], [['same', null, '']]],
    ['CO9 a dataset that came', [], [{ name: 'd', rows: 5 }], [['added', null, '']]],
    ['CO9 a dataset that went', [{ name: 'd' }], [], [['removed', null, '']]],
    ['CO9 no data', [], [], []],
  ]
  for (const [rule, before, now, expected] of rows)
    it(rule, () => {
      const found = dataRows([before, now], 0).map(({ changes }) => changes[1]!)
      assert.deepEqual(
        found.map((change) => [change.kind, change.rows, schemaText(change)]),
        expected,
      )
    })
})

describe('files that are compared', () => {
  const file = (path: string, content: string) => ({ path, size: content.length, sha256: hex(content) })
  it('CO10 are the same, changed, added or removed', () => {
    const rows = fileRows(
      [[file('a', '1'), file('b', '1'), file('c', '1')], [file('a', '1'), file('b', '2'), file('d', '1')], []],
      0,
    )
    assert.deepEqual(
      rows.map(({ name, changes }) => [name, ...changes]),
      [
        ['a', null, 'same', 'removed'],
        ['b', null, 'changed', 'removed'],
        ['c', null, 'removed', 'removed'],
        ['d', null, 'added', null],
      ],
    )
  })
})

describe('the page of a forge', () => {
  const [from, to] = [hex(1).slice(0, 40), hex(2).slice(0, 40)]
  const rows: [string, string | undefined][] = [
    ['https://github.com/a/b.git', `https://github.com/a/b/compare/${from}...${to}`],
    ['git@github.com:a/b.git', `https://github.com/a/b/compare/${from}...${to}`],
    [
      'ssh://git@gitlab.example.org:2222/team/sub/b.git',
      `https://gitlab.example.org/team/sub/b/-/compare/${from}...${to}`,
    ],
    ['https://user:secret@gitlab.com/a/b/', `https://gitlab.com/a/b/-/compare/${from}...${to}`],
    ['git@bitbucket.org:a/b.git', `https://bitbucket.org/a/b/branches/compare/${to}%0D${from}`],
    ['https://git.example.org/a/b', undefined],
    ['https://github.com.evil.org/a/b', undefined],
    ['https://evilgithub.com/a/b', undefined],
    ['https://github.com/a/../b', undefined],
    ['https://github.com/a/b?x=javascript:1', undefined],
    ['/srv/git/b.git', undefined],
    ['file:///srv/b.git', undefined],
    ['', undefined],
  ]
  for (const [remote, expected] of rows)
    it(`CO15 ${remote || 'without a remote'}`, () => assert.equal(forgeCompare(remote, from, to), expected))
  it('CO15 takes commits alone', () =>
    assert.equal(forgeCompare('https://github.com/a/b', '--output=x', to), undefined))
})

describe('words that are compared', () => {
  it('tell a number from its text, and nothing from null', () => {
    const [row] = textRows([{ depth: 4 }, { depth: '4' }, { depth: null }, {}, { depth: 'four' }])
    assert.deepEqual(row, { name: 'depth', values: ['4', '"4"', 'null', null, 'four'], same: false })
  })
  it('describe a field with its shape, by its place where it has no name', () => {
    const signature = {
      inputs: [
        { type: 'float32', shape: [-1, 4] },
        { type: 'int64', required: false },
      ],
      outputs: [{ name: 'p', type: 'float32' }],
      params: [{ name: 'k', type: 'int64', default: 5 }],
    }
    assert.deepEqual(signatureOf(signature), {
      'input 1': 'float32[-1, 4]',
      'input 2': 'int64, optional',
      'output p': 'float32',
      'param k': 'int64, optional',
    })
  })
})

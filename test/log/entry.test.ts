import assert from 'node:assert/strict'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { readEntry } from '../../src/log/entry'
import { aCommit, an, bytesOf, commitsOf, entriesOf, hex } from '../samples'

const text = (value: string) => new TextEncoder().encode(value)
const commit = aCommit(1, [an('registry.created')], { prev: hex('before') })
const having = (fields: object) => canonicalBytes({ ...commit, ...fields })

describe('reading an entry of the log', () => {
  it('C3 a log is a chain of hashes', () => {
    const bodies = bytesOf(commitsOf(an('registry.created'), an('model.created'), an('model.described')))
    const entries = entriesOf(bodies)
    assert.deepEqual(
      entries.map(({ problem }) => problem),
      [undefined, undefined, undefined],
    )
    assert.deepEqual(
      entries.map(({ hash }) => hash),
      bodies.map(sha256Hex),
    )
    assert.deepEqual(
      entries.map(({ commit: read }) => read?.prev),
      [null, entries[0]!.hash, entries[1]!.hash],
    )
  })

  const rows: [string, Uint8Array, string | undefined, string | undefined, boolean][] = [
    ['C3 a commit that follows', having({}), hex('before'), undefined, true],
    ['C3 a commit that follows another', having({}), hex('other'), 'it does not follow the commit before it', true],
    [
      'C3 a first commit where others are',
      having({ prev: null }),
      hex('before'),
      'it does not follow the commit before it',
      true,
    ],
    ['C3 a commit of another seq', having({ seq: 2 }), hex('before'), 'it says that it is commit 2', false],
    [
      'C4 what is nested without end',
      text(`{"v":1,"events":${'['.repeat(200_000)}`),
      hex('before'),
      'it is nested more than 100 deep',
      false,
    ],
    ['C4 brackets in a text', having({ client: '"[{\\'.repeat(300) }), hex('before'), undefined, true],
    ['C4 no JSON', text('{"v":1,'), hex('before'), 'it is not JSON', false],
    ['C4 nothing', text(''), hex('before'), 'it is not JSON', false],
    ['C4 no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), hex('before'), 'it is not JSON', false],
    ['C4 JSON that is no commit', text('null'), hex('before'), 'expected object', false],
    ['C4 a commit of another format', having({ v: 2 }), hex('before'), 'expected 1', false],
    ['C4 a commit without events', having({ events: [] }), hex('before'), '>=1 items', false],
    ['C4 a commit without an id', having({ id: 'x' }), hex('before'), 'Invalid UUID', false],
    ['C4 a commit without a time', having({ at: 'yesterday' }), hex('before'), 'Invalid ISO datetime', false],
    [
      'C4 a commit with a time of some other zone',
      having({ at: '2026-01-01T00:00:00+02:00' }),
      hex('before'),
      'Invalid ISO datetime',
      false,
    ],
    [
      'C4 a commit with more in it than is known',
      having({ weather: 'fine', actor: { name: 'a', email: '', at: 5 } }),
      hex('before'),
      undefined,
      true,
    ],
  ]
  for (const [rule, bytes, previous, problem, isCommit] of rows)
    it(rule, () => {
      const entry = readEntry(1, bytes, previous)
      assert.equal(entry.hash, sha256Hex(bytes))
      assert.equal(entry.commit !== undefined, isCommit)
      if (problem === undefined) assert.equal(entry.problem, undefined)
      else assert.ok(entry.problem?.includes(problem), entry.problem)
      assert.ok(!entry.problem?.includes('\n'))
    })
})

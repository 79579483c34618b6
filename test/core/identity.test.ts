import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { digestOf, idOf, inOrder, signingDigestOf } from '../../src/core/identity'
import { metricKey, metricLabel, Metric } from '../../src/core/metric'
import { type FileEntry, VersionRecord } from '../../src/core/record'
import { hashHex, hashOf, sha256Hex } from '../../src/log/canonical'
import { aRecord, hex } from '../samples'

const a: FileEntry = { path: 'a.bin', size: 1, sha256: hex('a') }
const b: FileEntry = { path: 'b.bin', size: 1, sha256: hex('b') }

describe('what makes a version that version', () => {
  const digest = digestOf(hashOf, [a, b])
  const others: [string, FileEntry[]][] = [
    ['another path', [a, { ...b, path: 'c.bin' }]],
    ['another size', [a, { ...b, size: 2 }]],
    ['other contents', [a, { ...b, sha256: hex('c') }]],
    ['another file', [a, b, { ...b, path: 'c.bin' }]],
    ['a file less', [a]],
    [
      'contents that changed places',
      [
        { ...a, sha256: b.sha256 },
        { ...b, sha256: a.sha256 },
      ],
    ],
  ]
  for (const [what, files] of others)
    it(`R1 ${what} is another digest`, () => assert.notEqual(digestOf(hashOf, files), digest))

  it('R1 the digest is the sha256 of the canonical list', () => {
    const text = [a, b].map(({ path, size, sha256 }) => `{"path":"${path}","sha256":"${sha256}","size":${size}}`)
    assert.equal(digest, sha256Hex(`[${text.join(',')}]`))
  })

  it('R1 nothing else that is known of a file is in the digest', () => {
    const more = { ...a, mtime: 5 }
    assert.equal(digestOf(hashOf, [more, b]), digest)
  })

  it('R2 the digest does not depend on the order of the files', () => {
    const anyFiles = fc.uniqueArray(
      fc.record({ path: fc.string({ unit: 'grapheme', minLength: 1 }), size: fc.nat(), sha256: fc.constant(hex('x')) }),
      { selector: ({ path }) => path, minLength: 2 },
    )
    fc.assert(
      fc.property(anyFiles, fc.infiniteStream(fc.nat()), (files, keys) => {
        const order = new Map(files.map((file) => [file, keys.next().value]))
        const shuffled = files.toSorted((left, right) => order.get(left)! - order.get(right)!)
        assert.equal(digestOf(hashOf, shuffled), digestOf(hashOf, files))
      }),
    )
  })

  it('R2 paths are in the order of Unicode code points, as in UTF-8', () => {
    const paths = ['b', 'a/b', 'a.b', '\u{1f600}', '\uffee', 'a', 'ab', 'B', 'é'].map((path) => ({ path }))
    const bytes = (path: string) => Buffer.from(path)
    const expected = paths.toSorted((left, right) => Buffer.compare(bytes(left.path), bytes(right.path)))
    assert.deepEqual(inOrder(paths), expected)
    assert.ok(inOrder(paths).findIndex(({ path }) => path === '\uffee') === paths.length - 2)
  })

  it('R3 the signing digest hashes the hashes of contents, in path order', () => {
    const expected = sha256Hex(Buffer.from(a.sha256 + b.sha256, 'hex'))
    assert.equal(signingDigestOf(hashHex, [b, a]), expected)
  })

  it('R3 the signing digest does not cover names', () => {
    assert.equal(signingDigestOf(hashHex, [a, { ...b, path: 'c' }]), signingDigestOf(hashHex, [a, b]))
  })

  const record = aRecord()
  const parent = { version: hex(7), model: 'churn', relation: 'retrained-from' as const }
  const changes: [string, Partial<VersionRecord>][] = [
    ['parameter', { params: { depth: 4 } }],
    ['metric', { metrics: [{ name: 'f1', value: 0.9 }] }],
    ['dataset', { data: [{ name: 'customers' }] }],
    ['commit', { code: { commit: 'c0ffee', dirty: false } }],
    ['environment', { environment: { python: '3.13' } }],
    ['parent', { parents: [parent] }],
    ['signature', { signature: { inputs: [{ type: 'float64', name: 'age' }] } }],
    ['moment', { createdAt: '2026-01-01T00:00:00.001Z' }],
  ]
  for (const [what, change] of changes)
    it(`R4 another ${what} is another version`, () =>
      assert.notEqual(idOf(hashOf, aRecord(change)), idOf(hashOf, record)))

  it('R4 the id does not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(record).reverse()) as VersionRecord
    assert.equal(idOf(hashOf, reversed), idOf(hashOf, record))
  })

  it('R5 a record says neither number nor stage nor seq', () => {
    const named = Object.keys(VersionRecord.shape)
    assert.deepEqual(
      ['number', 'stage', 'seq', 'label', 'alias'].filter((name) => named.includes(name)),
      [],
    )
  })
})

describe('metrics', () => {
  const values: [string, unknown, boolean][] = [
    ['a number', 0.91, true],
    ['a negative one', -3, true],
    ['NaN as a word', 'NaN', true],
    ['an infinity as a word', '-Infinity', true],
    ['NaN itself', Number.NaN, false],
    ['an infinity itself', Number.POSITIVE_INFINITY, false],
    ['another word', 'high', false],
    ['nothing', null, false],
  ]
  for (const [what, value, isFine] of values)
    it(`R6 a metric is finite, or one of three words: ${what}`, () =>
      assert.equal(Metric.safeParse({ name: 'f1', value }).success, isFine))

  const f1 = { name: 'f1', slice: 'region=EU', dataset: 'test' }
  const keys: [string, Omit<Metric, 'value'>, boolean][] = [
    ['the same name, slice and dataset', { dataset: 'test', slice: 'region=EU', name: 'f1' }, true],
    ['another slice', { ...f1, slice: 'region=US' }, false],
    ['no slice', { name: 'f1', dataset: 'test' }, false],
    ['another dataset', { ...f1, dataset: 'train' }, false],
    ['a slice in the name', { name: 'f1/region=EU', dataset: 'test' }, false],
  ]
  for (const [what, other, isSame] of keys)
    it(`R7 ${what} is ${isSame ? 'the same' : 'another'} metric`, () =>
      assert.equal(metricKey(other) === metricKey(f1), isSame))

  it('R7 a metric is shown with its slice', () => {
    assert.deepEqual([metricLabel(f1), metricLabel({ name: 'f1' })], ['f1/region=EU', 'f1'])
  })
})

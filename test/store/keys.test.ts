import assert from 'node:assert/strict'
import { blobKey, logKey, seqOfLogKey } from '../../src/store/keys'
import { hex } from '../samples'

describe('keys', () => {
  it('C10 byte order is the order of seqs', () => {
    const seqs = [0, 1, 9, 10, 99, 100, 12_345, Number.MAX_SAFE_INTEGER]
    assert.deepEqual(seqs.map(logKey).toSorted(), seqs.map(logKey))
    assert.deepEqual(seqs.map(logKey).map(seqOfLogKey), seqs)
    assert.equal(logKey(42), 'log/00000000000000000042.json')
  })
  for (const key of ['log/1.json', `${logKey(1)}.tmp`, `old/${logKey(1)}`, 'log/0000000000000000000a.json'])
    it(`C10 ${key} is no commit`, () => assert.equal(seqOfLogKey(key), undefined))
  it('C10 a blob is under its hash', () => {
    assert.equal(blobKey(hex(1)), `blobs/sha256/${hex(1).slice(0, 2)}/${hex(1)}`)
  })
})

import assert from 'node:assert/strict'
import { isArchive, restoreTime, restoreTimes } from '../../src/core/storageClass'

describe('a storage class', () => {
  for (const name of [
    'STANDARD',
    'STANDARD_IA',
    'ONEZONE_IA',
    'GLACIER_IR',
    'INTELLIGENT_TIERING',
    'REDUCED_REDUNDANCY',
    'constructor',
  ])
    it(`Y3 ${name} is read at once`, () => {
      assert.deepEqual([isArchive(name), restoreTime(name), restoreTimes(name)], [false, undefined, ''])
    })
  it('Y3 an archive takes its time, each tier another', () => {
    assert.equal(restoreTimes('GLACIER'), '3 to 5 hours (Standard), 1 to 5 minutes (Expedited) or 5 to 12 hours (Bulk)')
    assert.equal(restoreTimes('DEEP_ARCHIVE'), '12 hours (Standard) or 48 hours (Bulk)')
    assert.equal(restoreTime('DEEP_ARCHIVE', 'Expedited'), undefined)
  })
})

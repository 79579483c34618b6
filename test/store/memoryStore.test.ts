import assert from 'node:assert/strict'
import { memoryStore } from '../../src/store/memoryStore'
import { objectStoreContract } from './objectStore.contract'

objectStoreContract('memory', async () => memoryStore())

describe('memory', () => {
  it('S9 has the clock that it was given', async () => {
    assert.equal(await memoryStore(() => 42).now(), 42)
  })
})

import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { proveStore, refusalOf } from '../../src/operations/proveStore'
import { createFolder } from '../../src/store/folderStore'
import { logKey } from '../../src/store/keys'
import { bytes, keysOf } from '../store/objectStore.contract'
import { scratchFolder } from '../scratchFolder'

describe('proving a folder', () => {
  it('B9 finds a good one safe, changes nothing of the registry, and leaves nothing', async () => {
    const address = join(scratchFolder(), 'registry')
    const store = await createFolder(address)
    await store.putNew(logKey(0), bytes('first'))
    const told: string[] = []
    const proven = await proveStore({ address, onProbe: ({ probe }) => told.push(probe) })
    assert.ok(proven.safe)
    assert.deepEqual(told, ['reach', 'hard links', 'create race', 'list order', 'fsync', 'clock', 'room'])
    assert.deepEqual(
      proven.probes.filter(({ found, meaning }) => !found || !meaning.endsWith('.')),
      [],
    )
    assert.match(proven.probes[2]!.found, /^20 rounds of 32: one won 20 times$/)
    assert.equal(proven.policy, null)
    assert.deepEqual(readdirSync(address).sort(), ['log', 'staging'])
    assert.deepEqual(await keysOf(store, 'log/'), [logKey(0)])
  })
  it('B9 says that one is not there, and makes none', async () => {
    const address = join(scratchFolder(), 'gone')
    const proven = await proveStore({ address })
    assert.deepEqual(
      proven.probes.map(({ probe, result, code }) => [probe, result, code]),
      [['reach', 'fail', 'registry-missing']],
    )
    assert.equal(refusalOf(proven).code, 'registry-missing')
    assert.ok(!existsSync(address))
  })
  it('B9 says that it is a file', async () => {
    const address = join(scratchFolder(), 'file')
    writeFileSync(address, '')
    assert.equal(refusalOf(await proveStore({ address })).code, 'registry-missing')
  })
  it('B9 ends when it is told to, and leaves nothing', async () => {
    const address = join(scratchFolder(), 'registry')
    await createFolder(address)
    const stop = new AbortController()
    const proving = proveStore({ address, signal: stop.signal, onProbe: () => stop.abort() })
    await assert.rejects(proving, { code: 'cancelled' })
    assert.deepEqual(readdirSync(address).sort(), ['log', 'staging'])
  })
})

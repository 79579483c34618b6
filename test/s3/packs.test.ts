import assert from 'node:assert/strict'
import { packLength } from '../../src/store/keys'
import { s3Store } from '../../src/store/s3Store'
import { dumpOf } from '../index/stateOf'
import { aClient, aCommit, an, bytesOf } from '../samples'
import { keysOf } from '../store/objectStore.contract'
import { faultyProxy } from './faultyProxy'
import { putLog } from './putLog'
import { anywhere } from './server'

const count = 2500

describe('packs in a bucket', () => {
  it('K7 take few requests, and what is new afterwards takes one', async function () {
    this.timeout(5 * 60_000)
    const settings = anywhere()
    if (!settings.endpoint?.startsWith('http:')) return this.skip()
    const commits = Array.from({ length: count }, (_, seq) =>
      aCommit(seq, [seq ? an('model.described', { description: `written ${seq}` }) : an('model.created')]),
    )
    const store = s3Store(settings)
    await putLog(store, bytesOf(commits))
    const writer = aClient({ store })
    assert.equal(await writer.log.sync(), count)
    assert.equal(await writer.log.pack(), 2)
    assert.equal((await keysOf(store, 'packs/')).length, 2)

    const proxy = await faultyProxy(settings.endpoint)
    const warnings: string[] = []
    const reader = aClient({
      store: s3Store({ ...settings, endpoint: proxy.endpoint }),
      onWarning: (message) => void warnings.push(message),
    })
    assert.equal(await reader.log.sync(), count)
    assert.deepEqual([warnings, dumpOf(reader.index.db)], [[], dumpOf(writer.index.db)])
    const made = [/packs%2F/, /\/packs\//, /prefix=[^&]*log%2F/, /\/log\//, /./].map((some) => proxy.requests(some))
    // The list of packs, each pack, the list of what follows; of the log the end of each pack, what follows, and that nothing does.
    assert.deepEqual(made, [1, 2, 1, 2 + (count % packLength) + 1, 1 + 2 + 1 + 2 + (count % packLength) + 1])

    const before = proxy.requests(/./)
    assert.equal(await reader.log.sync(), 0)
    assert.equal(proxy.requests(/./) - before, 1)
    await proxy.close()
  })
  it('K1 clients that complete a run together make one pack of it', async function () {
    this.timeout(3 * 60_000)
    const settings = anywhere()
    const commits = Array.from({ length: packLength }, (_, seq) =>
      aCommit(seq, [seq ? an('model.described', { description: `written ${seq}` }) : an('model.created')]),
    )
    await putLog(s3Store(settings), bytesOf(commits))
    const clients = [1, 2, 3].map(() => aClient({ store: s3Store(settings) }))
    await Promise.all(clients.map(({ log }) => log.sync()))
    const made = await Promise.all(clients.map(({ log }) => log.pack()))
    assert.equal(
      made.reduce((sum, one) => sum + one),
      1,
    )
    assert.equal((await keysOf(s3Store(settings), 'packs/')).length, 1)
  })
})

import assert from 'node:assert/strict'
import { holderChanged, storeUnreachable, untrusted } from '../../src/core/errors'
import type { RegistryError } from '../../src/core/registryError'
import { keepUp } from '../../src/engine/keepUp'
import type { Settled } from '../../src/operations/following'
import { memoryStore } from '../../src/store/memoryStore'
import { having, numbering, register } from '../log/clients'
import { aClient } from '../samples'

const watched = { pollInterval: 30, isWatched: true }

/** A registry in a bucket that can be put out of reach, with a watch of its own. */
async function aBucket({
  refuses = () => false,
  unreachable,
  mayWrite = true,
}: { refuses?: () => boolean; unreachable?: RegistryError; mayWrite?: boolean } = {}) {
  let isCut = false
  const asked: string[] = []
  const memory = memoryStore()
  const reached = <Args extends unknown[], T>(name: string, work: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      asked.push(name)
      if (isCut) throw storeUnreachable('s3://team/models')
      return work(...args)
    }
  }
  const store = having(memory, {
    address: 's3://team/models',
    get: reached('get', memory.get),
    check: reached('check', memory.check),
    putNew: reached('putNew', memory.putNew),
    now: reached('now', memory.now),
  })
  let time = Date.now()
  const now = () => time
  const client = aClient({
    store,
    now,
    allowPending: true,
    decide: (intent, db) => {
      if (refuses()) throw holderChanged('production', 'churn@2', 'Grace', {})
      return numbering(intent, db)
    },
  })
  await aClient({ store: memory, decide: numbering }).log.append(register('first'))
  const settled: Settled[] = []
  const synced: string[] = []
  const keeper = keepUp(
    { ...client, now, unreachable: () => unreachable },
    { mayWrite, settled: (what) => settled.push(what), synced: (at) => synced.push(at) },
  )
  return {
    client,
    keeper,
    settled,
    synced,
    asked,
    cut: (value: boolean) => (isCut = value),
    wait: (seconds: number) => (time += seconds * 1000),
  }
}

describe('keeping up with a bucket', () => {
  it('asks one thing when there is nothing new', async () => {
    const { keeper, asked, client, synced } = await aBucket()
    await keeper.look()
    assert.equal(client.index.head()?.seq, 0)
    asked.length = 0
    await keeper.look()
    assert.deepEqual([asked, synced.length, keeper.problem], [['get'], 2, null])
  })

  it('is due at first, after the interval, and when somebody comes', async () => {
    const { keeper, wait } = await aBucket()
    assert.ok(keeper.isNew && keeper.isDue(watched))
    await keeper.look()
    assert.ok(!keeper.isNew && !keeper.isDue(watched))
    wait(29)
    assert.ok(!keeper.isDue(watched))
    wait(1)
    assert.ok(keeper.isDue(watched))
    await keeper.look()
    keeper.hurry()
    assert.ok(keeper.isDue(watched))
    assert.ok(!keeper.isDue({ ...watched, pollInterval: 0 }))
  })

  it('says what is wrong, waits longer, and settles what waited when it is over', async () => {
    const { keeper, client, cut, wait, settled } = await aBucket()
    await keeper.look()
    cut(true)
    assert.equal((await client.log.append(register('mine'))).state, 'pending')
    await keeper.look()
    assert.equal(keeper.problem?.code, 'store-unreachable')
    wait(59)
    assert.ok(!keeper.isDue(watched))
    wait(1)
    assert.ok(keeper.isDue(watched))
    cut(false)
    await keeper.look()
    assert.deepEqual([keeper.problem, client.log.pending(), settled], [null, [], [{ landed: 1, conflicts: 0 }]])
    assert.equal(client.index.head()?.seq, 1)
  })

  it('tells of what is no longer possible', async () => {
    let refuses = false
    const { keeper, client, cut, wait, settled } = await aBucket({ refuses: () => refuses })
    await keeper.look()
    cut(true)
    await client.log.append(register('mine'))
    ;[refuses] = [true]
    cut(false)
    wait(60)
    await keeper.look()
    assert.deepEqual(settled, [{ landed: 0, conflicts: 1 }])
    assert.deepEqual(
      client.log.pending().map(({ state, refusal }) => [state, refusal?.code]),
      [['conflict', 'holder-changed']],
    )
    await keeper.look()
    assert.equal(settled.length, 1)
  })

  it('leaves alone what another may be at, until it is told to settle everything', async () => {
    const { keeper, client, cut, settled } = await aBucket()
    await keeper.look()
    cut(true)
    await client.log.append(register('mine'))
    cut(false)
    await keeper.look()
    assert.deepEqual([client.log.pending().length, settled], [1, []])
    await keeper.sync()
    assert.deepEqual([client.log.pending().length, settled], [0, [{ landed: 1, conflicts: 0 }]])
  })

  it('writes nothing where nothing may be changed', async () => {
    const { keeper, client, cut, wait } = await aBucket({ mayWrite: false })
    await keeper.look()
    cut(true)
    await client.log.append(register('mine'))
    cut(false)
    wait(60)
    await keeper.look()
    assert.equal(client.log.pending().length, 1)
  })

  it('asks nothing where the folder is not trusted', async () => {
    const { keeper, asked } = await aBucket({ unreachable: untrusted('Looking into a bucket') })
    assert.ok(!keeper.isDue(watched))
    await keeper.look()
    await keeper.sync()
    assert.deepEqual([asked, keeper.problem], [[], null])
  })
})

import assert from 'node:assert/strict'
import { registryFull, wouldLeaveEmpty } from '../../src/core/errors'
import { versionsOf } from '../../src/index/versions'
import { openLocal } from '../../src/log/openLocal'
import { outbox } from '../../src/log/outbox'
import type { Db } from '../../src/sqlite/db'
import { logKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { aClient } from '../samples'
import { assertRegistered, having, logOf, numbering, register, unreachable } from './clients'

type Body = Parameters<ObjectStore['putNew']>

/** Applies nothing and answers nothing; `late` is what may still arrive. */
function silent(store: ObjectStore): { store: ObjectStore; late: Body[] } {
  const late: Body[] = []
  return { late, store: having(store, { putNew: (...body) => (late.push(body), unreachable()) }) }
}

const local = () => openLocal(':memory:', () => {})
const refusing = (): never => {
  throw wouldLeaveEmpty('churn', 'production')
}

/** One client whose commit has no known fate, on a store where others have written `before`. */
async function anUnknown(...before: string[]) {
  const store = memoryStore()
  const other = aClient({ store, decide: numbering })
  for (const name of before) await other.log.append(register(name))
  const { store: mute, late } = silent(store)
  const db = local()
  const client = aClient({ store: mute, local: db, decide: numbering })
  const outcome = await client.log.append(register('mine'))
  assert.equal(outcome.state, 'pending')
  return { store, other, client, late, local: db, id: outcome.state === 'pending' ? outcome.id : '' }
}

/** Another process of the same person on the same machine. */
const next = (store: ObjectStore, db: Db, decide = numbering, allowPending = false) =>
  aClient({ store, local: db, decide, allowPending })

describe('a commit of unknown fate', () => {
  it('A6 is pending, with the bytes that were tried', async () => {
    const { client, store, id } = await anUnknown('a')
    const [item, ...others] = client.log.pending()
    assert.deepEqual([item?.id, item?.state, others], [id, 'tried', []])
    assert.equal(outbox(client.local).attempt()?.seq, 1)
    assert.deepEqual(versionsOf(client.index.db, 'churn').length, 1)
    await assertRegistered(store, ['a'])
  })
  it('A6 is written with the next commit of the same machine, before it', async () => {
    const { store, local: db } = await anUnknown('a')
    const later = next(store, db)
    await later.log.append(register('later'))
    await assertRegistered(store, ['a', 'mine', 'later'])
    assert.deepEqual(versionsOf(later.index.db, 'churn').length, 3)
    assert.deepEqual(later.log.pending(), [])
  })
  it('A6 is not written twice when it arrives late', async () => {
    const { store, local: db, late } = await anUnknown('a')
    await store.putNew(...late[0]!)
    await next(store, db).log.append(register('later'))
    await assertRegistered(store, ['a', 'mine', 'later'])
  })
  it('A6 is done as soon as it is seen in the log', async () => {
    const { store, client, late } = await anUnknown('a')
    await store.putNew(...late[0]!)
    await client.log.sync()
    assert.deepEqual(client.log.pending(), [])
  })
  it('A6 is done also when another process brought it into the index that they share', async () => {
    const { store, client, late, local: db } = await anUnknown('a')
    await store.putNew(...late[0]!)
    await aClient({ store, local: local(), index: client.index }).log.sync()
    assert.equal(outbox(db).items().length, 1)
    await client.log.sync()
    assert.deepEqual(client.log.pending(), [])
  })
  it('A6 takes another seq when its own is taken, and cannot arrive any more', async () => {
    const { store, other, local: db, late } = await anUnknown('a')
    await other.log.append(register('b'))
    await next(store, db).log.append(register('later'))
    assert.equal(await store.putNew(...late[0]!), 'exists')
    await assertRegistered(store, ['a', 'b', 'mine', 'later'])
  })
  it('A6 stays pending while the store is mute', async () => {
    const { store, local: db } = await anUnknown('a')
    const mute = next(silent(store).store, db, numbering, true)
    assert.equal((await mute.log.append(register('later'))).state, 'pending')
    assert.equal(mute.log.pending().length, 2)
    await next(store, db).log.append(register('last'))
    await assertRegistered(store, ['a', 'mine', 'later', 'last'])
  })
  it('A6 is not given up when the store refuses the second try', async () => {
    const store = memoryStore()
    const late: Body[] = []
    const worse = having(store, {
      putNew: (...body) => (
        late.push(body),
        late.length === 1 ? unreachable() : Promise.reject(registryFull('the test'))
      ),
    })
    const db = local()
    assert.equal((await next(worse, db).log.append(register('mine'))).state, 'pending')
    await store.putNew(...late[0]!)
    await next(store, db).log.append(register('later'))
    await assertRegistered(store, ['mine', 'later'])
  })
  it('A6 stays as it is when the store refuses everything', async () => {
    const { store, local: db } = await anUnknown('a')
    const full = having(store, { putNew: () => Promise.reject(registryFull('the test')) })
    await rejects(next(full, db).log.append(register('later')), 'registry-full')
    assert.deepEqual(
      outbox(db)
        .items()
        .map(({ state }) => state),
      ['tried'],
    )
    await next(store, db).log.append(register('last'))
    await assertRegistered(store, ['a', 'mine', 'last'])
  })
  it('A6 is in the log when the index cannot follow, and pending until it can', async () => {
    const store = memoryStore()
    let isCut = false
    const cut = having(store, {
      get: (key) => (isCut ? unreachable() : store.get(key)),
      putNew: async (key, body) => {
        isCut = true
        client.index.clear()
        return store.putNew(key, body)
      },
    })
    const other = aClient({ store, decide: numbering })
    await other.log.append(register('a'))
    const client = aClient({ store: cut, decide: numbering })
    assert.equal((await client.log.append(register('mine'))).state, 'pending')
    isCut = false
    await client.log.sync()
    assert.deepEqual(client.log.pending(), [])
    await assertRegistered(store, ['a', 'mine'])
  })
})

describe('a commit that no longer holds', () => {
  async function aConflict() {
    const unknown = await anUnknown('a')
    await unknown.other.log.append(register('b'))
    const strict = next(unknown.store, unknown.local, (intent, db) =>
      intent.args === 'mine' ? refusing() : numbering(intent, db),
    )
    await strict.log.append(register('later'))
    return { ...unknown, strict }
  }

  it('A9 is a conflict with its reason, and hinders nobody', async () => {
    const { store, strict, id } = await aConflict()
    const [item] = strict.log.pending()
    assert.deepEqual([item?.id, item?.state, item?.refusal?.code], [id, 'conflict', 'would-leave-empty'])
    await strict.log.append(register('last'))
    await assertRegistered(store, ['a', 'b', 'later', 'last'])
  })
  it('A9 is decided again when that is asked for, by the start of its id', async () => {
    const { store, local: db, id } = await aConflict()
    const client = next(store, db)
    assert.equal((await client.log.retry(id.slice(0, 13))).state, 'landed')
    assert.deepEqual(client.log.pending(), [])
    await assertRegistered(store, ['a', 'b', 'later', 'mine'])
  })
  it('A9 stays a conflict when it is refused again, with the new reason', async () => {
    const { store, local: db, id } = await aConflict()
    const full = next(store, db, () => {
      throw registryFull('a test')
    })
    await rejects(full.log.retry(id), 'registry-full')
    assert.deepEqual(
      full.log.pending().map(({ state, refusal }) => [state, refusal?.code]),
      [['conflict', 'registry-full']],
    )
  })
  it('A9 is dropped when that is asked for', async () => {
    const { store, strict, id } = await aConflict()
    assert.deepEqual(await strict.log.drop(id), { state: 'dropped' })
    assert.deepEqual(strict.log.pending(), [])
    await rejects(strict.log.retry(id), 'no-such-pending')
    await rejects(strict.log.drop(id), 'no-such-pending')
    await assertRegistered(store, ['a', 'b', 'later'])
  })
  it('A9 is told to have landed when it did, rather than dropped or done again', async () => {
    const { store, local: db, id, late } = await anUnknown('a')
    await store.putNew(...late[0]!)
    assert.deepEqual(await next(store, db).log.drop(id), { state: 'landed', seq: 1, id })
    await rejects(next(store, db).log.retry(id), 'no-such-pending')
    await assertRegistered(store, ['a', 'mine'])
  })
  it('A9 is told to have landed when it is to be decided again', async () => {
    const { store, local: db, id, late } = await anUnknown('a')
    await store.putNew(...late[0]!)
    assert.deepEqual(await next(store, db).log.retry(id), { state: 'landed', seq: 1, id })
    assert.deepEqual(outbox(db).items(), [])
    assert.equal((await logOf(store)).length, 2)
    assert.equal((await logOf(store))[1]!.seq, 1)
    assert.ok(await store.get(logKey(1)))
  })
})

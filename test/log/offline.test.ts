import assert from 'node:assert/strict'
import { registryFull, wouldLeaveEmpty } from '../../src/core/errors'
import type { Event } from '../../src/core/event'
import { versionById, versionsOf } from '../../src/index/versions'
import type { Intent } from '../../src/log/outbox'
import type { LogParts } from '../../src/log/parts'
import type { Db } from '../../src/sqlite/db'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { aClient, an, hex } from '../samples'
import { assertRegistered, having, logOf, numbering, register, unreachable } from './clients'

/** A store with a line that can be cut. */
function lineTo(store: ObjectStore) {
  const line = { isCut: false }
  const via =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      line.isCut ? unreachable() : ask(...args)
  const cut = having(store, {
    get: via(store.get),
    putNew: via(store.putNew),
    check: via(store.check),
    now: via(store.now),
    sizeOf: via(store.sizeOf),
  })
  return { store: cut, line }
}

/** Someone at work on a train, and someone else who is not. */
async function onATrain(
  parts: Partial<Omit<LogParts, 'decide'>> & { decide?: (intent: Intent, db: Db) => Event[] } = {},
) {
  const store = memoryStore()
  const office = aClient({ store, decide: numbering })
  await office.log.append(register('first'))
  const { store: wire, line } = lineTo(store)
  const train = aClient({ store: wire, decide: numbering, allowPending: true, ...parts })
  await train.log.sync()
  line.isCut = true
  return { store, office, train, line }
}
const states = (client: ReturnType<typeof aClient>) => client.log.pending().map(({ state }) => state)

describe('without a connection', () => {
  it('O1 what is asked for waits, in order', async () => {
    const { train, store } = await onATrain()
    for (const name of ['a', 'b']) assert.equal((await train.log.append(register(name))).state, 'pending')
    assert.deepEqual(states(train), ['waiting', 'waiting'])
    assert.equal(versionsOf(train.index.db, 'churn').length, 1, 'nothing is said to be there before it is')
    await assertRegistered(store, ['first'])
  })
  it('O1 it has to hold on what is known, with all that waits before it', async () => {
    const limited = (intent: Intent, db: Db) => {
      if (versionsOf(db, 'churn').length === 3) throw wouldLeaveEmpty('churn', 'production')
      return numbering(intent, db)
    }
    const { train } = await onATrain({ decide: limited })
    for (const name of ['a', 'b']) assert.equal((await train.log.append(register(name))).state, 'pending')
    await rejects(train.log.append(register('c')), 'would-leave-empty')
    assert.deepEqual(states(train), ['waiting', 'waiting'])
  })
  it('O1 what is so already needs nothing', async () => {
    const { train } = await onATrain({
      decide: (intent, db) => (versionById(db, hex('first')) ? [] : numbering(intent, db)),
    })
    assert.deepEqual(await train.log.append(register('a')), { state: 'unneeded' })
    assert.deepEqual(train.log.pending(), [])
  })
  it('O6 only who asks for it is told of the state that there will be', async () => {
    const { train } = await onATrain()
    await train.log.append(register('a'))
    const seen = () => versionsOf(train.index.db, 'churn').map(({ version }) => version)
    assert.deepEqual([train.log.foresee(seen), seen()], [[2, 1], [1]])
  })
  it('O1 a registry that was never read keeps nothing', async () => {
    const store = memoryStore()
    await aClient({ store, decide: numbering }).log.append(register('first'))
    const { store: wire, line } = lineTo(store)
    line.isCut = true
    const fresh = aClient({ store: wire, decide: numbering, allowPending: true })
    await rejects(fresh.log.append(register('a')), 'store-unreachable')
    assert.deepEqual(fresh.log.pending(), [])
  })
  it('O2 where nothing may wait it is refused, and nothing is kept', async () => {
    const { train, store, line } = await onATrain({ allowPending: false })
    await rejects(train.log.append(register('a')), 'store-unreachable')
    assert.deepEqual(train.log.pending(), [])
    line.isCut = false
    await train.log.settle()
    await assertRegistered(store, ['first'])
  })
  it('O2 what another process takes up meanwhile is not taken back', async () => {
    const { train, store } = await onATrain()
    const other = aClient({ store, local: train.local, decide: numbering })
    // Just when it gives up, a process of the same machine has a connection and writes all that waits.
    const slow = aClient({
      store: train.store,
      local: train.local,
      decide: numbering,
      prepare: async () => (await other.log.settle(), unreachable()),
    })
    assert.equal((await slow.log.append(register('a'), false)).state, 'landed')
    await assertRegistered(store, ['first', 'a'])
  }).timeout(20_000)
})

describe('with a connection again', () => {
  it('O3 all that waits lands, in order, in one commit', async () => {
    const { train, office, store, line } = await onATrain()
    for (const name of ['a', 'b', 'c']) await train.log.append(register(name))
    await office.log.append(register('meanwhile'))
    line.isCut = false
    await train.log.settle()
    await assertRegistered(store, ['first', 'meanwhile', 'a', 'b', 'c'])
    const numbers = ['a', 'b', 'c'].map((name) => versionById(train.index.db, hex(name))?.version)
    assert.deepEqual([numbers, (await logOf(store)).length, train.log.pending()], [[3, 4, 5], 3, []])
  })
  it('O3 what was asked for long ago says when', async () => {
    let now = Date.now()
    const { train, store, line } = await onATrain({ now: () => now })
    await train.log.append(register('a'))
    const asked = now
    now += 90_000
    line.isCut = false
    await train.log.settle()
    const { commit } = (await logOf(store)).at(-1)!
    assert.equal(commit!.events[0]!['occurred'], new Date(asked).toISOString())
    assert.ok(commit!.at >= new Date(now).toISOString())
  })
  it('O3 what no longer holds becomes a conflict, and those after it land', async () => {
    const { train, office, store, line } = await onATrain({
      decide: (intent, db) => {
        if (intent.args === 'a' && versionById(db, hex('meanwhile'))) throw wouldLeaveEmpty('churn', 'production')
        return numbering(intent, db)
      },
    })
    for (const name of ['a', 'b']) await train.log.append(register(name))
    await office.log.append(register('meanwhile'))
    line.isCut = false
    await train.log.settle()
    assert.deepEqual(
      train.log.pending().map(({ intent, state, refusal }) => [intent.args, state, refusal?.code]),
      [['a', 'conflict', 'would-leave-empty']],
    )
    await assertRegistered(store, ['first', 'meanwhile', 'b'])
  })
  it('O3 people have commits of their own', async () => {
    const people = ['Ada', 'Ada', 'Bo', 'Ada']
    const { train, store, line } = await onATrain({
      actor: async () => ({ name: people.shift() ?? 'Ada', email: 'team@example.com' }),
    })
    for (const name of ['a', 'b', 'c', 'd']) await train.log.append(register(name))
    line.isCut = false
    await train.log.settle()
    const commits = (await logOf(store)).slice(1).map(({ commit }) => commit!)
    assert.deepEqual(
      commits.map(({ actor, events }) => `${actor.name} ${events.length}`),
      ['Ada 2', 'Bo 1', 'Ada 1'],
    )
  })
  it('O3 a commit takes no more than it may hold', async () => {
    const large = (name: string): Event => an('model.created', { model: name, description: name.repeat(400_000) })
    const { train, store, line } = await onATrain({ decide: ({ args }) => [large(args as string)] })
    for (const name of ['a', 'b', 'c']) await train.log.append(register(name))
    line.isCut = false
    await train.log.settle()
    assert.deepEqual(
      (await logOf(store)).slice(1).map(({ commit }) => commit!.events.length),
      [2, 1],
    )
  })
  it('O3 what nobody can decide is a conflict, and hinders no other', async () => {
    const { train, store, line } = await onATrain()
    for (const name of ['a', 'b']) await train.log.append(register(name))
    line.isCut = false
    const later = aClient({
      store,
      local: train.local,
      decide: (intent, db) => {
        if (intent.args === 'a') throw new TypeError('a is not iterable')
        return numbering(intent, db)
      },
    })
    await later.log.append(register('c'))
    assert.deepEqual(
      later.log.pending().map(({ intent, refusal }) => [intent.args, refusal?.code]),
      [['a', 'undecidable']],
    )
    await assertRegistered(store, ['first', 'b', 'c'])
  })
  it('O4 what it needs is in the store before the commit is written', async () => {
    const done: string[] = []
    const steps = (store: ObjectStore) =>
      having(store, { putNew: async (key, body) => (done.push(`put ${key.slice(-6, -5)}`), store.putNew(key, body)) })
    const { train, store, line } = await onATrain()
    const client = aClient({
      store: steps(train.store),
      local: train.local,
      decide: numbering,
      allowPending: true,
      prepare: async ({ args }) => {
        if (line.isCut) return unreachable()
        done.push(`prepare ${args as string}`)
      },
      release: ({ args }) => void done.push(`release ${args as string}`),
    })
    line.isCut = false
    await client.log.sync()
    line.isCut = true
    await client.log.append(register('a'), false)
    await client.log.append(register('b'))
    assert.deepEqual(done, [])
    line.isCut = false
    await client.log.settle()
    assert.deepEqual(done, ['prepare a', 'put 1', 'release a', 'release b'])
    await assertRegistered(store, ['first', 'a', 'b'])
  })
  it('O4 what cannot be had any more makes a conflict', async () => {
    const { train, store, line } = await onATrain({ prepare: unreachable })
    await train.log.append(register('a'), false)
    line.isCut = false
    const gone = aClient({
      store,
      local: train.local,
      decide: numbering,
      prepare: () => Promise.reject(registryFull('x')),
    })
    await gone.log.settle()
    assert.deepEqual(
      gone.log.pending().map(({ state, refusal }) => [state, refusal?.code]),
      [['conflict', 'registry-full']],
    )
    await assertRegistered(store, ['first'])
  })
  it('O5 what waits is taken back without a connection', async () => {
    const { train, store, line } = await onATrain()
    await train.log.append(register('a'))
    await train.log.append(register('b'))
    const { id } = train.log.pending()[0]!
    assert.deepEqual(await train.log.drop(id), { state: 'dropped' })
    line.isCut = false
    await train.log.settle()
    await assertRegistered(store, ['first', 'b'])
  })
  it('O5 of several whose ids begin alike none is taken back', async () => {
    const { train } = await onATrain()
    for (const name of ['a', 'b']) await train.log.append(register(name))
    const alike = train.log.pending()[0]!.id.slice(0, 8)
    await rejects(train.log.drop(alike), 'ambiguous-reference')
    await rejects(train.log.retry(alike), 'ambiguous-reference')
    assert.deepEqual(states(train), ['waiting', 'waiting'])
  })
  it('O5 what may have been written is settled, not taken back', async () => {
    const store = memoryStore()
    const office = aClient({ store, decide: numbering })
    await office.log.append(register('first'))
    const { store: wire, line } = lineTo(store)
    // The commit arrives, and from then on nothing answers.
    const lossy = having(wire, {
      putNew: async (key, body) => (await wire.putNew(key, body), (line.isCut = true), unreachable()),
    })
    const train = aClient({ store: lossy, decide: numbering, allowPending: true })
    assert.equal((await train.log.append(register('a'))).state, 'pending')
    const { id } = train.log.pending()[0]!
    await rejects(train.log.drop(id), 'store-unreachable')
    line.isCut = false
    assert.equal((await train.log.drop(id)).state, 'landed')
    await assertRegistered(store, ['first', 'a'])
  })
  it('O7 a conflict is tried again on other terms', async () => {
    const { train, store, line } = await onATrain()
    await train.log.append(register('a'))
    line.isCut = false
    const strict = aClient({
      store,
      local: train.local,
      decide: (intent, db) => {
        if (intent.args === 'a') throw wouldLeaveEmpty('churn', 'production')
        return numbering(intent, db)
      },
    })
    await strict.log.settle()
    const { id, state } = strict.log.pending()[0]!
    assert.equal(state, 'conflict')
    assert.equal((await strict.log.retry(id, register('b'))).state, 'landed')
    await assertRegistered(store, ['first', 'b'])
  })
  it('O8 what several tasks ask for at once is one commit', async () => {
    const { train, store, line } = await onATrain()
    line.isCut = false
    const names = Array.from({ length: 20 }, (_, i) => `v${i}`)
    const outcomes = await Promise.all(names.map((name) => train.log.append(register(name))))
    assert.ok(outcomes.every(({ state }) => state === 'landed'))
    await assertRegistered(store, ['first', ...names])
    assert.ok((await logOf(store)).length <= 4, `${(await logOf(store)).length} commits`)
  })
})

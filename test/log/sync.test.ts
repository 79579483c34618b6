import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Commit } from '../../src/core/commit'
import { summaryOf } from '../../src/index/summary'
import { openIndex } from '../../src/index/openIndex'
import { versionsOf } from '../../src/index/versions'
import { openLocal } from '../../src/log/openLocal'
import { logKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { aClient, aCommit, an, bytesOf, commitsOf, registered } from '../samples'
import { scratchFolder } from '../scratchFolder'
import { keysOf } from '../store/objectStore.contract'
import { having, logOf, numbering, register } from './clients'

/** A store with a log of these commits. */
async function storeWith(...commits: Commit[]): Promise<ObjectStore> {
  const store = memoryStore()
  for (const [seq, bytes] of bytesOf(commits).entries()) await store.putNew(logKey(seq), bytes)
  return store
}
const many = (count: number) =>
  commitsOf(an('model.created'), ...Array.from({ length: count - 1 }, (_, i) => registered(i + 1)))

/** What a store has up to a seq, and something else after it: a backup that was restored, and worked with. */
async function restored(store: ObjectStore, seq: number, ...more: Commit[]): Promise<ObjectStore> {
  const copy = memoryStore()
  for (let i = 0; i < seq; i++) await copy.putNew(logKey(i), (await store.get(logKey(i)))!)
  const bodies = bytesOf([...many(seq), ...more]).slice(seq)
  for (const [i, bytes] of bodies.entries()) await copy.putNew(logKey(seq + i), bytes)
  return copy
}
const others = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => aCommit(from + i, [an('model.described', { description: 'other' })]))

describe('reading the log', () => {
  it('I7 the index comes up to the head, and nothing new costs one read', async () => {
    const store = await storeWith(...many(200))
    let reads = 0
    const counting = having(store, { get: (key) => (reads++, store.get(key)) })
    const { log, index } = aClient({ store: counting })
    assert.equal(await log.sync(), 200)
    assert.deepEqual([summaryOf(index.db).commits, versionsOf(index.db, 'churn').length], [200, 199])
    assert.ok(reads < 300, `${reads} reads`)
    await log.sync()
    const before = reads
    assert.equal(await log.sync(), 0)
    assert.equal(reads - before, 1)
  })
  it('I7 a registry that is not there is not an empty one', async () => {
    const gone = having(memoryStore(), { check: () => Promise.reject(new Error('gone')) })
    await assert.rejects(aClient({ store: gone }).log.sync(), /gone/)
  })
  it('A4 what was cut short on its way is read again', async () => {
    const store = await storeWith(...many(20))
    const whole = new Set<string>()
    const cutting = having(store, {
      get: async (key) => {
        const bytes = await store.get(key)
        return whole.has(key) ? bytes : (whole.add(key), bytes?.slice(0, -1))
      },
    })
    const { log, index } = aClient({ store: cutting, decide: numbering })
    await log.append(register('mine'))
    assert.deepEqual([summaryOf(index.db).commits, summaryOf(index.db).damagedCommits], [21, []])
  })
  it('A4 what is cut short each time elsewhere is not believed', async () => {
    const store = await storeWith(...many(3))
    let length = 100
    const cutting = having(store, { get: async (key) => (await store.get(key))?.slice(0, length--) })
    const { log, index } = aClient({ store: cutting })
    await rejects(log.sync(), 'store-unreachable')
    assert.equal(summaryOf(index.db).commits, 0)
  })
  it('C4 a log that starts with what is no commit can be written', async () => {
    const store = memoryStore()
    await store.putNew(logKey(0), new TextEncoder().encode('noise'))
    const outcome = await aClient({ store, decide: numbering }).log.append(register('a'))
    assert.equal(outcome.state === 'landed' && outcome.seq, 1)
  })
  it('C4 what is no commit is counted, and hides nothing', async () => {
    const store = memoryStore()
    const [a, b, c] = bytesOf(many(3))
    for (const [seq, bytes] of [a!, new TextEncoder().encode('noise'), c!].entries())
      await store.putNew(logKey(seq), bytes)
    assert.ok(b)
    const { log, index } = aClient({ store, decide: numbering })
    await log.sync()
    const { damagedCommits, versions } = summaryOf(index.db)
    assert.deepEqual(
      [damagedCommits.map(({ seq, problem }) => [seq, problem]), versions],
      [
        [
          [1, 'it is not JSON'],
          [2, 'it does not follow the commit before it'],
        ],
        1,
      ],
    )
    assert.equal((await log.append(register('next'))).state, 'landed')
    assert.equal((await logOf(store))[3]!.problem, undefined)
  })

  describe('of a later version', () => {
    const newer = () => storeWith(...many(3), aCommit(3, [{ type: 'rollout.set' }], { requires: ['rollouts.9'] }))
    it('C7 is read with all that can be read', async () => {
      const { log, index } = aClient({ store: await newer() })
      await log.sync()
      const { versions, unreadEvents, missingFeatures } = summaryOf(index.db)
      assert.deepEqual([versions, unreadEvents, missingFeatures], [2, 1, ['rollouts.9']])
    })
    it('C7 is not written', async () => {
      const { log, store } = aClient({ store: await newer(), decide: numbering })
      const { message } = await rejects(log.append(register('next')), 'newer-registry')
      assert.ok(message.includes('rollouts.9'))
      assert.deepEqual([log.pending(), (await logOf(store)).length], [[], 4])
    })
  })

  describe('that is not the one seen before', () => {
    const local = () => openLocal(':memory:', () => {})
    const rows: [string, (store: ObjectStore) => Promise<ObjectStore>, number][] = [
      ['was cut', (store) => restored(store, 3), 4],
      ['was cut to nothing', (store) => restored(store, 0), 4],
      ['was cut, and has grown again', (store) => restored(store, 3, ...others(3, 2)), 4],
      ['was cut, and has grown further', (store) => restored(store, 3, ...others(3, 5)), 4],
      ['was written anew from the start', () => storeWith(...others(0, 5)), 4],
    ]
    for (const [what, change, seq] of rows) {
      it(`V1 a log that ${what} is noticed by the next process`, async () => {
        const { store, index, local: db, log } = aClient({ store: await storeWith(...many(5)) })
        await log.sync()
        const next = aClient({ store: await change(store), index, local: db })
        const { message } = await rejects(next.log.sync(), 'log-forked')
        assert.ok(message.includes(`commit ${seq} is missing or different`), message)
      })
      it(`V1 a log that ${what} is noticed without the index`, async () => {
        const { store, local: db, log } = aClient({ store: await storeWith(...many(5)) })
        await log.sync()
        await rejects(aClient({ store: await change(store), local: db }).log.sync(), 'log-forked')
      })
      it(`V1 a log that ${what} is noticed before it is written`, async () => {
        let current = await storeWith(...many(5))
        const changing = having(current, {
          get: (key) => current.get(key),
          putNew: (key, body) => current.putNew(key, body),
        })
        const { log } = aClient({ store: changing, decide: numbering })
        await log.sync()
        current = await change(current)
        const before = await keysOf(current, '')
        await rejects(log.append(register('next')), 'log-forked')
        assert.deepEqual([await keysOf(current, ''), log.pending()], [before, []])
      })
    }
    it('V1 a log that was cut and has grown further is noticed while it is followed', async () => {
      let current = await storeWith(...many(5))
      const { log } = aClient({ store: having(current, { get: (key) => current.get(key) }), local: local() })
      await log.sync()
      current = await restored(current, 3, ...others(3, 5))
      await rejects(log.sync(), 'log-forked')
    })
    it('V2 a commit that does not follow is read, if what was seen is still there', async () => {
      const store = await storeWith(...many(5))
      const { log, index } = aClient({ store })
      await log.sync()
      const [odd] = bytesOf([aCommit(5, [registered(5)])])
      await store.putNew(logKey(5), odd!)
      assert.equal(await log.sync(), 1)
      assert.deepEqual(
        summaryOf(index.db).damagedCommits.map(({ seq }) => seq),
        [5],
      )
      assert.equal(versionsOf(index.db, 'churn').length, 5)
    })
    it('V2 a log that only grew is the same log', async () => {
      const { store, local: db, log, index } = aClient({ store: await storeWith(...many(5)) })
      await log.sync()
      for (const [i, bytes] of bytesOf(many(9)).entries()) await store.putNew(logKey(i), bytes)
      assert.equal(await aClient({ store, local: db }).log.sync(), 9)
      assert.equal(await aClient({ store, local: db, index }).log.sync(), 4)
    })
  })
})

describe('an index that is damaged', () => {
  const fill = async () => {
    const store = await storeWith(...many(400))
    const file = join(scratchFolder(), 'index.db')
    const index = openIndex(file)
    const client = aClient({ store, index, decide: numbering })
    await client.log.sync()
    return { ...client, file }
  }
  /** Noise over every page but the first, as it is found by a process that starts. */
  const damage = (file: string) => {
    const bytes = readFileSync(file)
    bytes.fill('noise', 4096)
    writeFileSync(file, bytes)
  }

  it('I8 is made again when it is synced', async () => {
    const { store, file, index: before } = await fill()
    before.close()
    damage(file)
    const index = openIndex(file)
    const { log } = aClient({ store, index })
    await log.sync()
    assert.equal(versionsOf(index.db, 'churn').length, 399)
    index.close()
  })
  it('I8 is made again when something is appended', async () => {
    const { store, file, index: before } = await fill()
    before.close()
    damage(file)
    const index = openIndex(file)
    const { log } = aClient({ store, index, decide: numbering })
    assert.deepEqual((await log.append(register('next'))).state, 'landed')
    assert.equal(versionsOf(index.db, 'churn')[0]?.version, 400)
    index.close()
  })
  it('I8 is made again when another process emptied it', async () => {
    const { file, index, log } = await fill()
    const other = openIndex(file)
    other.clear()
    assert.equal((await log.append(register('next'))).state, 'landed')
    assert.equal(versionsOf(other.db, 'churn')[0]?.version, 400)
    for (const open of [index, other]) open.close()
  })
})

describe('clocks', () => {
  const now = Date.parse('2026-11-14T12:00:00Z')
  const minutes = (count: number) => now + count * 60_000
  const at = (time: number) => aClient({ store: memoryStore(() => now), now: () => time, decide: numbering })
  for (const count of [-3, 3])
    it(`A12 a computer that is ${count} minutes off the store writes nothing`, async () => {
      const { log, store } = at(minutes(count))
      await rejects(log.append(register('a')), 'clock-skew')
      assert.deepEqual([log.pending(), await logOf(store)], [[], []])
    })
  for (const count of [-1.9, 1.9])
    it(`A12 a computer that is ${count} minutes off the store may write`, async () => {
      assert.equal((await at(minutes(count)).log.append(register('a'))).state, 'landed')
    })
  it('A12 nothing is written after a commit that is minutes ahead', async () => {
    const { store } = at(now)
    const ahead = aCommit(0, [an('model.created')], { at: new Date(minutes(3)).toISOString() })
    await store.putNew(logKey(0), bytesOf([ahead])[0]!)
    await rejects(aClient({ store, now: () => now, decide: numbering }).log.append(register('a')), 'clock-skew')
  })
  it('C2 a commit after one that is a little ahead is a moment later', async () => {
    const { store } = at(now)
    const ahead = aCommit(0, [an('model.created')], { at: '2026-11-14T12:01:00.000Z' })
    await store.putNew(logKey(0), bytesOf([ahead])[0]!)
    await aClient({ store, now: () => now, decide: numbering }).log.append(register('a'))
    assert.equal((await logOf(store))[1]!.commit!.at, '2026-11-14T12:01:00.001Z')
  })
})

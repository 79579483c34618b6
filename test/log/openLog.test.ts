import assert from 'node:assert/strict'
import { join } from 'node:path'
import { registryFull, wouldLeaveEmpty } from '../../src/core/errors'
import type { LogEntry } from '../../src/core/commit'
import type { Event } from '../../src/core/event'
import { nextNumber } from '../../src/index/find'
import { versionsOf } from '../../src/index/versions'
import { openIndex } from '../../src/index/openIndex'
import { readEntry } from '../../src/log/entry'
import { openLocal } from '../../src/log/openLocal'
import { logKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import { rejects } from '../refuses'
import { aClient, an, registered } from '../samples'
import { scratchFolder } from '../scratchFolder'
import { assertRegistered, having, logOf, numbering, register, unreachable } from './clients'

const names = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`)
const says = (...events: Event[]) => ({ operation: 'say', args: events })
const numbersIn = (client: ReturnType<typeof aClient>) =>
  versionsOf(client.index.db, 'churn').map(({ version }) => version)

describe('appending', () => {
  it('A1 what is appended is in the log and in the index', async () => {
    const client = aClient({ decide: numbering })
    const first = await client.log.append(register('a'))
    const second = await client.log.append(register('b'))
    assert.deepEqual(
      [first, second].map((outcome) => outcome.state === 'landed' && outcome.seq),
      [0, 1],
    )
    assert.deepEqual([numbersIn(client), client.log.pending()], [[2, 1], []])
    await assertRegistered(client.store, ['a', 'b'])
  })
  it('A1 what is so already is not written', async () => {
    const client = aClient({ decide: () => [] })
    assert.deepEqual(await client.log.append(says()), { state: 'unneeded' })
    assert.deepEqual([await logOf(client.store), client.log.pending()], [[], []])
  })
  it('A1 a commit says who, when, with what and what before', async () => {
    const now = Date.parse('2026-11-14T09:30:00.000Z')
    const { log, store } = aClient({ store: memoryStore(() => now), now: () => now })
    await log.append(says(an('registry.created')))
    await log.append(says(an('model.created'), registered(1)))
    const [first, second] = await logOf(store)
    const { v, seq, prev, at, actor, client, events } = second!.commit!
    assert.deepEqual(
      { v, seq, prev, at, actor, client, events: events.length },
      {
        ...{ v: 1, seq: 1, prev: first!.hash, at: '2026-11-14T09:30:00.001Z', client: 'pedigree/test', events: 2 },
        actor: { name: 'Ada', email: 'ada@example.com' },
      },
    )
  })

  it('A2 of 8 clients at once everyone lands, once, in one chain', async () => {
    const store = memoryStore()
    const clients = Array.from({ length: 8 }, () => aClient({ store, decide: numbering }))
    const wanted = names(48)
    const outcomes = await Promise.all(wanted.map((name, i) => clients[i % 8]!.log.append(register(name))))
    assert.deepEqual(new Set(outcomes.map(({ state }) => state)), new Set(['landed']))
    await assertRegistered(store, wanted)
    await Promise.all(clients.map(({ log }) => log.sync()))
    for (const client of clients) assert.deepEqual([numbersIn(client).length, client.log.pending()], [48, []])
  }).timeout(20_000)
  it('A2 of 6 clients on one machine everyone lands, once, in one chain', async () => {
    const store = memoryStore()
    const folder = scratchFolder()
    const open = (i: number) => ({
      local: openLocal(join(folder, 'local.db'), () => {}),
      // Three have an index of their own, three share one.
      index: openIndex(i < 3 ? ':memory:' : join(folder, 'index.db')),
    })
    const clients = names(6).map((_, i) => aClient({ store, decide: numbering, ...open(i) }))
    const wanted = names(30)
    const outcomes = await Promise.all(wanted.map((name, i) => clients[i % 6]!.log.append(register(name))))
    assert.deepEqual(new Set(outcomes.map(({ state }) => state)), new Set(['landed']))
    await assertRegistered(store, wanted)
    assert.deepEqual(clients[0]!.log.pending(), [])
    for (const { local, index } of clients) {
      local.close()
      index.close()
    }
  }).timeout(20_000)

  it('A3 who loses a race decides again, on the new state', async () => {
    const store = memoryStore()
    const other = aClient({ store, decide: numbering })
    await other.log.append(register('a'))
    const late = having(store, {
      putNew: async (key, body) => {
        if (key === logKey(1)) await other.log.append(register('b')).catch(() => {})
        return store.putNew(key, body)
      },
    })
    const client = aClient({ store: late, decide: numbering })
    const outcome = await client.log.append(register('c'))
    assert.equal(outcome.state === 'landed' && outcome.seq, 2)
    await assertRegistered(store, ['a', 'b', 'c'])
  })
  it('A3 a refusal on the new state is told, and leaves nothing', async () => {
    const store = memoryStore()
    const other = aClient({ store })
    const refuseThen = (_: unknown, db: Parameters<typeof numbering>[1]): Event[] => {
      if (versionsOf(db, 'churn').length) throw wouldLeaveEmpty('churn', 'production')
      return [an('registry.created')]
    }
    const late = having(store, {
      putNew: async (key, body) => {
        if (key === logKey(0)) await other.log.append(says(an('model.created'), registered(1)))
        return store.putNew(key, body)
      },
    })
    const client = aClient({ store: late, decide: refuseThen })
    await rejects(client.log.append(says()), 'would-leave-empty')
    assert.deepEqual([client.log.pending(), (await logOf(store)).length], [[], 1])
  })
  it('A3 a decision is for the seq after the state that it saw, even if another process moves the index', async () => {
    const store = memoryStore()
    const file = join(scratchFolder(), 'index.db')
    const [mine, shared] = [openIndex(file), openIndex(file)]
    const other = aClient({ store, decide: numbering })
    let polls = 0
    let written: LogEntry | undefined
    const racing = having(store, {
      get: async (key) => {
        const body = await store.get(key)
        // The look before deciding finds nothing new; the other client writes just after it.
        if (key === logKey(1) && ++polls === 2) {
          await other.log.append(register('b'))
          written = readEntry(1, (await store.get(key))!, shared.head()!.hash)
        }
        return body
      },
    })
    const decided: number[] = []
    const client = aClient({
      store: racing,
      index: mine,
      decide: (intent, db) => {
        const events = numbering(intent, db)
        decided.push(nextNumber(db, 'churn'))
        if (written) shared.apply([written])
        return events
      },
    })
    await other.log.append(register('a'))
    await client.log.sync()
    await client.log.append(register('c'))
    assert.deepEqual(decided, [2, 3])
    await assertRegistered(store, ['a', 'b', 'c'])
    for (const index of [mine, shared]) index.close()
  })

  it('A4 an answer that is lost is read back', async () => {
    const store = memoryStore()
    const deaf = having(store, { putNew: (key, body) => store.putNew(key, body).then(unreachable) })
    const client = aClient({ store: deaf, decide: numbering })
    for (const name of ['a', 'b']) assert.equal((await client.log.append(register(name))).state, 'landed')
    await assertRegistered(store, ['a', 'b'])
    assert.deepEqual(client.log.pending(), [])
  })
  it('A4 a put that fails before it is applied is put again', async () => {
    const store = memoryStore()
    let failures = 0
    const flaky = having(store, {
      putNew: (key, body) => (failures++ % 2 ? store.putNew(key, body) : unreachable()),
    })
    const client = aClient({ store: flaky, decide: numbering })
    assert.equal((await client.log.append(register('a'))).state, 'landed')
    await assertRegistered(store, ['a'])
  })
  it('A4 a put that is said to exist is read back', async () => {
    const store = memoryStore()
    const doubled = having(store, {
      putNew: async (key, body) => (await store.putNew(key, body), store.putNew(key, body)),
    })
    const client = aClient({ store: doubled, decide: numbering })
    assert.equal((await client.log.append(register('a'))).state, 'landed')
    await assertRegistered(store, ['a'])
  })

  it('A5 what is unreachable before anything is decided is refused, and leaves nothing', async () => {
    const client = aClient({ store: having(memoryStore(), { get: unreachable }) })
    await rejects(client.log.append(says(an('registry.created'))), 'store-unreachable')
    assert.deepEqual(client.log.pending(), [])
  })
  it('A5 a store that refuses at once has taken nothing', async () => {
    const store = memoryStore()
    const full = having(store, { putNew: () => Promise.reject(registryFull('the test')) })
    const client = aClient({ store: full })
    await rejects(client.log.append(says(an('registry.created'))), 'registry-full')
    assert.deepEqual([client.log.pending(), await logOf(store)], [[], []])
  })
  it('C8 a commit has 1 MiB at most', async () => {
    const client = aClient()
    const large = an('model.created', { description: 'x'.repeat(1024 * 1024) })
    await rejects(client.log.append(says(large)), 'commit-too-large')
    assert.deepEqual([client.log.pending(), await logOf(client.store)], [[], []])
  })
  it('A5 what is nested too deep to be read is not written', async () => {
    const client = aClient()
    let inside: unknown = 1
    for (let depth = 0; depth < 200; depth++) inside = [inside]
    const deep = { ...an('model.created'), inside }
    await rejects(client.log.append(says(deep)), 'commit-too-deep')
    assert.deepEqual([client.log.pending(), await logOf(client.store)], [[], []])
  })
  it('A5 what nobody could read is not written', async () => {
    const client = aClient()
    const odd = { ...an('model.created'), model: 'a@b' }
    await assert.rejects(client.log.append(says(odd)), /nobody could read the event model.created/)
    assert.deepEqual([client.log.pending(), await logOf(client.store)], [[], []])
  })
})

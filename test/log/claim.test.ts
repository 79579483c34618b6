import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClaim } from '../../src/log/claim'
import { openLocal } from '../../src/log/openLocal'
import type { Db } from '../../src/sqlite/db'
import { createFolder } from '../../src/store/folderStore'
import { memoryStore } from '../../src/store/memoryStore'
import { rejects } from '../refuses'
import { aClient } from '../samples'
import { scratchFolder } from '../scratchFolder'
import { assertRegistered, having, numbering, register, unreachable } from './clients'

const local = () => openLocal(':memory:', () => {})
const heldBy = (db: Db, owner: string, until: number) =>
  db.run('update claim set token = token + 1, owner = :owner, until = :until', { owner, until })
/** The number of a process that was. */
const deadPid = () => execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim()

describe('the claim on the outbox', () => {
  it('A10 is held by one at a time', async () => {
    const db = local()
    let [inside, most] = [0, 0]
    await Promise.all(
      Array.from({ length: 10 }, () =>
        withClaim(db, async () => {
          most = Math.max(most, ++inside)
          await sleep(1)
          inside--
        }),
      ),
    )
    assert.equal(most, 1)
  })
  it('A10 is given back when the work fails', async () => {
    const db = local()
    await assert.rejects(withClaim(db, () => Promise.reject(new Error('no'))))
    assert.equal(await withClaim(db, async () => 'yes'), 'yes')
  })
  it('A10 is taken over from a dead process at once', async () => {
    const db = local()
    heldBy(db, `${hostname()} ${deadPid()} x`, Date.now() + 3_600_000)
    const before = Date.now()
    await withClaim(db, async () => {})
    assert.ok(Date.now() - before < 1000)
  })
  it('A10 is waited for while its process lives, and its lease lasts', async () => {
    const db = local()
    heldBy(db, `${hostname()} ${process.pid} x`, Date.now() + 200)
    const before = Date.now()
    await withClaim(db, async () => {})
    assert.ok(Date.now() - before >= 190)
  })
  it('A10 of another computer is waited for as long as its lease lasts', async () => {
    const db = local()
    heldBy(db, `elsewhere ${deadPid()} x`, Date.now() + 200)
    const before = Date.now()
    await withClaim(db, async () => {})
    assert.ok(Date.now() - before >= 190)
  })
  it('A10 that was taken over counts no more', async () => {
    const db = local()
    const did: string[] = []
    await withClaim(db, async (claim) => {
      assert.equal(
        claim.whileMine(() => did.push('mine')),
        true,
      )
      db.run('update claim set owner = null')
      await withClaim(db, async (other) => {
        assert.equal(
          claim.whileMine(() => did.push('not mine')),
          false,
        )
        assert.equal(
          other.whileMine(() => did.push("the other's")),
          true,
        )
      })
    })
    assert.deepEqual(did, ['mine', "the other's"])
  })
})

describe('a process that is held up', () => {
  /** A client that stops at its first put, as a computer that sleeps, until it is let go. */
  function stopping(store = memoryStore()) {
    let go = () => {}
    const gate = new Promise<void>((resolve) => (go = resolve))
    let arrived = () => {}
    const stopped = new Promise<void>((resolve) => (arrived = resolve))
    const db = local()
    const slow = having(store, { putNew: async (...body) => (arrived(), await gate, store.putNew(...body)) })
    const takeOver = () => db.run('update claim set token = token + 1, owner = null')
    return { store, local: db, client: aClient({ store: slow, local: db, decide: numbering }), go, stopped, takeOver }
  }

  it('A11 finds its commit written by the one that took over', async () => {
    const { store, local: db, client, go, stopped, takeOver } = stopping()
    const outcome = client.log.append(register('slow'))
    await stopped
    takeOver()
    await aClient({ store, local: db, decide: numbering }).log.append(register('quick'))
    go()
    assert.equal((await outcome).state, 'landed')
    await assertRegistered(store, ['slow', 'quick'])
    assert.deepEqual(client.log.pending(), [])
  })
  it('A11 decides again only when it is its turn again', async () => {
    const { store, local: db, client, go, stopped, takeOver } = stopping()
    const outcome = client.log.append(register('slow'))
    await stopped
    takeOver()
    // Somebody else takes the seq, so that it has to decide again, which is no longer its to do.
    await aClient({ store, decide: numbering }).log.append(register('quick'))
    go()
    assert.equal((await outcome).state, 'landed')
    await aClient({ store, local: db, decide: numbering }).log.append(register('last'))
    await assertRegistered(store, ['quick', 'slow', 'last'])
  })
  it('A11 does not refuse what the one that took over wrote, also when it cannot see that', async () => {
    const well = memoryStore()
    let left = Infinity
    const store = having(well, { get: (key) => (left-- > 0 ? well.get(key) : unreachable()) })
    const { local: db, client, go, stopped, takeOver } = stopping(store)
    const outcome = client.log.append(register('slow'))
    await stopped
    takeOver()
    await aClient({ store: well, decide: numbering }).log.append(register('quick'))
    await aClient({ store: well, local: db, decide: numbering }).log.append(register('last'))
    // Enough to see that its seq is taken.
    left = 1
    go()
    assert.equal((await outcome).state, 'landed')
    await assertRegistered(well, ['quick', 'slow', 'last'])
  })
  it('A11 writes nothing of what the one that took over has begun', async () => {
    const store = memoryStore()
    const db = local()
    let go = () => {}
    const gate = new Promise<void>((resolve) => (go = resolve))
    let puts = 0
    let atWork = () => {}
    const isAtWork = new Promise<void>((resolve) => (atWork = resolve))
    const slow = having(store, {
      get: async (key) => (atWork(), await gate, store.get(key)),
      putNew: (...body) => (puts++, store.putNew(...body)),
    })
    const outcome = aClient({ store: slow, local: db, decide: numbering }).log.append(register('slow'))
    await isAtWork
    db.run('update claim set token = token + 1, owner = null')
    const mute = having(store, { putNew: unreachable })
    const began = aClient({ store: mute, local: db, decide: numbering })
    assert.equal((await began.log.append(register('quick'))).state, 'pending')
    // Only once it is its turn again, and then what the other one began.
    db.run("update claim set owner = 'another 1 x', until = :until", { until: Date.now() + 1500 })
    go()
    await sleep(700)
    assert.equal(puts, 0)
    assert.equal((await outcome).state, 'landed')
    await assertRegistered(store, ['slow', 'quick'])
    assert.deepEqual([puts, began.log.pending()], [1, []])
  })
  it('A11 drops nothing that the one that took over tries again', async () => {
    const store = memoryStore()
    const db = local()
    const mute = having(store, { putNew: unreachable })
    await aClient({ store: mute, local: db, decide: numbering }).log.append(register('open'))
    const taken = having(store, {
      get: (key) => (db.run('update claim set token = token + 1, owner = null'), store.get(key)),
    })
    const { log } = aClient({ store: taken, local: db, decide: numbering })
    await rejects(log.drop(log.pending()[0]!.id), 'append-contended')
    assert.equal(log.pending().length, 1)
  })
  it('A11 is refused when nothing of its commit was kept', async () => {
    const store = memoryStore()
    const db = local()
    const client = aClient({
      store,
      local: db,
      decide: (intent, index) => {
        db.run('update claim set token = token + 1, owner = null')
        return numbering(intent, index)
      },
    })
    await rejects(client.log.append(register('slow')), 'append-contended')
    assert.deepEqual(client.log.pending(), [])
    await assertRegistered(store, [])
  })
})

describe('a process that is killed', () => {
  const steps: [string, string[]][] = [
    ['before it is decided', ['first', 'killed', 'later']],
    ['before the put', ['first', 'killed', 'later']],
    ['after the put', ['first', 'killed', 'later']],
    ['at the end', ['first', 'killed', 'later']],
  ]
  for (const [step, expected] of steps)
    it(`A8 ${step} loses nothing that was begun, and repeats nothing`, async () => {
      const folder = scratchFolder()
      const [root, file] = [join(folder, 'registry'), join(folder, 'local.db')]
      const store = await createFolder(root)
      await aClient({ store, decide: numbering }).log.append(register('first'))
      const { signal, stderr } = spawnSync(process.execPath, [
        join(__dirname, 'appendAndDie.js'),
        root,
        file,
        'killed',
        step,
      ])
      assert.equal(signal, 'SIGKILL', stderr.toString())

      const db = openLocal(file, () => {})
      const client = aClient({ store, local: db, decide: numbering })
      const before = Date.now()
      await client.log.append(register('later'))
      assert.ok(Date.now() - before < 3000, 'the dead one was waited for')
      await assertRegistered(store, expected)
      assert.deepEqual(client.log.pending(), [])
      db.close()
    }).timeout(20_000)
})

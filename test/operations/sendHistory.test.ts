import assert from 'node:assert/strict'
import { chmodSync, cpSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../src/operations/context'
import { describe as describeModel } from '../../src/operations/describe'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { pushHistory, sendHistory } from '../../src/operations/pushHistory'
import { registerVersion } from '../../src/operations/registerVersion'
import { requireNoCopy } from '../../src/operations/requireNoCopy'
import { hashOfCommit } from '../../src/index/summary'
import { sha256Hex } from '../../src/log/canonical'
import { outbox } from '../../src/log/outbox'
import { blobKey, logKey } from '../../src/store/keys'
import { createFolder, folderStore } from '../../src/store/folderStore'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { ada, uuid } from '../samples'
import { contentOf, Registries } from './registries'

const nothing = async () => {}

class Killed extends Error {}

/** Does as many puts as it is told to; at the next one the process is killed, before it or after. */
function dying(store: ObjectStore, puts: number, when: 'before' | 'after'): ObjectStore {
  let left = puts
  const until = async <T>(put: () => Promise<T>): Promise<T> => {
    left--
    if (left < 0 && when === 'before') throw new Killed()
    const answer = await put()
    if (left < 0) throw new Killed()
    return answer
  }
  return {
    ...store,
    putNew: (key, body) => until(() => store.putNew(key, body)),
    putFile: (...args) => until(() => store.putFile(...args)),
  }
}

describe('a registry that is copied whole', () => {
  let all: Registries
  let ctx: Context
  beforeEach(async () => {
    all = new Registries()
    ctx = await all.make('source')
    for (const word of ['one', 'two', 'three']) {
      writeFileSync(join(all.path('source'), 'weights.bin'), word)
      writeFileSync(join(all.path('source'), 'notes.txt'), `about ${word}`)
      await registerVersion(ctx, { model: 'churn', paths: ['weights.bin', 'notes.txt'] })
    }
    await promoteVersion(ctx, { reference: 'churn@2', stage: 'production' })
  })
  afterEach(() => all.close())

  const commits = 5
  const blobs = 6
  const everything = commits + blobs

  it('G2 is the same, byte for byte', async () => {
    await ctx.store.putNew('packs/any-pack.jsonl.zst', Buffer.from('commits once more'))
    const to = memoryStore()
    const pushed = await sendHistory(ctx, to, nothing)
    assert.deepEqual(await contentOf(to), await contentOf(ctx.store))
    assert.deepEqual(pushed.commits, { total: commits, sent: commits })
    assert.deepEqual([pushed.blobs.blobs, pushed.blobs.sent, pushed.created], [blobs, blobs, true])
  })

  for (const when of ['before', 'after'] as const)
    it(`G3 goes on where it was, killed ${when} any write; G2 until then nobody finds it`, async () => {
      const wanted = await contentOf(ctx.store)
      for (let puts = 0; puts < everything; puts++) {
        const to = memoryStore()
        await assert.rejects(sendHistory(ctx, dying(to, puts, when), nothing), Killed)
        const had = await contentOf(to)
        assert.equal(had.has(logKey(0)), when === 'after' && puts === everything - 1)
        let again = 0
        const counting = {
          ...to,
          putNew: (key: string, body: Uint8Array) => (again++, to.putNew(key, body)),
          putFile: (...args: Parameters<ObjectStore['putFile']>) => (again++, to.putFile(...args)),
        }
        await sendHistory(ctx, counting, nothing)
        assert.deepEqual(await contentOf(to), wanted)
        assert.equal(again, wanted.size - had.size)
      }
    })

  it('G5 nobody makes or opens a registry where a copy was begun', async () => {
    const place = all.path('shared')
    await rejects(
      pushHistory({ ...ctx, store: { ...ctx.store, fileOf: () => all.path('gone') } }, { address: place }),
      'blob-damaged',
    )
    assert.deepEqual(readdirSync(join(place, 'log')), [logKey(1).slice(4)])
    await rejects(all.make('other', place), 'registry-incomplete')
    assert.deepEqual(readdirSync(all.path('other')), [])
    await rejects(all.use({ cwd: all.path('other'), registry: place }), 'registry-incomplete')
    await pushHistory(ctx, { address: place })
    assert.equal((await all.use({ cwd: all.path('other'), registry: place })).registryId, ctx.registryId)
  })
  it('G5 a registry that is begun in the same moment is refused, too', async () => {
    const place = all.path('shared')
    const first = Buffer.from('the first commit of another registry')
    await sendHistory(ctx, dying(folderStore(place), 1, 'before'), () => createFolder(place)).catch(() => {})
    const store = folderStore(place)
    await rejects(requireNoCopy(store), 'registry-incomplete')
    // Both had looked before either wrote: each sees the other afterwards.
    await store.putNew(logKey(0), first)
    await rejects(requireNoCopy(store, sha256Hex(first)), 'registry-incomplete')
    await rejects(pushHistory(ctx, { address: place }), 'other-registry')
  })
  it('G5 a registry that somebody writes to as soon as it is there is none', async () => {
    await requireNoCopy(ctx.store, hashOfCommit(ctx.index.db, 0))
    await requireNoCopy(ctx.store)
    await requireNoCopy(memoryStore())
    assert.ok(ctx.index.head()!.seq > 0)
  })
  it('G5 of two that are copied to one place at once, one is', async () => {
    const other = await all.make('other')
    for (const word of ['a', 'b']) {
      writeFileSync(join(all.path('other'), 'a.bin'), word)
      await registerVersion(other, { model: 'fraud', paths: ['a.bin'] })
    }
    const to = memoryStore()
    const ended = await Promise.allSettled([ctx, other].map((one) => sendHistory(one, to, nothing)))
    assert.deepEqual(ended.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const winner = ended[0]!.status === 'fulfilled' ? ctx : other
    const wanted = await contentOf(winner.store)
    const there = await contentOf(to)
    for (const [key, bytes] of wanted) assert.equal(there.get(key), bytes)
    assert.deepEqual(
      [...there.keys()].filter((key) => key.startsWith('log/')),
      [...wanted.keys()].filter((key) => key.startsWith('log/')),
    )
  })

  it('G4 is brought up to date when it is behind', async () => {
    const to = memoryStore()
    await sendHistory(ctx, to, nothing)
    await describeModel(ctx, 'churn', { description: 'Will they leave?' })
    const pushed = await sendHistory(ctx, to, () => assert.fail())
    assert.deepEqual(pushed.commits, { total: commits + 1, sent: 1 })
    assert.deepEqual([pushed.blobs.sent, pushed.created], [0, false])
    assert.deepEqual(await contentOf(to), await contentOf(ctx.store))
  })
  it('G4 is brought up to date with what was written meanwhile', async () => {
    const to = memoryStore()
    let isFirst = true
    const putFile: ObjectStore['putFile'] = async (...args) => {
      if (isFirst) {
        isFirst = false
        await describeModel(ctx, 'churn', { description: 'meanwhile' })
      }
      return to.putFile(...args)
    }
    assert.equal((await sendHistory(ctx, { ...to, putFile }, nothing)).commits.sent, commits + 1)
    assert.deepEqual(await contentOf(to), await contentOf(ctx.store))
  })
  for (const [what, mine, theirs, seq] of [
    ['is ahead', [], ['more', 'and more'], commits],
    ['went another way', ['mine', 'mine again', 'once more'], ['theirs', 'theirs again'], commits],
  ] as const)
    it(`G4 is refused when it ${what}`, async () => {
      const place = all.path('shared')
      await pushHistory(ctx, { address: place })
      // Another person's machine: this one has not seen what is written there.
      const there = await elsewhere(place)
      for (const description of theirs) await describeModel(there, 'churn', { description })
      for (const description of mine) await describeModel(ctx, 'churn', { description })
      const before = await contentOf(there.store)
      const { details } = await rejects(pushHistory(ctx, { address: place }), 'log-diverged')
      assert.deepEqual(details, { seq })
      assert.deepEqual(await contentOf(there.store), before)
    })
  it('G4 is refused where another registry is', async () => {
    const other = await all.make('other', all.path('shared'))
    const { hint } = await rejects(pushHistory(ctx, { address: all.path('shared') }), 'other-registry')
    assert.match(hint, /MODEL/)
    assert.equal((await contentOf(other.store)).size, 1)
  })
  it('G4 is refused where something else is', async () => {
    const to = memoryStore()
    await to.putNew('notes.txt', new Uint8Array())
    const { message } = await rejects(sendHistory(ctx, to, nothing), 'target-not-empty')
    assert.match(message, /notes\.txt/)
    assert.equal((await contentOf(to)).size, 1)
  })
  it('G4 is refused where it is already, however that is written', async () => {
    for (const address of [ctx.store.address, `${ctx.store.address}/`, `${ctx.store.address}/../registry`])
      await rejects(pushHistory(ctx, { address }), 'bad-usage')
  })

  const someBlob = () => {
    const root = join(ctx.store.address, 'blobs/sha256')
    const folder = readdirSync(root).sort()[0]!
    const path = join(root, folder, readdirSync(join(root, folder))[0]!)
    chmodSync(path, 0o644)
    return path
  }
  for (const [what, damage, says] of [
    ['is cut off', (path: string) => truncateSync(path, 1), /has 1 bytes, not/],
    [
      'has other bytes',
      (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size, 1)),
      /does not match its hash/,
    ],
  ] as const)
    it(`G9 stops when a stored file ${what}, which is named`, async () => {
      damage(someBlob())
      const to = memoryStore()
      const { message } = await rejects(sendHistory(ctx, to, nothing), 'blob-damaged')
      assert.match(message, says)
      assert.match(message, /of churn@\d/)
      assert.equal(await to.get(logKey(0)), undefined)
    })
  it('G9 leaves out what is damaged and belongs to nothing', async () => {
    const warned: string[] = []
    await ctx.store.putNew(blobKey('0'.repeat(64)), Buffer.from('junk'))
    const to = memoryStore()
    await sendHistory({ ...ctx, onWarning: (message) => warned.push(message) }, to, nothing)
    assert.equal(await to.get(blobKey('0'.repeat(64))), undefined)
    assert.match(warned.join(), /0000/)
  })
  it('G6 is not found before every file was seen to have arrived', async () => {
    const to = memoryStore()
    const forgetful = { ...to, putFile: async () => 'created' as const }
    await rejects(sendHistory(ctx, forgetful, nothing), 'blob-damaged')
    assert.equal(await to.get(logKey(0)), undefined)
  })

  it('G10 is not begun while something is pending', async () => {
    const intent = { operation: 'describe', args: { model: 'churn', description: 'later' } }
    outbox(ctx.local).add({ id: uuid('waiting'), createdAt: new Date().toISOString(), actor: ada, intent, ready: true })
    const to = memoryStore()
    const { hint } = await rejects(sendHistory(ctx, to, nothing), 'not-settled')
    assert.match(hint, /pedigree pending/)
    assert.equal((await contentOf(to)).size, 0)
  })
  it('G3 stops when it is told to', async () => {
    const stop = new AbortController()
    const to = memoryStore()
    const putFile: ObjectStore['putFile'] = (...args) => (stop.abort(), to.putFile(...args))
    await rejects(sendHistory({ ...ctx, signal: stop.signal }, { ...to, putFile }, nothing), 'cancelled')
    assert.equal(await to.get(logKey(0)), undefined)
  })

  /** The registry at a place as another person uses it, with what their machine has seen. */
  async function elsewhere(place: string): Promise<Context> {
    process.env['PEDIGREE_STATE'] = all.path('their-state')
    cpSync(all.path('source'), all.path('theirs'), { recursive: true, filter: (path) => !path.includes('.pedigree') })
    writeFileSync(join(all.path('theirs'), 'pedigree.yaml'), `registry: ${place}\n`)
    const there = await all.use({ cwd: all.path('theirs') })
    process.env['PEDIGREE_STATE'] = join(all.scratch.folder, 'state')
    return there
  }
})

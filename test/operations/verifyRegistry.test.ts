import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Progress } from '../../src/operations/context'
import { registerVersion } from '../../src/operations/registerVersion'
import { verifyRegistry } from '../../src/operations/verifyRegistry'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { Registries } from './registries'

const many = 300

describe('verifying a registry with many files', () => {
  let all: Registries
  let ctx: Context
  const asked = { sizes: 0, lists: 0 }
  before(async () => {
    all = new Registries()
    const made = await all.make('source')
    mkdirSync(all.path('source/model'))
    for (let i = 0; i < many; i++) writeFileSync(join(all.path('source/model'), `${i}.bin`), `part ${i}`)
    await registerVersion(made, { model: 'churn', paths: ['model'] })
    ctx = { ...made, store: counting(made.store) }
  })
  beforeEach(() => Object.assign(asked, { sizes: 0, lists: 0 }))
  after(() => all.close())

  const counting = (store: ObjectStore): ObjectStore => ({
    ...store,
    sizeOf: (key) => (asked.sizes++, store.sizeOf(key)),
    sizes: (prefix) => (asked.lists++, store.sizes(prefix)),
  })
  /** As if some files were not there, or not in the list of those that are. */
  const without = (members: Partial<ObjectStore>): Context => ({ ...ctx, store: { ...ctx.store, ...members } })

  it('V4 asks for a list, and not for each file', async () => {
    const { ok, blobs } = await verifyRegistry(ctx)
    assert.deepEqual([ok, blobs, asked], [true, many, { sizes: 0, lists: 1 }])
  })
  it('V4 believes a list only in what it has', async () => {
    const late = without({
      async *sizes(prefix) {
        let place = 0
        for await (const stored of ctx.store.sizes(prefix)) if (place++ % 100) yield stored
      },
    })
    assert.equal((await verifyRegistry(late)).ok, true)
    assert.equal(asked.sizes, 3)
  })
  it('V4 names what is missing, in the order of the log', async () => {
    const { ok, problems } = await verifyRegistry(
      without({
        // oxlint-disable-next-line require-yield -- it has nothing
        async *sizes() {
          return
        },
        sizeOf: async () => undefined,
      }),
    )
    assert.deepEqual([ok, problems.length], [false, many])
    assert.match(problems[0]!.message, /model|bin of churn, is missing/)
  })
  it('S13 says how far it is, and stops when it is told to', async () => {
    const seen: Progress[] = []
    await verifyRegistry({ ...ctx, onProgress: (progress) => seen.push(progress) }, { files: true })
    const { done, total } = seen.at(-1)!
    assert.equal(done, total)
    const stop = new AbortController()
    let reads = 0
    const hashOf: ObjectStore['hashOf'] = (...args) => {
      if (++reads === 10) stop.abort()
      return ctx.store.hashOf(...args)
    }
    await rejects(verifyRegistry({ ...without({ hashOf }), signal: stop.signal }, { files: true }), 'cancelled')
    assert.equal(reads, 10)
    const before = { ...ctx, signal: AbortSignal.abort() }
    await rejects(verifyRegistry(before), 'cancelled')
  })
})

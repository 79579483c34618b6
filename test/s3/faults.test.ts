import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLocal } from '../../src/log/openLocal'
import { outbox } from '../../src/log/outbox'
import { type S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import { eventually } from '../host/eventually'
import { assertRegistered, numbering, register } from '../log/clients'
import { rejects } from '../refuses'
import { aClient } from '../samples'
import { scratchFolder } from '../scratchFolder'
import { aFile, bytes } from '../store/objectStore.contract'
import { type Fault, faultyProxy, type FaultyProxy } from './faultyProxy'
import { somewhere } from './server'

const names = (count: number, name = 'v') => Array.from({ length: count }, (_, i) => `${name}${i}`)

describe('a log in a bucket', () => {
  it('A2 of 8 clients at once everyone lands, once, in each of two registries', async () => {
    const registries = await Promise.all(
      [0, 1].map(async (number) => {
        const settings = await somewhere()
        const clients = names(8).map(() =>
          aClient({
            store: s3Store(settings),
            local: openLocal(join(scratchFolder(), 'local.db'), () => assert.fail()),
            decide: numbering,
          }),
        )
        const wanted = names(40, `r${number}-`)
        const outcomes = await Promise.all(wanted.map((name, i) => clients[i % 8]!.log.append(register(name))))
        return { clients, wanted, outcomes, store: s3Store(settings) }
      }),
    )
    for (const { clients, wanted, outcomes, store } of registries) {
      assert.deepEqual(new Set(outcomes.map(({ state }) => state)), new Set(['landed']))
      await assertRegistered(store, wanted)
      for (const { log } of clients) assert.deepEqual(log.pending(), [])
    }
  })
})

describe('a bad line to a bucket', () => {
  let proxy: FaultyProxy
  let settings: S3Settings
  let direct: S3Settings
  beforeEach(async function () {
    direct = await somewhere()
    if (!direct.endpoint?.startsWith('http:')) return this.skip()
    proxy = await faultyProxy(direct.endpoint)
    settings = { ...direct, endpoint: proxy.endpoint, patience: 700 }
  })
  afterEach(() => proxy?.close())

  const aWriter = (local = ':memory:') =>
    aClient({ store: s3Store(settings), local: openLocal(local, () => assert.fail()), decide: numbering })
  const commit1 = /^PUT .*\/log\/0*1\.json/

  const faults: [string, Fault['how'], number][] = [
    ['the answer is lost', 'lose', 1],
    ['the answer is lost three times', 'lose', 3],
    ['no answer comes', 'silence', 1],
    ['the request is lost', 'refuse', 1],
    ['the request is cut off', 'stall', 1],
    ['the answer is cut off', 'truncate', 2],
  ]
  for (const [what, how, times] of faults)
    it(`A4 a commit is there exactly once when ${what}`, async () => {
      const { log } = aWriter()
      await log.append(register('a'))
      proxy.fault = { request: commit1, how, times }
      const outcome = await log.append(register('b'))
      assert.equal(outcome.state, 'landed')
      assert.equal(proxy.fault.times, 0)
      await log.append(register('c'))
      await assertRegistered(s3Store(direct), ['a', 'b', 'c'])
      assert.deepEqual(log.pending(), [])
    })
  it('A6 a commit is there exactly once when everything about it is lost, and it is said to be pending', async () => {
    const { log } = aWriter()
    await log.append(register('a'))
    proxy.fault = { request: /\/log\/0*1\.json/, how: 'lose', times: 100 }
    // The first request for it is the one that looks for news.
    await rejects(log.append(register('b')), 'store-unreachable')
    assert.deepEqual(log.pending(), [])
    proxy.fault = { request: commit1, how: 'silence', times: 1 }
    proxy.delay = 5
    const appending = log.append(register('b'))
    await eventually(() => assert.equal(proxy.fault!.times, 0))
    proxy.cut = true
    assert.equal((await appending).state, 'pending')
    assert.equal(log.pending().length, 1)
    proxy.cut = false
    assert.equal((await log.append(register('c'))).state, 'landed')
    assert.deepEqual(log.pending(), [])
    await assertRegistered(s3Store(direct), ['a', 'b', 'c'])
  })
  it('A8 a commit whose writer was killed before it heard the answer is there exactly once', async () => {
    const local = join(scratchFolder(), 'local.db')
    const run = (...wanted: string[]) => {
      const args = [join(__dirname, 'appends.js'), JSON.stringify(settings), local, ...wanted]
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    }
    proxy.fault = { request: commit1, how: 'silence', times: 1 }
    settings = { ...settings, patience: 20_000 }
    const child = run('a', 'b')
    await eventually(async () => assert.ok(await s3Store(direct).get('log/00000000000000000001.json')), 20)
    child.kill('SIGKILL')
    await new Promise((done) => child.once('close', done))
    const after = openLocal(local, () => assert.fail())
    assert.equal(outbox(after).items().length, 1)
    after.close()

    const next = run('c')
    assert.equal(await new Promise((done) => next.once('close', done)), 0)
    await assertRegistered(s3Store(direct), ['a', 'b', 'c'])
  })

  it('S15 a create is answered truly when its answer was lost', async () => {
    const store = s3Store(settings)
    proxy.fault = { request: /^PUT /, how: 'lose', times: 2 }
    assert.equal(await store.putNew('log/1', bytes('mine')), 'created')
    proxy.fault = { request: /^PUT /, how: 'lose', times: 1 }
    assert.equal(await store.putNew('log/1', bytes('another')), 'exists')
    proxy.fault = { request: /^PUT /, how: 'lose', times: 100 }
    await rejects(store.putNew('log/2', bytes('mine')), 'store-unreachable')
  })
  it('S15 files arrive whole, there and back, though the line breaks', async () => {
    const store = s3Store(settings)
    const content = Buffer.alloc(20_000_000, 'content ')
    const { path, sha256 } = aFile(content)
    proxy.fault = { request: /^PUT .*partNumber=2/, how: 'stall', times: 2 }
    assert.equal(await store.putFile('blobs/1', path, sha256), 'created')
    proxy.fault = { request: /^POST .*uploadId=/, how: 'lose', times: 1 }
    assert.ok(await store.putFile('blobs/2', path, sha256))
    const copy = join(scratchFolder(), 'copy')
    proxy.fault = { request: /^GET /, how: 'truncate', times: 4 }
    assert.equal(await store.getFile('blobs/2', copy, sha256), 'written')
    assert.ok(readFileSync(copy).equals(content))
  })
  it('S15 a slow line is waited for', async () => {
    proxy.delay = 400
    const store = s3Store(settings)
    assert.equal(await store.putNew('log/1', bytes('a')), 'created')
    assert.equal(await store.sizeOf('log/1'), 1)
  })
  it('S15 a line that is cut is said to be so at once', async () => {
    const store = s3Store(settings)
    await store.putNew('log/1', bytes('a'))
    proxy.cut = true
    await rejects(store.putNew('log/2', bytes('a')), 'store-unreachable')
    await rejects(store.get('log/1'), 'store-unreachable')
    proxy.cut = false
    assert.equal(Buffer.from((await store.get('log/1'))!).toString(), 'a')
  })
})

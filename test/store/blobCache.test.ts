import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { sha256Hex } from '../../src/log/canonical'
import { cachedStore, cacheSize } from '../../src/store/blobCache'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { bytes, objectStoreContract } from './objectStore.contract'
import { withTmpfs } from './tmpfs'

objectStoreContract('a store with a cache', async () => cachedStore(memoryStore(), join(scratchFolder(), 'cache')))

describe('a cache', () => {
  let folder: string
  let behind: ObjectStore
  let store: ObjectStore
  let fetched: number
  const content = Buffer.alloc(3_000_000, 'content ')
  const sha256 = sha256Hex(content)

  beforeEach(async () => {
    folder = join(scratchFolder(), 'cache')
    fetched = 0
    const memory = memoryStore()
    behind = { ...memory, getFile: (...args) => (fetched++, memory.getFile(...args)) }
    store = cachedStore(behind, folder)
    await store.putNew('blobs/1', content)
  })

  /** Fetches the file to a new place, where it must be whole. */
  async function fetch(from = store, below = scratchFolder()): Promise<string> {
    const path = join(below, 'copy')
    assert.equal(await from.getFile('blobs/1', path, sha256), 'written')
    assert.ok(readFileSync(path).equals(content))
    return path
  }
  const kept = () => join(folder, sha256)
  const unfinished = () => readdirSync(join(folder, 'parts'))

  it('H1 gives out again what was fetched, without asking', async () => {
    await fetch()
    await fetch()
    await fetch(cachedStore(behind, folder))
    assert.equal(fetched, 1)
    assert.equal(statSync(kept()).mode & 0o777, 0o444)
    assert.deepEqual(unfinished(), [])
  })
  it('H1 gives out copies: what becomes of them is not its concern', async () => {
    writeFileSync(await fetch(), 'my own')
    writeFileSync(await fetch(), 'my own, too')
    await fetch()
    assert.equal(fetched, 1)
  })
  it('H1 keeps nothing that is not there, or is damaged', async () => {
    const path = join(scratchFolder(), 'copy')
    assert.equal(await store.getFile('blobs/none', path, sha256), 'absent')
    await store.putNew('blobs/2', bytes('rotten'))
    await rejects(store.getFile('blobs/2', path, sha256), 'blob-damaged')
    assert.ok(!existsSync(path))
    assert.deepEqual([await cacheSize(folder), unfinished()], [0, []])
  })

  const harms: [string, () => void][] = [
    ['was changed', () => (chmodSync(kept(), 0o644), writeFileSync(kept(), content.fill(1, 0, 1)))],
    ['was cut off', () => (chmodSync(kept(), 0o644), writeFileSync(kept(), content.subarray(0, 10)))],
    ['is gone', () => rmSync(kept())],
    ['is a folder', () => (rmSync(kept()), mkdirSync(kept()))],
  ]
  for (const [what, harm] of harms)
    it(`H2 fetches again what ${what}`, async () => {
      await fetch()
      const before = Buffer.from(content)
      harm()
      before.copy(content)
      await fetch()
      assert.equal(fetched, 2)
      await fetch()
    })

  it('H3 is done without where its folder cannot be made', async () => {
    const file = join(scratchFolder(), 'file')
    writeFileSync(file, '')
    const without = cachedStore(behind, join(file, 'cache'))
    await fetch(without)
    await fetch(without)
    assert.equal(fetched, 2)
    assert.equal(await cacheSize(join(file, 'cache')), 0)
  })
  it('H3 is done without where nothing can be written', function () {
    return withTmpfs(this, folder, 'size=20m', async (remount) => {
      remount('ro')
      await fetch()
      assert.deepEqual([fetched, readdirSync(folder)], [1, []])
    })
  })
  it('H3 is done without where it has no room', function () {
    return withTmpfs(this, folder, 'size=2m', async () => {
      await fetch()
      assert.equal(await cacheSize(folder), 0)
    })
  })
  it('H3 gives away what it has where there is no room for two', function () {
    const disk = join(scratchFolder(), 'disk')
    return withTmpfs(this, disk, 'size=4m', async () => {
      folder = join(disk, 'cache')
      await fetch(cachedStore(behind, folder), disk)
      assert.deepEqual([fetched, await cacheSize(folder)], [1, 0])
      assert.equal(statSync(join(disk, 'copy')).mode & 0o777, 0o644)
    })
  })

  it('H4 is filled by several at once, each of which gets its file', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => fetch(i % 2 ? store : cachedStore(behind, folder))))
    assert.deepEqual([await cacheSize(folder), unfinished()], [content.length, []])
  })

  it('H5 takes over what a process left that is gone, and nothing of one that is at work', async () => {
    mkdirSync(join(folder, 'parts'), { recursive: true })
    const mine = `${sha256} ${hostname()} ${process.pid} 1`
    const elsewhere = `${sha256} ${hostname()}-2 4194305 2`
    for (const name of [mine, elsewhere, `${sha256} ${hostname()} 4194305 3`, `other ${hostname()} 4194305 4`])
      writeFileSync(join(folder, 'parts', name), 'begun')
    await fetch()
    assert.deepEqual(unfinished().sort(), [mine, elsewhere, `other ${hostname()} 4194305 4`].sort())
  })
  it('H5 forgets what was left a day ago', async () => {
    mkdirSync(join(folder, 'parts'), { recursive: true })
    const old = join(folder, 'parts', 'other host 1 2')
    writeFileSync(old, 'begun')
    utimesSync(old, Date.now() / 1000 - 90_000, Date.now() / 1000 - 90_000)
    await fetch()
    assert.deepEqual(unfinished(), [])
  })
})

import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createFolder, folderStore } from '../../src/store/folderStore'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { aFile, bytes, keysOf, objectStoreContract } from './objectStore.contract'
import { withTmpfs } from './tmpfs'

const root = () => join(scratchFolder(), 'registry')
const stagingOf = (folder: string) => readdirSync(join(folder, 'staging'))

objectStoreContract('folder', () => createFolder(root()))

describe('a folder', () => {
  it('S10 is made with all that it needs, and may be made twice', async () => {
    const folder = join(scratchFolder(), 'a', 'b c', 'registry')
    await createFolder(folder)
    const store = await createFolder(folder)
    assert.equal(store.address, folder)
    assert.deepEqual(readdirSync(folder).toSorted(), ['log', 'staging'])
    assert.deepEqual(stagingOf(folder), [])
  })
  it('S10 cannot be where a file is', async () => {
    const { path } = aFile('mine')
    await rejects(createFolder(path), 'bad-file')
    await rejects(createFolder(join(path, 'below')), 'bad-file')
  })

  it('S11 that is not there is not an empty one', async () => {
    const store = folderStore(root())
    const { path, sha256 } = aFile('a')
    const answers = [
      store.check(),
      store.putNew('log/1', bytes('a')),
      store.putFile('blobs/1', path, sha256),
      store.now(),
    ]
    await Promise.all(answers.map((answer) => rejects(answer, 'registry-missing')))
  })
  it('S11 that was unmounted is missed at the next write', async () => {
    const folder = root()
    const store = await createFolder(folder)
    renameSync(folder, `${folder}-away`)
    mkdirSync(folder)
    await rejects(store.putNew('log/1', bytes('a')), 'registry-missing')
    assert.deepEqual(readdirSync(folder), [])
  })
  it('S11 that was copied without its empty folders works', async () => {
    const folder = root()
    const store = await createFolder(folder)
    rmSync(join(folder, 'staging'), { recursive: true })
    const { path, sha256 } = aFile('a')
    assert.equal(await store.putFile('blobs/1', path, sha256), 'created')
    rmSync(join(folder, 'staging'), { recursive: true })
    assert.ok(await store.now())
  })

  it('S12 leaves nothing aside, whoever wins', async () => {
    const folder = root()
    const store = await createFolder(folder)
    const { path, sha256 } = aFile('content')
    const races = Array.from({ length: 8 }, (_, i) => [
      store.putNew(`log/${i % 2}`, bytes(`${i}`)),
      store.putFile('blobs/1', path, sha256),
      store.now(),
    ])
    await Promise.all(races.flat())
    await rejects(store.putFile('blobs/2', path, aFile('other').sha256), 'file-changed')
    await rejects(store.replaceDamaged('blobs/2', path, aFile('other').sha256), 'file-changed')
    assert.deepEqual(stagingOf(folder), [])
    assert.deepEqual(await keysOf(store, ''), ['blobs/1', 'log/0', 'log/1'])
  })
  it('S12 forgets what killed writers left aside, after a day', async () => {
    const folder = root()
    const store = await createFolder(folder)
    for (const [name, hours] of [
      ['old', 25],
      ['new', 23],
    ] as const) {
      writeFileSync(join(folder, 'staging', name), '')
      const then = Date.now() / 1000 - hours * 3600
      utimesSync(join(folder, 'staging', name), then, then)
    }
    await store.now()
    assert.deepEqual(stagingOf(folder), ['new'])
  })
  it('S12 keeps accidents from what is stored', async () => {
    const folder = root()
    const store = await createFolder(folder)
    const { path, sha256 } = aFile('content')
    await store.putFile('blobs/1', path, sha256)
    assert.equal(statSync(join(folder, 'blobs', '1')).mode & 0o222, 0)
    assert.equal(statSync(join(folder, 'blobs', '1')).nlink, 1)
  })

  const big = () => aFile(Buffer.alloc(6 * 1024 * 1024, 'a'))
  it('S7 takes in nothing of a file that changes while it is read', async () => {
    const folder = root()
    const store = await createFolder(folder)
    const { path, sha256 } = big()
    const onBytes = () => appendFileSync(path, 'b')
    await rejects(store.putFile('blobs/1', path, sha256, { onBytes }), 'file-changed')
    assert.deepEqual([stagingOf(folder), existsSync(join(folder, 'blobs'))], [[], false])
  })
  it('S13 stops when it is told to, and leaves nothing', async () => {
    const folder = root()
    const store = await createFolder(folder)
    const { path, sha256 } = big()
    const stopping = () => {
      const controller = new AbortController()
      return { signal: controller.signal, onBytes: () => controller.abort() }
    }
    await rejects(store.putFile('blobs/1', path, sha256, stopping()), 'cancelled')
    assert.deepEqual([stagingOf(folder), await store.sizeOf('blobs/1')], [[], undefined])
    await store.putFile('blobs/1', path, sha256)
    const copy = join(scratchFolder(), 'copy')
    await rejects(store.getFile('blobs/1', copy, sha256, stopping()), 'cancelled')
    await rejects(store.hashOf('blobs/1', stopping()), 'cancelled')
    assert.ok(!existsSync(copy))
  })

  it('S14 says that it cannot be written', async function () {
    const folder = root()
    await withTmpfs(this, folder, 'size=1m', async (remount) => {
      const store = await createFolder(folder)
      await store.putNew('log/1', bytes('a'))
      remount('ro')
      const { path, sha256 } = aFile('a')
      await rejects(store.putNew('log/2', bytes('a')), 'registry-unwritable')
      await rejects(store.putFile('blobs/1', path, sha256), 'registry-unwritable')
      await rejects(store.now(), 'registry-unwritable')
      await rejects(createFolder(join(folder, 'another')), 'registry-unwritable')
      assert.deepEqual(await keysOf(store, 'log/'), ['log/1'])
    })
  })
  it('S14 says that it is full, and loses nothing', async function () {
    const folder = root()
    await withTmpfs(this, folder, 'size=1m', async () => {
      const store = await createFolder(folder)
      await store.putNew('log/1', bytes('a'))
      const { path, sha256 } = big()
      await rejects(store.putFile('blobs/1', path, sha256), 'registry-full')
      await rejects(store.putNew('log/2', new Uint8Array(2 * 1024 * 1024)), 'registry-full')
      assert.deepEqual([stagingOf(folder), await keysOf(store, '')], [[], ['log/1']])
      assert.equal(await store.putNew('log/2', bytes('small')), 'created')
    })
  })
  it('S14 says that it has no hard links', async function () {
    const folder = root()
    await withTmpfs(this, join(folder, 'staging'), 'size=1m', async () => {
      // Files cannot be linked from one file system into another.
      await rejects(createFolder(folder), 'no-hard-links')
      const store = folderStore(folder)
      await rejects(store.putNew('log/1', bytes('a')), 'no-hard-links')
      assert.deepEqual([stagingOf(folder), readdirSync(join(folder, 'log'))], [[], []])
    })
  })
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobKey } from '../../src/store/keys'
import { hashFile } from '../../src/store/hashFile'
import { s3Client } from '../../src/store/s3Client'
import { s3Cold } from '../../src/store/s3Cold'
import { s3Store } from '../../src/store/s3Store'
import { randomFile } from '../bench/randomFile'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { aFile } from '../store/objectStore.contract'
import { anywhere, openUploads, ownServer } from './server'

const mebibyte = 1024 * 1024

describe('storage classes of a bucket', () => {
  beforeEach(function () {
    if (!ownServer()) this.skip()
  })

  async function stored(bytes: number) {
    const settings = anywhere()
    const path = join(scratchFolder(), 'file')
    await randomFile(path, bytes)
    const sha256 = await hashFile(path)
    const key = blobKey(sha256)
    await s3Store(settings).putFile(key, path, sha256)
    return { settings, store: s3Store(settings), path, sha256, key }
  }

  it('Y1 the class of a file is told, and that it is read at once', async () => {
    const { store, key } = await stored(1000)
    assert.deepEqual(await store.cold!.statusOf(key), { size: 1000, storageClass: 'STANDARD', restore: 'none' })
    assert.equal(await store.cold!.statusOf('blobs/none'), undefined)
  })
  for (const [what, bytes] of [
    ['an empty file', 0],
    ['a small file', 1000],
    ['one that came in parts', 12 * mebibyte],
  ] as const)
    it(`Y2 ${what} moves there and back, and is what it was`, async () => {
      const { settings, store, key, sha256, path } = await stored(bytes)
      for (const storageClass of ['GLACIER_IR', 'STANDARD_IA', 'STANDARD']) {
        assert.equal(await store.cold!.moveTo(key, storageClass), 'moved')
        assert.deepEqual(await store.cold!.statusOf(key), { size: bytes, storageClass, restore: 'none' })
        assert.equal(await store.hashOf(key), sha256)
        assert.equal(await store.cold!.moveTo(key, storageClass), 'there')
      }
      assert.equal(await store.putFile(key, path, sha256), 'exists')
      assert.equal(await openUploads(settings), 0)
    })
  it('Y2 a file too large for one request is copied in parts', async () => {
    const { settings, store, key, sha256 } = await stored(23 * mebibyte + 1)
    const cold = s3Cold(s3Client(settings), { whole: 8 * mebibyte, part: 5 * mebibyte })
    let moved = 0
    assert.equal(await cold.moveTo(key, 'GLACIER_IR', { onBytes: (bytes) => (moved += bytes) }), 'moved')
    assert.equal(moved, 23 * mebibyte + 1)
    assert.deepEqual(await store.cold!.statusOf(key), { size: moved, storageClass: 'GLACIER_IR', restore: 'none' })
    assert.equal(await store.hashOf(key), sha256)
    assert.equal(await openUploads(settings), 0)
  })
  it('Y2 what else was said of a file goes along, whole or in parts', async () => {
    const settings = anywhere()
    const said = { ContentType: 'text/x-test', CacheControl: 'no-store', Metadata: { by: 'ada' } }
    const client = s3Client(settings)
    const body = Buffer.alloc(6 * mebibyte, 'a')
    for (const limits of [undefined, { whole: 0, part: 5 * mebibyte }]) {
      const key = `blobs/${limits ? 'parts' : 'whole'}`
      await client.ask('put', { Key: key, Body: body, ContentLength: body.length, ...said })
      await s3Cold(client, limits).moveTo(key, 'GLACIER_IR')
      const { ContentType, CacheControl, Metadata } = await client.once('head', { Key: key })
      assert.deepEqual({ ContentType, CacheControl, Metadata }, said)
    }
  })
  it('Y2 a place with odd letters in its name is no hindrance', async () => {
    const settings = anywhere()
    const { path, sha256 } = aFile('odd')
    const store = s3Store({ ...settings, url: `${settings.url}/a b's (1)!` })
    await store.putFile(blobKey(sha256), path, sha256)
    assert.equal(await store.cold!.moveTo(blobKey(sha256), 'GLACIER_IR'), 'moved')
    assert.equal(await store.hashOf(blobKey(sha256)), sha256)
    assert.equal(readFileSync(path, 'utf8'), 'odd')
  })
  it('Y2 what is not there is not moved, nor is anything to a class that is none', async () => {
    const { settings, store, key, sha256 } = await stored(1000)
    assert.equal(await store.cold!.moveTo('blobs/none', 'GLACIER_IR'), 'absent')
    await rejects(store.cold!.moveTo(key, 'TEPID'), 'store-refused')
    const inParts = s3Cold(s3Client(settings), { whole: 0, part: 5 * mebibyte })
    await rejects(inParts.moveTo(key, 'TEPID'), 'store-refused')
    assert.deepEqual([await store.hashOf(key), await openUploads(settings)], [sha256, 0])
  })
  it('Y2 who may not write moves nothing, and is told so', async () => {
    const { settings, store, key } = await stored(1000)
    const stranger = s3Store({ ...settings, credentials: ownServer()!.stranger })
    await rejects(stranger.cold!.moveTo(key, 'GLACIER_IR'), 'no-permission')
    assert.equal((await store.cold!.statusOf(key))!.storageClass, 'STANDARD')
  })
  it('Y2 two who move the same file both succeed', async () => {
    const { store, key, sha256 } = await stored(1000)
    const moved = await Promise.all([1, 2, 3].map(() => store.cold!.moveTo(key, 'GLACIER_IR')))
    assert.ok(moved.every((answer) => answer === 'moved' || answer === 'there'))
    assert.equal(await store.hashOf(key), sha256)
  })
})

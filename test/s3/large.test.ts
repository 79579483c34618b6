import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openLocal } from '../../src/log/openLocal'
import { uploads } from '../../src/log/uploads'
import { hashFile } from '../../src/store/hashFile'
import type { S3Settings } from '../../src/store/s3Settings'
import { s3Store } from '../../src/store/s3Store'
import type { Upload, UploadJournal } from '../../src/store/uploadJournal'
import { randomFile } from '../bench/randomFile'
import { run } from '../cli/pedigree'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { faultyProxy } from './faultyProxy'
import { anywhere, openUploads } from './server'

const mega = 1_000_000
const transferring = join(__dirname, 'transfer.js')
const told = (settings: S3Settings) => JSON.stringify(settings)

async function aLargeFile(bytes: number): Promise<{ path: string; sha256: string }> {
  const path = join(scratchFolder(), 'large')
  await randomFile(path, bytes)
  return { path, sha256: await hashFile(path) }
}

/** A journal that is gone when the test ends. */
function journal(): UploadJournal & { all: Map<string, Upload> } {
  const all = new Map<string, Upload>()
  return {
    all,
    load: (key) => all.get(key),
    save: (key, state) => void all.set(key, state),
    remove: (key) => void all.delete(key),
  }
}

describe('a large file and a bucket', function () {
  this.timeout(240_000)

  it('S16 goes there and back in memory that does not grow with it', async () => {
    const settings = anywhere()
    const { path, sha256 } = await aLargeFile(300 * mega)
    const copy = join(scratchFolder(), 'copy')
    for (const [what, file] of [['put', path] as const, ['get', copy] as const]) {
      const ran = await run(process.execPath, [transferring, what, told(settings), 'blobs/1', file, sha256])
      assert.equal(ran.code, 0, ran.stderr)
      const { memory, took } = ran.json as { memory: number; took: number }
      console.log(`      ${what}: ${Math.round((memory * 1024) / mega)} MB, ${Math.round((300 * 1000) / took)} MB/s`)
      assert.ok(memory * 1024 < 150 * mega, `${memory} KiB`)
    }
    assert.equal(await hashFile(copy), sha256)
    assert.equal(await s3Store(settings).hashOf('blobs/1'), sha256)
    assert.equal(await s3Store(settings).putFile('blobs/1', path, sha256), 'exists')
  })

  it('S17 is not sent again from its beginning when its sender was killed', async function () {
    const direct = anywhere()
    if (!direct.endpoint?.startsWith('http:')) return this.skip()
    const proxy = await faultyProxy(direct.endpoint)
    const settings = { ...direct, endpoint: proxy.endpoint }
    const { path, sha256 } = await aLargeFile(600 * mega)
    const local = join(scratchFolder(), 'local.db')
    const args = [transferring, 'put', told(settings), 'blobs/1', path, sha256, local]
    const sender = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    sender.stderr.on('data', (text) => {
      if (Number(String(text).trim().split('\n').at(-1)) > 350 * mega) sender.kill('SIGKILL')
    })
    await new Promise((done) => sender.once('close', done))
    assert.equal(await s3Store(direct).sizeOf('blobs/1'), undefined)
    const before = proxy.sent
    assert.ok(before > 350 * mega && before < 550 * mega, `${before} bytes were sent before`)

    const ran = await run(process.execPath, args)
    assert.equal(ran.code, 0, ran.stderr)
    const again = proxy.sent - before
    console.log(`      ${Math.round(before / mega)} MB before the kill, ${Math.round(again / mega)} MB after it`)
    assert.ok(again < 400 * mega, `${again} bytes were sent again`)
    assert.equal(await s3Store(direct).hashOf('blobs/1'), sha256)
    assert.equal(await openUploads(direct), 0)
    const db = openLocal(local, () => assert.fail())
    assert.equal(uploads(db).load(`${settings.url}/blobs/1`), undefined)
    db.close()
    await proxy.close()
  })

  it('S13 leaves nothing when it is told to stop', async () => {
    const settings = anywhere()
    const store = s3Store(settings)
    const { path, sha256 } = await aLargeFile(100 * mega)
    const kept = journal()
    const stopping = () => {
      const controller = new AbortController()
      return { signal: controller.signal, onBytes: () => controller.abort(), uploads: kept }
    }
    await rejects(store.putFile('blobs/1', path, sha256, stopping()), 'cancelled')
    assert.deepEqual([await store.sizeOf('blobs/1'), await openUploads(settings), kept.all.size], [undefined, 0, 0])
    await store.putFile('blobs/1', path, sha256)
    const copy = join(scratchFolder(), 'copy')
    await rejects(store.getFile('blobs/1', copy, sha256, stopping()), 'cancelled')
    await rejects(store.hashOf('blobs/1', stopping()), 'cancelled')
    assert.ok(!existsSync(copy))
  })

  it('S7 leaves nothing when it is not what it was said to be', async () => {
    const settings = anywhere()
    const { path } = await aLargeFile(30 * mega)
    const kept = journal()
    await rejects(s3Store(settings).putFile('blobs/1', path, 'f'.repeat(64), { uploads: kept }), 'file-changed')
    assert.deepEqual([await openUploads(settings), kept.all.size], [0, 0])
  })

  it('S17 goes on from a journal only with what the store has and the file says', async () => {
    const settings = anywhere()
    const { path, sha256 } = await aLargeFile(30 * mega)
    const name = `${settings.url}/blobs/1`
    const kept = journal()
    const invented: Upload = {
      id: 'none',
      sha256,
      size: 30 * mega,
      partSize: 5 * 1024 * 1024,
      parts: { 1: { etag: '"a"', sha256 } },
    }
    kept.save(name, invented)
    assert.equal(await s3Store(settings).putFile('blobs/1', path, sha256, { uploads: kept }), 'created')
    assert.equal(await s3Store(settings).hashOf('blobs/1'), sha256)
    assert.equal(kept.all.size, 0)
  })

  it('S18 two senders of the same file both succeed, with one journal or two', async () => {
    const settings = anywhere()
    const { path, sha256 } = await aLargeFile(60 * mega)
    const shared = journal()
    const senders = [shared, shared, journal()].map((kept) =>
      s3Store(settings).putFile('blobs/1', path, sha256, { uploads: kept }),
    )
    for (const answer of await Promise.all(senders)) assert.ok(['created', 'exists'].includes(answer))
    assert.equal(await s3Store(settings).hashOf('blobs/1'), sha256)
  })
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { blobKey } from '../../src/store/keys'
import { cachedStore } from '../../src/store/blobCache'
import { hashFile } from '../../src/store/hashFile'
import { s3Store } from '../../src/store/s3Store'
import { randomFile } from '../bench/randomFile'
import { cli, Scratch } from '../cli/pedigree'
import { eventually } from '../host/eventually'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { aFile } from '../store/objectStore.contract'
import { type FaultyProxy, faultyProxy } from './faultyProxy'
import { anywhere, environment } from './server'

const mega = 1_000_000
const fetches = /^GET .*\/blobs\/sha256\//

describe('files that were fetched from a bucket', function () {
  this.timeout(240_000)
  let scratch: Scratch
  let proxy: FaultyProxy

  beforeEach(async function () {
    const settings = anywhere()
    if (!settings.endpoint?.startsWith('http:')) return this.skip()
    proxy = await faultyProxy(settings.endpoint)
    scratch = new Scratch()
    Object.assign(scratch.env, environment({ ...settings, endpoint: proxy.endpoint }))
    await scratch.ok('init', '--registry', settings.url)
  })
  afterEach(async () => {
    scratch?.remove()
    await proxy?.close()
  })
  const cache = (...names: string[]) => scratch.path(join('.pedigree', 'cache', ...names))

  it('H1 are not fetched again, nor by another version with the same files', async () => {
    await scratch.ok('register', 'churn', scratch.model())
    await scratch.ok('register', 'churn', 'model', '--param', 'a=1')
    await scratch.ok('pull', 'churn@1', 'one')
    const first = proxy.requests(fetches)
    assert.ok(first >= 3)
    await scratch.ok('pull', 'churn@1', 'again')
    await scratch.ok('pull', 'churn@2', 'two')
    assert.equal(proxy.requests(fetches), first)
    assert.equal(readFileSync(scratch.path('two/notes.txt'), 'utf8'), 'about one')
  })

  it('H6 are counted, and fetched again when they were deleted', async () => {
    await scratch.ok('register', 'churn', scratch.model())
    assert.equal((await scratch.ok('status')).cacheBytes, 0)
    assert.doesNotMatch((await scratch.run('status')).stdout, /Cache/)
    const { bytes } = await scratch.ok('pull', 'churn@1', 'one')
    assert.equal((await scratch.ok('status')).cacheBytes, bytes)
    assert.match((await scratch.run('status')).stdout, /Cache +\d+ B/)
    rmSync(cache(), { recursive: true })
    await scratch.ok('pull', 'churn@1', 'two')
    assert.equal((await scratch.ok('status')).cacheBytes, bytes)
  })

  it('H1 are kept for the person where there is no workspace', async () => {
    await scratch.ok('register', 'churn', scratch.model())
    const url = String((await scratch.ok('status')).registry)
    await scratch.ok('pull', 'churn@1', 'one', '--registry', url)
    const first = proxy.requests(fetches)
    await scratch.ok('pull', 'churn@1', 'two', '--registry', url)
    assert.equal(proxy.requests(fetches), first)
    assert.ok(!existsSync(cache()))
    assert.ok((await scratch.ok('status', '--registry', url)).cacheBytes > 0)
  })

  it('H5 go on where they were when the process was killed', async () => {
    const size = 200 * mega
    await randomFile(scratch.path('weights.bin'), size)
    await scratch.ok('register', 'large', 'weights.bin')
    const args = [cli, 'pull', 'large@1', 'one', '--quiet']
    const puller = spawn(process.execPath, args, { cwd: scratch.workspace, env: scratch.env, stdio: 'ignore' })
    const ended = new Promise((done) => puller.once('close', done))
    await eventually(() => {
      const [part] = readdirSync(cache('parts'))
      assert.ok(statSync(cache('parts', part!)).size > 100 * mega)
    }, 60)
    puller.kill('SIGKILL')
    await ended
    assert.ok(!existsSync(scratch.path('one/weights.bin')))

    const before = proxy.requests(fetches)
    await scratch.ok('pull', 'large@1', 'one')
    const after = proxy.requests(fetches) - before
    console.log(`      ${before} requests before the kill, ${after} after it`)
    assert.ok(after < 26, `${after} parts were fetched again`)
    assert.equal(await hashFile(scratch.path('one/weights.bin')), await hashFile(scratch.path('weights.bin')))
    assert.deepEqual(readdirSync(cache('parts')), [])
  })

  it('H5 go on where they were when the line broke', async () => {
    const direct = anywhere()
    const content = Buffer.alloc(160 * mega, 'content ')
    const { path, sha256 } = aFile(content)
    const key = blobKey(sha256)
    await s3Store(direct).putFile(key, path, sha256)
    const folder = join(scratchFolder(), 'cache')
    const store = cachedStore(s3Store({ ...direct, endpoint: proxy.endpoint, patience: 500 }), folder)
    const copy = join(scratchFolder(), 'copy')
    let come = 0
    const onBytes = (bytes: number) => void (proxy.cut = (come += bytes) > 60 * mega)
    await rejects(store.getFile(key, copy, sha256, { onBytes }), 'store-unreachable')
    proxy.cut = false
    const [part] = readdirSync(join(folder, 'parts'))
    assert.ok(statSync(join(folder, 'parts', part!)).size >= 60 * mega)
    const before = proxy.requests(fetches)
    assert.equal(await store.getFile(key, copy, sha256), 'written')
    assert.ok(proxy.requests(fetches) - before < 30)
    assert.ok(readFileSync(copy).equals(content))
    assert.deepEqual(readdirSync(join(folder, 'parts')), [])
  })
  it('H5 leave nothing when it is the person who stops', async () => {
    const direct = anywhere()
    const { path, sha256 } = aFile(Buffer.alloc(20 * mega))
    await s3Store(direct).putFile('blobs/1', path, sha256)
    const folder = join(scratchFolder(), 'cache')
    const stop = new AbortController()
    const transfer = { signal: stop.signal, onBytes: () => stop.abort() }
    await rejects(cachedStore(s3Store(direct), folder).getFile('blobs/1', `${path}2`, sha256, transfer), 'cancelled')
    assert.deepEqual([readdirSync(join(folder, 'parts')), existsSync(`${path}2`)], [[], false])
  })
  it('H5 start over when what is there is the beginning of something else', async () => {
    const direct = anywhere()
    const store = s3Store(direct)
    for (const size of [20 * mega, 4 * 1024 * 1024, 8 * 1024 * 1024]) {
      const content = Buffer.alloc(size, `${size} `)
      const { path, sha256 } = aFile(content)
      await store.putFile(blobKey(sha256), path, sha256)
      for (const begun of [
        Buffer.alloc(9 * mega, 'x'),
        Buffer.alloc(30 * mega, 'x'),
        content,
        content.subarray(0, 5 * mega),
      ]) {
        const copy = aFile(begun).path
        assert.equal(await store.getFile(blobKey(sha256), copy, sha256, { resume: true }), 'written')
        assert.ok(readFileSync(copy).equals(content), `${size} bytes, of which ${begun.length} were there`)
      }
    }
  })
})

import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectFiles } from '../../src/operations/collectFiles'
import type { Context, FileHasher } from '../../src/operations/context'
import { initRegistry } from '../../src/operations/initRegistry'
import { openContext } from '../../src/operations/openContext'
import { pullFiles } from '../../src/operations/pullFiles'
import { registryStatus } from '../../src/operations/registryStatus'
import { registerVersion } from '../../src/operations/registerVersion'
import { threadedHasher } from '../../src/operations/threadedHasher'
import { blobKey } from '../../src/store/keys'
import { Scratch } from '../cli/pedigree'
import { projectRoot } from '../host/projectRoot'

const actor = { name: 'Ada', email: 'ada@example.com' }
/** Enough for hashing to go to threads. */
const large = Buffer.alloc(9_000_000, 7)
const longAgo = new Date('2026-01-01')

describe('the files of a version', () => {
  let scratch: Scratch
  let ctx: Context
  let hashed: string[]
  /** What happens to the files while they are being read. */
  let meanwhile = () => {}

  beforeEach(async () => {
    scratch = new Scratch()
    process.env['PEDIGREE_STATE'] = join(scratch.folder, 'state')
    hashed = []
    meanwhile = () => {}
    const threads = threadedHasher(join(projectRoot, 'dist/fileWorker.js'))
    const files: FileHasher = {
      ...threads,
      hash: async (path, transfer) => {
        hashed.push(path)
        const sha256 = await threads.hash(path, transfer)
        meanwhile()
        return sha256
      },
    }
    await initRegistry({ folder: scratch.workspace, actor, client: 'test' })
    ctx = await openContext({ cwd: scratch.workspace, client: 'test', files, onWarning: assert.fail })
    await ctx.log.sync()
  })
  afterEach(async () => {
    await ctx.close()
    scratch.remove()
    delete process.env['PEDIGREE_STATE']
  })

  it('are read once while they do not change', async () => {
    const path = scratch.write('big.bin', large)
    utimesSync(path, longAgo, longAgo)
    const register = () => registerVersion(ctx, { model: 'churn', paths: ['big.bin'] })
    const first = await register()
    assert.deepEqual(hashed, [path])
    const second = await register()
    assert.deepEqual(hashed, [path])
    assert.equal(second.digest, first.digest)
    appendFileSync(path, 'x')
    utimesSync(path, longAgo, longAgo)
    const third = await register()
    assert.deepEqual(hashed, [path, path])
    assert.notEqual(third.digest, first.digest)
  })

  it('are stored once, whatever they are called', async () => {
    scratch.write('a/one.bin', large)
    scratch.write('a/two.bin', large)
    const { bytes } = await registerVersion(ctx, { model: 'churn', paths: ['a'] })
    assert.deepEqual(bytes, { total: 2 * large.length, uploaded: large.length })
  })

  it('are refused when they change while they are read, and nothing is registered', async () => {
    const path = scratch.write('big.bin', large)
    meanwhile = () => appendFileSync(path, 'more')
    await assert.rejects(registerVersion(ctx, { model: 'churn', paths: ['big.bin'] }), { code: 'file-changed' })
    assert.equal(ctx.index.head()!.seq, 0)
  })

  it('are refused when they change between being hashed and being stored', async () => {
    const path = scratch.write('big.bin', large)
    utimesSync(path, longAgo, longAgo)
    const { files } = await registerVersion(ctx, { model: 'churn', paths: ['big.bin'] })
    const stored = readFileSync(join(ctx.store.address, blobKey(files[0]!.sha256)))
    assert.deepEqual(stored, large)
    writeFileSync(path, Buffer.alloc(large.length, 8))
    const other = join(scratch.folder, 'copy.bin')
    await assert.rejects(ctx.store.putFile(blobKey('0'.repeat(64)), path, '0'.repeat(64)), { code: 'file-changed' })
    assert.equal(await ctx.store.sizeOf(blobKey('0'.repeat(64))), undefined)
    assert.equal(await ctx.store.getFile(blobKey(files[0]!.sha256), other, files[0]!.sha256), 'written')
  })

  it('stop being read when the person cancels', async () => {
    scratch.write('big.bin', Buffer.alloc(300_000_000, 1))
    const stop = new AbortController()
    const registering = registerVersion({ ...ctx, signal: stop.signal }, { model: 'churn', paths: ['big.bin'] })
    setTimeout(() => stop.abort(), 30)
    await assert.rejects(registering, { code: 'cancelled' })
    assert.equal(ctx.index.head()!.seq, 0)
  })

  it('keep their names: relative to a single folder, their own where there are several', async () => {
    scratch.write('model/a.txt', 'a')
    scratch.write('model/deep/b.txt', 'b')
    scratch.write('other.txt', 'c')
    const names = async (...paths: string[]) =>
      (await collectFiles(scratch.workspace, paths)).map(({ path }) => path).sort()
    assert.deepEqual(await names('model'), ['a.txt', 'deep/b.txt'])
    assert.deepEqual(await names('model', 'other.txt'), ['model/a.txt', 'model/deep/b.txt', 'other.txt'])
    assert.deepEqual(await names('model/deep/b.txt'), ['b.txt'])
  })

  it('may be links to each other, and leave out what belongs to tools', async () => {
    scratch.write('model/a.txt', 'a')
    scratch.write('model/.git/config', '')
    mkdirSync(scratch.path('model/loop'))
    symlinkSync('../a.txt', scratch.path('model/loop/also-a'))
    symlinkSync('..', scratch.path('model/loop/up'))
    const found = await collectFiles(scratch.workspace, ['model'])
    assert.deepEqual(found.map(({ path }) => path).sort(), ['a.txt', 'loop/also-a'])
  })

  it('H7 are not kept twice by a registry in a folder', async () => {
    scratch.write('model/a.txt', 'a')
    const { version } = await registerVersion(ctx, { model: 'churn', paths: ['model'] })
    await pullFiles(ctx, { reference: `churn@${version}`, dir: 'out' })
    assert.equal(existsSync(scratch.path('.pedigree/cache')), false)
    assert.equal((await registryStatus(ctx)).cacheBytes, 0)
  })

  it('go into a list of their own when they are more than 1,000', async () => {
    for (let i = 0; i < 1001; i++) scratch.write(`many/${i}.txt`, String(i % 10))
    const { record, version, files } = await registerVersion(ctx, { model: 'churn', paths: ['many'] })
    assert.equal(files.length, 1001)
    assert.equal(record.files, undefined)
    assert.equal(record.fileList!.count, 1001)
    await ctx.close()
    const pulled = await scratch.ok('pull', `churn@${version}`, 'out')
    assert.equal(pulled.files.length, 1001)
    assert.equal((await scratch.ok('verify', '--files')).ok, true)
    ctx = await openContext({
      cwd: scratch.workspace,
      client: 'test',
      files: threadedHasher(''),
      onWarning: assert.fail,
    })
  }).timeout(30_000)
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorCode } from '../../src/core/registryError'
import type { Context } from '../../src/operations/context'
import { coldnessOf, warmUp } from '../../src/operations/coldFiles'
import { openContext } from '../../src/operations/openContext'
import { pullFiles } from '../../src/operations/pullFiles'
import { threadedHasher } from '../../src/operations/threadedHasher'
import { blobKey } from '../../src/store/keys'
import { s3Store } from '../../src/store/s3Store'
import { cli, Scratch } from '../cli/pedigree'
import { eventually } from '../host/eventually'
import { projectRoot } from '../host/projectRoot'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'
import { aFile } from '../store/objectStore.contract'
import { type Glacier, glacier } from './glacier'
import { environment, ownServer } from './server'

// Ceph restores nothing, so here a server in front of it answers as AWS documents.

describe('archived files', function () {
  this.timeout(120_000)
  let front: Glacier
  beforeEach(async function () {
    if (!ownServer()) return this.skip()
    front = await glacier()
  })
  afterEach(() => front?.close())

  async function archived(storageClass: string, tier?: string) {
    const store = s3Store(front.settings)
    const { path, sha256 } = aFile('some')
    await store.putFile('blobs/1', path, sha256)
    front.archive(storageClass, tier)
    return { store, cold: store.cold!, sha256 }
  }
  const standard = { tier: 'Standard', days: 7 } as const

  for (const [storageClass, takes] of [
    ['GLACIER', /GLACIER takes 3 to 5 hours \(Standard\), 1 to 5 minutes \(Expedited\) or 5 to 12 hours \(Bulk\)/],
    ['DEEP_ARCHIVE', /DEEP_ARCHIVE takes 12 hours \(Standard\) or 48 hours \(Bulk\)/],
  ] as const)
    it(`Y3 cannot be read out of ${storageClass}, and it is said why`, async () => {
      const { store, cold, sha256 } = await archived(storageClass)
      assert.deepEqual(await cold.statusOf('blobs/1'), { size: 4, storageClass, restore: 'needed' })
      const copy = join(scratchFolder(), 'copy')
      for (const read of [store.get('blobs/1'), store.hashOf('blobs/1'), store.getFile('blobs/1', copy, sha256)]) {
        const { message, hint } = await rejects(read, 'files-cold')
        assert.match(message, new RegExp(`is archived \\(${storageClass}\\)`))
        assert.match(hint, takes)
      }
      assert.ok(!existsSync(copy))
      assert.equal(await store.sizeOf('blobs/1'), 4)
      // To move it elsewhere it would have to be read, too.
      await rejects(cold.moveTo('blobs/1', 'STANDARD'), 'files-cold')
    })
  it('Y3 are restored once, however often that is asked for', async () => {
    const { store, cold, sha256 } = await archived('GLACIER')
    await cold.restore('blobs/1', standard)
    assert.equal((await cold.statusOf('blobs/1'))!.restore, 'running')
    await cold.restore('blobs/1', { tier: 'Expedited', days: 1 })
    await rejects(store.get('blobs/1'), 'files-cold')
    front.finish()
    assert.deepEqual(await cold.statusOf('blobs/1'), {
      size: 4,
      storageClass: 'GLACIER',
      restore: 'ready',
      until: '2040-12-21T00:00:00.000Z',
    })
    await cold.restore('blobs/1', standard)
    assert.equal(await store.hashOf('blobs/1'), sha256)
    assert.deepEqual(front.asked, ['restore 7 Standard', 'restore 1 Expedited', 'restore 7 Standard'])
  })
  it('Y3 of Intelligent-Tiering are restored for good', async () => {
    const { cold } = await archived('INTELLIGENT_TIERING', 'ARCHIVE_ACCESS')
    const { storageClass, restore } = (await cold.statusOf('blobs/1'))!
    assert.deepEqual([storageClass, restore], ['ARCHIVE_ACCESS', 'needed'])
    await cold.restore('blobs/1', { tier: 'Standard' })
    assert.equal((await cold.statusOf('blobs/1'))!.restore, 'running')
    assert.deepEqual(front.asked, ['restore - Standard'])
  })
  it('Y3 are none where they are read at once, whoever asks for them', async () => {
    const { store, cold, sha256 } = await archived('GLACIER_IR')
    await cold.restore('blobs/1', standard)
    assert.equal(await store.hashOf('blobs/1'), sha256)
  })
  it('Y3 are asked for again when the store is busy, and not without permission', async () => {
    const { cold } = await archived('GLACIER')
    front.next('restore', { status: 503, code: 'SlowDown' })
    await cold.restore('blobs/1', standard)
    front.next('restore', { status: 503, code: 'GlacierExpeditedRetrievalNotAvailable' })
    const { message } = await rejects(cold.restore('blobs/1', { tier: 'Expedited', days: 1 }), 'store-refused')
    assert.match(message, /no capacity for an expedited restore/)
    front.next('restore', { status: 403, code: 'AccessDenied' })
    const { details } = await rejects(cold.restore('blobs/1', standard), 'no-permission')
    assert.equal(details!['permission'], 's3:RestoreObject')
  })
  it('Y2 a move whose answer was lost has happened', async () => {
    const { cold } = await archived('STANDARD')
    front.next('copy', 'lost')
    assert.equal(await cold.moveTo('blobs/1', 'GLACIER'), 'moved')
    assert.deepEqual(front.asked, ['copy GLACIER', 'copy GLACIER'])
    assert.equal((await cold.statusOf('blobs/1'))!.storageClass, 'GLACIER')
  })
  it('Y2 a move that failed after it was begun to be answered is tried again', async () => {
    const { cold } = await archived('STANDARD')
    front.next('copy', { status: 200, code: 'InternalError' })
    assert.equal(await cold.moveTo('blobs/1', 'GLACIER'), 'moved')
    assert.deepEqual(front.asked, ['copy GLACIER'])
  })
  it('Y2 a move that a policy forbids is told apart', async () => {
    const { cold } = await archived('STANDARD')
    front.next('copy', { status: 403, code: 'AccessDenied' })
    const { message, hint } = await rejects(cold.moveTo('blobs/1', 'GLACIER'), 'no-permission')
    assert.match(message + hint, /another storage class.*bucket policy/)
    assert.equal((await cold.statusOf('blobs/1'))!.storageClass, 'STANDARD')
  })
  const right = createHash('sha256').update('some').digest('base64')
  const wrong = createHash('sha256').update('other').digest('base64')
  const answers: [string, Record<string, string>, ErrorCode | 'moved', RegExp?][] = [
    ['has another size', { 'content-length': '5' }, 'blob-damaged', /has 5 bytes, not 4/],
    ['has another ETag', { etag: `"${'f'.repeat(32)}"` }, 'blob-damaged', /has another checksum/],
    ['does not have its hash', { 'x-amz-checksum-sha256': wrong }, 'blob-damaged', /does not have its hash/],
    ['has its hash', { 'x-amz-checksum-sha256': right, 'x-amz-checksum-type': 'FULL_OBJECT' }, 'moved'],
    ['has a hash of its parts', { 'x-amz-checksum-sha256': `${wrong}-2`, 'x-amz-checksum-type': 'COMPOSITE' }, 'moved'],
    ['has an ETag of its parts', { etag: `"${'f'.repeat(32)}-2"` }, 'moved'],
    ['is encrypted anew', { etag: `"${'f'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' }, 'moved'],
    ['stays where it was', { 'x-amz-storage-class': 'STANDARD' }, 'store-refused', /keep anything in GLACIER_IR/],
  ]
  for (const [what, headers, expected, says] of answers)
    it(`Y2 a file that ${what} after a move ${expected === 'moved' ? 'is taken as moved' : 'is told of'}`, async () => {
      const store = s3Store(front.settings)
      const { path, sha256 } = aFile('some')
      await store.putFile(blobKey(sha256), path, sha256)
      front.says = headers
      const moving = store.cold!.moveTo(blobKey(sha256), 'GLACIER_IR')
      if (expected === 'moved') assert.equal(await moving, 'moved')
      else assert.match((await rejects(moving, expected)).message, says!)
    })
  it('Y2 a store that knows no checksums moves a file without', async () => {
    const { cold } = await archived('STANDARD')
    front.next('copy', { status: 501, code: 'NotImplemented' })
    assert.equal(await cold.moveTo('blobs/1', 'DEEP_ARCHIVE'), 'moved')
  })

  describe('of a version', () => {
    let person: Scratch
    let ctx: Context
    const said: string[] = []
    let stop: AbortController

    beforeEach(async () => {
      person = new Scratch()
      Object.assign(person.env, environment(front.settings), { CI: '' })
      await person.ok('init', '--registry', front.settings.url)
      for (const word of ['one', 'two']) await person.ok('register', 'churn', person.model('model', word))
      for (const version of [1, 2]) await person.ok('promote', `churn@${version}`, 'production')
      const { url, ...s3 } = front.settings
      process.env['PEDIGREE_STATE'] = join(person.folder, 'state of another')
      process.env['XDG_CACHE_HOME'] = join(person.folder, 'cache of another')
      said.length = 0
      stop = new AbortController()
      ctx = await openContext({
        cwd: person.folder,
        registry: url,
        s3: { region: s3.region, endpoint: s3.endpoint, forcePathStyle: true },
        credentialsFor: async () => s3.credentials,
        client: 'test',
        files: threadedHasher(join(projectRoot, 'dist/fileWorker.js'), 1),
        onWarning: (message) => said.push(message),
        signal: stop.signal,
      })
      await ctx.log.sync()
    })
    afterEach(async () => {
      await ctx?.close()
      delete process.env['PEDIGREE_STATE']
      delete process.env['XDG_CACHE_HOME']
      person?.remove()
    })

    it('Y4 are asked for by a pull, which says how long that takes', async () => {
      front.archive('GLACIER')
      const asking = await person.run('pull', 'churn@1', 'out', '--json')
      assert.deepEqual([asking.code, asking.json.error.code], [1, 'files-cold'])
      assert.match(
        asking.json.error.message,
        /All 3 files of churn@1 are archived \(GLACIER\).*restore was asked for\./,
      )
      assert.match(asking.json.error.hint, /3 to 5 hours \(Standard\).*Repeat the command then.*--wait/)
      assert.equal(front.asked.length, 3)
      const waiting = await person.run('pull', 'churn@1', 'out')
      assert.match(waiting.stderr, /they are being restored/)
      assert.equal(front.asked.length, 3)
      front.finish()
      await person.ok('pull', 'churn@1', 'out')
      assert.equal(readFileSync(person.path('out/notes.txt'), 'utf8'), 'about one')
      // From now on they are on this machine.
      front.archive('GLACIER')
      await person.ok('pull', 'churn@1', 'again')
      assert.equal(front.asked.length, 3)
    })
    it('Y4 are waited for by a pull that is told to', async () => {
      front.archive('DEEP_ARCHIVE')
      const pulling = pullFiles(ctx, { reference: 'churn@1', dir: 'out', wait: { everyMs: 50 } })
      await eventually(() => assert.equal(said.length, 1))
      assert.match(said[0]!, /All 3 files of churn@1 .* 12 hours \(Standard\) or 48 hours \(Bulk\)/)
      front.finish()
      assert.equal((await pulling).files.length, 3)
      assert.equal(readFileSync(join(person.folder, 'out/notes.txt'), 'utf8'), 'about one')
      assert.deepEqual(front.asked, Array(3).fill('restore 7 Standard'))
      assert.equal(said.length, 1)
    })
    it('Y4 are waited for no longer when the wait is stopped', async () => {
      front.archive('GLACIER')
      const pulling = pullFiles(ctx, { reference: 'churn@1', dir: 'out', wait: { everyMs: 60_000 } })
      await eventually(() => assert.equal(said.length, 1))
      stop.abort()
      await rejects(pulling, 'cancelled')

      const child = spawn(process.execPath, [cli, 'pull', 'churn@2', 'out', '--wait'], {
        cwd: person.workspace,
        env: person.env,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let words = ''
      child.stderr.on('data', (text) => {
        words += String(text)
        if (words.includes('Waiting until then')) child.kill('SIGINT')
      })
      const code = await new Promise((done) => child.once('close', done))
      assert.notEqual(code, 0, words)
      assert.match(words, /Waiting until then[^]*(cancelled|stopped|interrupted)/i)
    })
    it('Y4 that may not be restored are said to be so, and not waited for', async () => {
      front.archive('GLACIER')
      front.next('restore', { status: 403, code: 'AccessDenied' })
      const wait = { everyMs: 50 }
      const refusal = await rejects(pullFiles(ctx, { reference: 'churn@1', dir: 'out', wait }), 'files-cold')
      assert.match(refusal.message, /do not permit s3:RestoreObject/)
      assert.match(refusal.hint, /^Ask somebody/)
    })
    it('Y5 are asked for by a rollback, which moves nothing before they are there', async () => {
      front.archive('GLACIER')
      const head = (await person.ok('status')).seq
      const back = ['rollback', 'churn', '--code', 'latency', '--reason', 'slow', '--json']
      const ran = await person.run(...back)
      assert.deepEqual([ran.code, ran.json.error.code], [1, 'files-cold'])
      assert.match(ran.json.error.message, /All 3 files of churn@1 are archived/)
      assert.deepEqual(front.asked, Array(3).fill('restore 7 Standard'))
      assert.equal((await person.ok('status')).seq, head)
      assert.equal((await person.ok('resolve', 'churn@production')).version, 2)
      front.finish()
      await person.ok(...back)
      assert.equal((await person.ok('resolve', 'churn@production')).version, 1)
    })
    it('Y4 are restored in the way that a pull names', async () => {
      front.archive('GLACIER')
      person.write('out/notes.txt', 'about one')
      const ran = await person.run('pull', 'churn@1', 'out', '--tier', 'Expedited', '--json')
      assert.equal(ran.json.error.code, 'files-cold')
      // What is there already need not be restored.
      assert.match(ran.json.error.message, /^2 of 3 files of churn@1 are archived/)
      assert.deepEqual(front.asked, Array(2).fill('restore 7 Expedited'))
      assert.equal((await person.run('pull', 'churn@1', 'out', '--tier', 'Slow')).code, 2)
    })
    it('V4 are not read by a verification, which says so', async () => {
      front.archive('GLACIER')
      const { ok, problems } = await person.ok('verify', '--files')
      assert.equal(ok, true)
      assert.deepEqual(problems, [{ kind: 'unread', message: '5 of 5 files are archived and were not read.' }])
      assert.deepEqual((await person.ok('verify')).problems, [])
    })
    it('Y6 are none in classes that are read at once', async () => {
      front.archive('GLACIER_IR')
      front.counts.head = front.counts.get = 0
      await person.ok('pull', 'churn@1', 'out')
      assert.deepEqual(front.counts, { head: 0, get: 3 })
      await person.ok('rollback', 'churn', '--code', 'latency', '--reason', 'slow')
      assert.deepEqual([front.counts.head, front.asked], [3, []])
    })
    it('Y1 are told with their class, what a restore takes, and how far it is', async () => {
      const { path, sha256 } = aFile('about one')
      const file = { path: 'notes.txt', size: 9, sha256 }
      assert.deepEqual(await coldnessOf(ctx, [file]), { missing: [], cold: [] })
      front.archive('DEEP_ARCHIVE')
      const { cold } = await coldnessOf(ctx, [file])
      const takes = '12 hours'
      assert.deepEqual(cold, [{ ...file, storageClass: 'DEEP_ARCHIVE', restore: 'needed', takes }])
      // A tier that the class does not have.
      assert.equal(await warmUp(ctx, cold, { tier: 'Expedited', days: 2 }), 'asked')
      assert.deepEqual(front.asked, ['restore 2 Standard'])
      const { cold: later, missing } = await coldnessOf(ctx, [file, { ...file, path, size: 1 }])
      assert.deepEqual([later[0]!.restore, await warmUp(ctx, later), missing], ['running', 'running', [path]])
      front.finish()
      const { cold: warm } = await coldnessOf(ctx, [file])
      assert.deepEqual([warm[0]!.restore, await warmUp(ctx, warm)], ['ready', undefined])
    })
  })
})

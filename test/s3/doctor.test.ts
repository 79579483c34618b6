import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { policyOf, type Proven, proveStore } from '../../src/operations/proveStore'
import { logKey } from '../../src/store/keys'
import { s3Client } from '../../src/store/s3Client'
import { s3Store } from '../../src/store/s3Store'
import type { S3Settings } from '../../src/store/s3Settings'
import { Scratch } from '../cli/pedigree'
import { refuses } from '../refuses'
import { bytes, keysOf } from '../store/objectStore.contract'
import { deleteObject, newBucket, setPolicy } from './buckets'
import { type HalfStore, halfStore, type Shortcoming } from './halfStore'
import { anywhere, environment, openUploads, ownServer, somewhere } from './server'

const placeOf = ({ url: address, credentials, ...s3 }: S3Settings) => ({ address, credentials, s3 })
const prove = (settings: S3Settings, onlyEssential = false) => proveStore({ ...placeOf(settings), onlyEssential })
const resultsOf = ({ probes }: Proven) => Object.fromEntries(probes.map(({ probe, result }) => [probe, result]))
const failuresOf = ({ probes }: Proven) => probes.filter(({ result }) => result === 'fail').map(({ probe }) => probe)
const only = ({ probes }: Proven, name: string) => probes.find(({ probe }) => probe === name)!

/** The command line, on the bucket of the settings. */
async function pedigree(settings: S3Settings, ...args: string[]) {
  const scratch = new Scratch()
  Object.assign(scratch.env, environment(settings))
  const ran = await scratch.run(...args, '--json')
  const hasConfig = existsSync(scratch.path('pedigree.yaml'))
  scratch.remove()
  return { ...ran, hasConfig }
}

describe('proving a bucket', function () {
  this.timeout(120_000)
  it('B1 finds a good one safe, and says of each probe what it means', async () => {
    const settings = anywhere()
    const proven = await prove(settings)
    assert.ok(proven.safe, JSON.stringify(failuresOf(proven)))
    for (const { probe, found, meaning } of proven.probes) {
      assert.ok(found, probe)
      assert.match(meaning, /\.$/, probe)
    }
    assert.match(only(proven, 'create race').found, /^20 rounds of 32: 20 × 200, 620 × /)
  })
  it('B3 all is well with an unversioned Ceph', async function () {
    if (!ownServer()) this.skip()
    const proven = await prove(await newBucket())
    assert.deepEqual(resultsOf(proven), {
      reach: 'pass',
      credentials: 'pass',
      contents: 'info',
      clock: 'pass',
      'second create': 'pass',
      'create race': 'pass',
      'read after write': 'pass',
      'list after write': 'pass',
      'list order': 'pass',
      'wrong hash': 'pass',
      versions: 'pass',
      'large files': 'pass',
      'large file again': 'info',
      latency: 'info',
    })
  })
  it('B4 says what is wrong with a versioned one', async function () {
    if (!ownServer()) this.skip()
    const settings = await newBucket({ isVersioned: true })
    const ran = await pedigree(settings, 'doctor', '--registry', settings.url)
    assert.deepEqual([ran.code, ran.json.error.code, ran.json.safe], [1, 'unsafe-store', false])
    assert.match(ran.json.error.message, /second create.*create race.*versions/)
    assert.deepEqual(failuresOf(ran.json), ['second create', 'create race', 'versions'])
    assert.match(only(ran.json, 'create race').found, /up to 32 won/)
    assert.match(only(ran.json, 'versions').meaning, /without versions/)
    assert.deepEqual(await keysOf(s3Store(settings), ''), [])
  })
  it('B5 tells as it goes, changes nothing of a registry, and leaves nothing', async () => {
    const settings = anywhere()
    const store = s3Store(settings)
    const there = [logKey(0), 'blobs/sha256/ab/cd', 'packs/1']
    for (const key of there) await store.putNew(key, bytes(key))
    const told: string[] = []
    const { probes } = await proveStore({ ...placeOf(settings), onProbe: ({ probe }) => told.push(probe) })
    assert.deepEqual(
      told,
      probes.map(({ probe }) => probe),
    )
    assert.equal(only({ probes } as Proven, 'contents').found, 'a registry')
    assert.deepEqual(await keysOf(store, ''), there.sort())
    for (const key of there) assert.equal(Buffer.from((await store.get(key))!).toString(), key)
    assert.equal(await openUploads(settings), 0)
  })
  it('B5 nothing but what was tried can be removed', async () => {
    const settings = await somewhere()
    await assert.rejects(s3Client(settings).once('remove', { Key: 'here' }), /nothing of a registry is ever removed/)
    assert.deepEqual(await keysOf(s3Store(settings), ''), ['here'])
  })
  it('B5 says what it had to leave to those who may not delete, and a registry can be made there', async function () {
    if (!ownServer()) this.skip()
    const actions = ['s3:ListBucket', 's3:GetObject', 's3:PutObject']
    const settings = await newBucket({ allows: { who: 'stranger', actions } })
    const as = { ...settings, credentials: ownServer()!.stranger }
    const proven = await prove(as)
    assert.ok(proven.safe, JSON.stringify(failuresOf(proven)))
    assert.match(only(proven, 'versions').found, /deleting is denied/)
    assert.match(only(proven, 'clean-up').found, /objects stay at s3:.*\/registry\/doctor\//)
    const ran = await pedigree(as, 'init', '--registry', as.url)
    assert.deepEqual([ran.code, ran.json.created], [0, true])
  })
  it('B5 ends when it is told to, and leaves nothing', async () => {
    const settings = anywhere()
    const stop = new AbortController()
    const proving = proveStore({ ...placeOf(settings), signal: stop.signal, onProbe: () => stop.abort() })
    await assert.rejects(proving, { code: 'cancelled' })
    assert.deepEqual(await keysOf(s3Store(settings), ''), [])
  })
  it('B8 has the policy that keeps the log append-only on the server', async () => {
    const settings = anywhere({ url: 's3://team-models/registry' })
    const ran = await pedigree(settings, 'doctor', '--policy', '--registry', settings.url)
    assert.equal(ran.code, 0)
    const log = 'arn:aws:s3:::team-models/registry/log/*'
    const [creates, deletes, expires] = ran.json.Statement
    assert.deepEqual(creates.Condition, {
      Null: { 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    })
    assert.ok(creates.Resource.includes(log) && deletes.Resource.includes(log))
    assert.deepEqual(deletes.Action, ['s3:DeleteObject', 's3:DeleteObjectVersion'])
    assert.deepEqual([expires.Effect, expires.Resource], ['Deny', 'arn:aws:s3:::team-models'])
    const folder = await pedigree(settings, 'doctor', '--policy', '--registry', '.')
    assert.deepEqual([folder.code, folder.json.error.code], [2, 'bad-usage'])
  })
  it('B8 under that policy a registry works, and nothing of it can be deleted', async function () {
    if (!ownServer()) this.skip()
    const settings = await newBucket()
    await setPolicy(settings, policyOf(placeOf(settings))!)
    const scratch = new Scratch()
    Object.assign(scratch.env, environment(settings))
    await scratch.ok('init', '--registry', settings.url)
    await scratch.ok('register', 'churn', scratch.model())
    const before = await keysOf(s3Store(settings), '')
    for (const key of before) await assert.rejects(deleteObject(settings, key), { name: 'AccessDenied' })
    assert.deepEqual(await keysOf(s3Store(settings), ''), before)
    assert.ok((await scratch.ok('doctor')).safe)
    scratch.remove()
  })
  it('B10 a directory bucket is none for a log', () => {
    refuses(() => s3Store({ url: 's3://models--use1-az4--x-s3/registry' }), 'store-unsupported')
  })
})

describe('a store that keeps half of what it promises', function () {
  this.timeout(120_000)
  beforeEach(function () {
    if (!ownServer()) this.skip()
  })
  async function proving(
    shortcoming: Shortcoming,
    work: (settings: S3Settings, store: HalfStore) => Promise<void>,
  ): Promise<void> {
    const store = await halfStore(shortcoming)
    try {
      await work(store.settings, store)
    } finally {
      await store.close()
    }
  }

  it('B1 is asked by 32 at the same moment', () =>
    proving('none', async (settings, store) => {
      const proven = await prove(settings)
      assert.ok(proven.safe, JSON.stringify(failuresOf(proven)))
      // Signatures do not get through this one.
      assert.equal(only(proven, 'wrong hash').result, 'warn')
      assert.ok(store.busiest >= 32, String(store.busiest))
    }))
  const found: [string, Shortcoming, string[]][] = [
    ['B1 is unsafe if it overwrites', 'overwrites', ['second create', 'create race']],
    ['B1 is unsafe if it looks first', 'looks first', ['create race']],
    ['B1 is unsafe if it says busy', 'says busy', ['second create']],
    ['B2 is unsafe if it lists all', 'lists all', ['list order']],
    ['B2 is unsafe if it remembers absence', 'remembers absence', ['read after write']],
  ]
  for (const [title, shortcoming, failures] of found)
    it(`${title}, and nothing is made in it`, () =>
      proving(shortcoming, async (settings) => {
        assert.deepEqual(failuresOf(await prove(settings, true)), failures)
        const { code, json, hasConfig } = await pedigree(settings, 'init', '--registry', settings.url)
        assert.deepEqual([code, json.error.code, hasConfig], [1, 'unsafe-store', false])
        assert.match(json.error.message, new RegExp(`^s3:.* is not safe for a registry: ${failures.join('.*')}.*\\.$`))
        assert.deepEqual(await keysOf(s3Store(settings), ''), [])
      }))
  it('B1 may tell those who race that it is busy', () =>
    proving('says busy in a race', async (settings) => {
      const proven = await prove(settings)
      assert.ok(proven.safe, JSON.stringify(failuresOf(proven)))
      assert.equal(only(proven, 'create race').result, 'warn')
      assert.match(only(proven, 'create race').found, /× 409/)
    }))
  it('B4 says that a delete marker makes a key free again', () =>
    proving('keeps versions', async (settings) => {
      const proven = await prove(settings)
      assert.ok(proven.safe, JSON.stringify(failuresOf(proven)))
      const { result, found, meaning } = only(proven, 'versions')
      assert.deepEqual([result, found], ['warn', 'kept; a delete marker opens a key again'])
      assert.match(meaning, /deny deletes/)
    }))
  it('B7 is unsafe if it knows no condition, and can be used by one writer who says so', () =>
    proving('knows no condition', async (settings) => {
      const refused = await pedigree(settings, 'init', '--registry', settings.url)
      assert.deepEqual([refused.code, refused.json.error.code, refused.hasConfig], [1, 'unsafe-store', false])
      assert.match(refused.json.error.hint, /one writer only.*--create-only none/)
      const scratch = new Scratch()
      Object.assign(scratch.env, environment(settings))
      await scratch.ok('init', '--registry', settings.url, '--create-only', 'none')
      await scratch.ok('register', 'churn', scratch.model())
      const proven = await scratch.ok('doctor')
      assert.equal(only(proven, 'create race').result, 'warn')
      assert.match(only(proven, 'create race').meaning, /one process writes at a time/)
      scratch.remove()
    }))
})

describe('making a registry in a bucket', () => {
  it('B7 joins one that is there, and writes nothing', async () => {
    const settings = anywhere()
    const made = await pedigree(settings, 'init', '--registry', settings.url)
    assert.deepEqual([made.code, made.json.created], [0, true])
    assert.deepEqual(await keysOf(s3Store(settings), ''), [logKey(0)])
    const joined = await pedigree(settings, 'init', '--registry', settings.url)
    assert.deepEqual([joined.code, joined.json.created], [0, false])
    assert.deepEqual(await keysOf(s3Store(settings), ''), [logKey(0)])
  })
  it('B7 with a key that may only read joins one, and makes none', async function () {
    if (!ownServer()) this.skip()
    const settings = await newBucket({ allows: { who: 'stranger', actions: ['s3:ListBucket', 's3:GetObject'] } })
    const reader = { ...settings, credentials: ownServer()!.stranger }
    const refused = await pedigree(reader, 'init', '--registry', settings.url)
    assert.deepEqual([refused.code, refused.json.error.code, refused.hasConfig], [1, 'no-permission', false])
    assert.match(refused.json.error.message, /s3:PutObject/)
    await pedigree(settings, 'init', '--registry', settings.url)
    const joined = await pedigree(reader, 'init', '--registry', settings.url)
    assert.deepEqual([joined.code, joined.json.created], [0, false])
  })
})

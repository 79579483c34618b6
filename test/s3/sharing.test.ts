import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderStore } from '../../src/store/folderStore'
import { s3Store } from '../../src/store/s3Store'
import { cli, run, type Scratch } from '../cli/pedigree'
import { eventually } from '../host/eventually'
import { contentOf } from '../operations/registries'
import { faultyProxy } from './faultyProxy'
import { People } from './people'
import { anywhere, ownServer } from './server'

describe('a registry that is shared by way of a bucket', function () {
  this.timeout(300_000)
  let people: People
  let ada: Scratch
  beforeEach(async () => {
    people = new People()
    ada = people.person('Ada')
    await ada.ok('init')
    for (const word of ['one', 'two', 'three']) {
      ada.model('model', word)
      await ada.ok('register', 'churn', 'model')
    }
    await ada.ok('promote', 'churn@2', 'production')
  })
  afterEach(() => people.remove())

  const local = () => folderStore(ada.path('.pedigree/registry'))
  const bucket = () => s3Store(people.place)

  it('G2 is pushed from a folder, and G1 cloned by somebody else', async () => {
    const pushed = await ada.ok('push', people.url, '--use')
    assert.deepEqual(pushed.commits, { total: 5, sent: 5 })
    assert.deepEqual(await contentOf(bucket()), await contentOf(local()))
    const grace = people.person('Grace')
    const { models, versions, id } = await grace.ok('clone', people.url, 'work')
    assert.deepEqual([models, versions, id], [1, 3, pushed.id])
    const pulled = await grace.ok('pull', 'churn@champion', 'out', '--workspace', 'work')
    assert.equal(pulled.version, 2)
    assert.equal((await grace.ok('verify', '--files', '--workspace', 'work')).ok, true)
    // Both go on in the same one.
    grace.model('model', 'four')
    const { version } = await grace.ok('register', 'churn', 'model', '--workspace', 'work')
    assert.equal((await ada.ok('show', 'churn@latest')).version, version)
  })
  it('G1 is cloned with its endpoint and region, which are then confirmed', async function () {
    if (!ownServer()) return this.skip()
    await ada.ok('push', people.url)
    const grace = people.person('Grace')
    delete grace.env['AWS_ENDPOINT_URL']
    await grace.ok('clone', people.url, 'work', '--endpoint-url', people.place.endpoint!, '--region', 'us-east-1')
    assert.match(readFileSync(grace.path('work/pedigree.yaml'), 'utf8'), /endpoint: http/)
    assert.equal((await grace.ok('versions', 'churn', '--workspace', 'work')).length, 3)
  })
  it('G1 is not cloned from where none is', async () => {
    const { code, json } = await ada.run('clone', people.url, 'out', '--json')
    assert.deepEqual([code, json.error.code], [1, 'registry-missing'])
    assert.ok(!existsSync(ada.path('out')))
  })
  it('G4 is pushed to no place that may not be written', async function () {
    const own = ownServer()
    if (!own) return this.skip()
    const eve = people.person('Eve')
    eve.env['AWS_ACCESS_KEY_ID'] = own.stranger.accessKeyId
    eve.env['AWS_SECRET_ACCESS_KEY'] = own.stranger.secretAccessKey
    const args = ['--registry', ada.path('.pedigree/registry'), '--json']
    for (const more of [[], ['churn']])
      assert.equal((await eve.run('push', people.url, ...more, ...args)).json.error.code, 'no-permission')
    const nowhere = anywhere({ url: 's3://pedigree-not-there/x' })
    assert.equal((await ada.run('push', nowhere.url, '--json')).json.error.code, 'bucket-missing')
  })

  it('G3 is pushed on after it was killed at any moment, and G5 is found whole or not at all', async () => {
    const wanted = await contentOf(local())
    const grace = people.person('Grace')
    for (let kills = 0; ; kills++) {
      const pushing = spawn(process.execPath, [cli, 'push', people.url], {
        cwd: ada.workspace,
        env: ada.env,
        stdio: 'ignore',
      })
      const ended = new Promise<number | null>((done) => pushing.on('close', done))
      await Promise.race([ended, sleep(300 + 150 * kills + Math.random() * 200)])
      pushing.kill('SIGKILL')
      const there = await contentOf(bucket())
      const { json, code } = await grace.run('models', '--registry', people.url, '--json')
      if (code === 0) {
        for (const [key, bytes] of wanted) assert.equal(there.get(key), bytes, key)
        assert.equal(json.length, 1)
      } else assert.match(json.error.code, /^registry-(missing|incomplete)$/)
      if ((await ended) === 0) break
    }
    assert.deepEqual(await contentOf(bucket()), wanted)
  })
  it('G3 a large file that was on its way when it was killed is not sent from its beginning', async function () {
    const endpoint = people.place.endpoint
    if (!endpoint?.startsWith('http:')) return this.skip()
    const size = 100 * 1024 * 1024
    writeFileSync(ada.path('large.bin'), randomBytes(size))
    await ada.ok('register', 'churn', 'large.bin')
    const proxy = await faultyProxy(endpoint)
    try {
      ada.env['AWS_ENDPOINT_URL'] = proxy.endpoint
      // So that it takes long enough for how far it has come to be noted.
      proxy.delay = 300
      const pushing = spawn(process.execPath, [cli, 'push', people.url], {
        cwd: ada.workspace,
        env: ada.env,
        stdio: 'ignore',
      })
      const ended = new Promise((done) => pushing.on('close', done))
      await eventually(() => assert.ok(proxy.requests(/^PUT .*partNumber=/) > 16), 20)
      pushing.kill('SIGKILL')
      await ended
      proxy.delay = 0
      const before = proxy.sent
      const { blobs } = await ada.ok('push', people.url)
      assert.ok(blobs.sentBytes >= size)
      assert.ok(proxy.sent - before < size * 0.8, `${proxy.sent - before} of ${size} bytes were sent again`)
      assert.equal((await ada.ok('verify', '--files', '--registry', people.url)).ok, true)
    } finally {
      await proxy.close()
    }
  })

  it('G7 models go from one bucket to another that is in use', async () => {
    await ada.ok('push', people.url, '--use')
    const team = new People()
    const grace = team.person('Grace')
    await grace.ok('init', '--registry', team.url)
    grace.model('model', 'theirs')
    await grace.ok('register', 'churn', 'model')
    const pushed = await ada.ok('push', team.url, 'churn')
    assert.deepEqual(
      pushed.versions.map(({ version, from }: { version: number; from: number }) => [from, version]),
      [
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    )
    assert.equal((await grace.ok('verify', '--files')).ok, true)
    const ids = async (person: Scratch) =>
      ((await person.ok('versions', 'churn')) as { id: string }[]).map(({ id }) => id)
    assert.deepEqual((await ids(grace)).slice(0, 3), await ids(ada))
    assert.deepEqual(readdirSync(join(ada.folder, 'cache')).length > 0 && moving(ada), [])
    team.remove()
  })
  /** Copies of files that were left behind. */
  const moving = (person: Scratch) =>
    readdirSync(join(person.folder, 'cache'), { recursive: true })
      .map(String)
      .filter((path) => /moving\/./.test(path))

  it('G2 a bucket is copied into a folder', async () => {
    await ada.ok('push', people.url, '--use')
    const copy = join(ada.folder, 'backup')
    await ada.ok('push', copy)
    assert.deepEqual(await contentOf(folderStore(copy)), await contentOf(bucket()))
    assert.deepEqual(moving(ada), [])
  })
})

describe('a registry in a bucket without a workspace', function () {
  this.timeout(300_000)
  let people: People
  let ci: Scratch
  beforeEach(async () => {
    people = new People()
    const ada = people.person('Ada')
    await ada.ok('init', '--registry', people.url)
    ada.model()
    await ada.ok('register', 'churn', 'model', '--metric', 'f1=0.9', '--label', 'rc1')
    await ada.ok('promote', 'churn@1', 'production')
    ci = people.person('CI')
    ci.env['PEDIGREE_REGISTRY'] = people.url
  })
  afterEach(() => people.remove())

  const indexes = () =>
    readdirSync(join(ci.folder, 'cache'), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('index.db'))
      .map((path) => join(ci.folder, 'cache', path))

  for (const words of [
    ['models'],
    ['versions', 'churn'],
    ['search', 'metrics.f1 > 0.5'],
    ['show', 'churn@champion'],
    ['at', '2100-01-01'],
    ['log', 'churn'],
    ['resolve', 'churn@production'],
    ['pull', 'churn@champion', 'out'],
    ['verify', '--files'],
    ['status'],
    ['pending'],
    ['reindex'],
  ])
    it(`G11 ${words[0]} works in an empty folder`, async () => {
      const made = words[0] === 'pull' ? ['out'] : []
      assert.ok(await ci.ok(...words))
      assert.deepEqual(readdirSync(ci.workspace), made)
      assert.equal(indexes().length, 1)
    })
  it('G11 what --registry names counts more than the environment', async () => {
    ci.env['PEDIGREE_REGISTRY'] = 's3://pedigree-not-there/x'
    assert.equal((await ci.run('models', '--json')).json.error.code, 'bucket-missing')
    assert.equal((await ci.ok('models', '--registry', people.url)).length, 1)
  })
  it('G11 models are registered and moved', async () => {
    ci.model('model', 'two')
    assert.equal((await ci.ok('register', 'churn', 'model', '--stage', 'staging')).version, 2)
    assert.equal((await ci.ok('promote', 'churn@2', 'production')).displaced, 1)
    await ci.ok('alias', 'set', 'churn@2', 'challenger')
    await ci.ok('evaluate', 'churn@2', '--metric', 'f1=0.7')
    await ci.ok('rollback', 'churn', '--code', 'outage', '--reason', 'it was down')
    assert.equal((await ci.ok('resolve', 'churn@champion')).version, 1)
    const log: { author?: unknown; actor: { name: string }; type: string }[] = await ci.ok('log', 'churn')
    assert.equal(log.findLast(({ type }) => type === 'stage.entered')!.actor.name, 'CI')
    assert.deepEqual(readdirSync(ci.workspace), ['model'])
  })
  it('G11 processes share one index, also while it is made', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => ci.ok('show', 'churn@champion')))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.equal(indexes().length, 1)
    ci.model('model', 'two')
    const registered = await Promise.all(Array.from({ length: 4 }, () => ci.ok('register', 'churn', 'model')))
    assert.deepEqual(registered.map(({ version }) => version).sort(), [2, 3, 4, 5])
  })
  it('G11 a damaged index is made again', async () => {
    const before = await ci.ok('show', 'churn@champion')
    const [index] = indexes()
    for (const damage of [Buffer.alloc(0), Buffer.from('this is no database'), Buffer.alloc(100_000, 7)]) {
      for (const end of ['-wal', '-shm']) if (existsSync(index + end)) writeFileSync(index + end, '')
      writeFileSync(index!, damage)
      assert.deepEqual(await ci.ok('show', 'churn@champion'), before)
    }
  })
  it('G11 another person of the same machine has an index of their own', async () => {
    await ci.ok('models')
    const other = people.person('Other')
    mkdirSync(join(other.folder, 'elsewhere'))
    const { code } = await run(process.execPath, [cli, 'models', '--registry', people.url, '--no-sync'], {
      cwd: join(other.folder, 'elsewhere'),
      env: other.env,
    })
    assert.equal(code, 0)
    assert.equal(indexes().length, 1)
  })
})

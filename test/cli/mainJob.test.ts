import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { logKey } from '../../src/store/keys'
import { Scratch } from './pedigree'

const because = ['--code', 'accuracy-regression', '--reason', 'f1 fell for region=EU']

/** What the index says, without what depends on the clock. */
const stateOf = async (scratch: Scratch) =>
  JSON.stringify([await scratch.ok('versions', 'churn'), await scratch.ok('models'), await scratch.ok('log')])

describe('the main job on the command line', function () {
  this.timeout(60_000)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = new Scratch()
    scratch.model()
    await scratch.ok('init')
  })
  afterEach(() => scratch.remove())

  it('registers the same files again as another version, without storing them again', async () => {
    const first = await scratch.ok('register', 'churn', './model')
    const second = await scratch.ok('register', 'churn', './model')
    assert.deepEqual([first.version, second.version], [1, 2])
    assert.equal(first.digest, second.digest)
    assert.notEqual(first.id, second.id)
    assert.equal(first.bytes.uploaded, first.bytes.total)
    assert.equal(second.bytes.uploaded, 0)
    assert.deepEqual(
      first.files.map(({ path }: { path: string }) => path),
      ['deep/empty.bin', 'notes.txt', 'weights.json'],
    )
  })

  it('promotes, rolls back, remembers, and pulls what is live', async () => {
    for (const word of ['one', 'two']) await scratch.ok('register', 'churn', scratch.model('model', word))
    await scratch.ok('promote', 'churn@1', 'production', '--reason', 'the first')
    const promoted = await scratch.ok('promote', 'churn@2', 'production')
    assert.deepEqual([promoted.stage, promoted.from, promoted.displaced], ['production', 'none', 1])
    const [model] = await scratch.ok('models')
    assert.deepEqual([model.stages, model.aliases], [{ production: [2] }, { champion: 2, rollback: 1 }])
    assert.equal((await scratch.ok('show', 'churn@1')).stage, 'archived')

    await sleep(20)
    const between = new Date().toISOString()
    await sleep(20)
    const back = await scratch.ok('rollback', 'churn', ...because)
    assert.deepEqual([back.version, back.displaced], [1, 2])
    const [then] = await scratch.ok('at', between, 'churn')
    assert.deepEqual(
      [then.stages, then.aliases],
      [
        { production: [2], archived: [1] },
        { champion: 2, rollback: 1 },
      ],
    )

    const log = await scratch.ok('log', 'churn')
    const entered = log.filter(({ type }: { type: string }) => type === 'stage.entered')
    assert.deepEqual(
      entered.map(({ version, kind, code, reason, actor }: Record<string, unknown> & { actor: { name: string } }) => [
        version,
        kind,
        code,
        reason,
        actor.name,
      ]),
      [
        [1, 'promote', undefined, 'the first', 'Ada'],
        [2, 'promote', undefined, undefined, 'Ada'],
        [1, 'rollback', 'accuracy-regression', 'f1 fell for region=EU', 'Ada'],
      ],
    )
    assert.ok(log.every(({ at }: { at: string }) => !Number.isNaN(Date.parse(at))))

    const pulled = await scratch.ok('pull', 'churn@champion', 'out')
    assert.equal(pulled.version, 1)
    assert.equal(readFileSync(scratch.path('out/weights.json'), 'utf8'), '{"word":"one"}')
    assert.deepEqual(readdirSync(scratch.path('out')).sort(), ['deep', 'notes.txt', 'weights.json'])
    assert.equal((await scratch.ok('verify', '--files')).ok, true)
  })

  it('rolls back through every earlier holder, and refuses when there is none left', async () => {
    for (let number = 1; number <= 3; number++) {
      await scratch.ok('register', 'churn', 'model')
      await scratch.ok('promote', `churn@${number}`, 'production')
    }
    assert.equal((await scratch.ok('rollback', 'churn', ...because)).version, 2)
    assert.equal((await scratch.ok('rollback', 'churn', ...because)).version, 1)
    const third = await scratch.run('rollback', 'churn', ...because, '--json')
    assert.deepEqual([third.code, third.json.error.code], [1, 'no-earlier-holder'])
    assert.deepEqual((await scratch.ok('models'))[0].stages, { production: [1] })
  })

  /** Registers a model, old enough for its hashes to be remembered, and flips a byte of one of its stored files. */
  async function damaged(): Promise<{ sha256: string; path: string }> {
    scratch.model()
    await sleep(2100)
    const { files } = await scratch.ok('register', 'churn', 'model')
    const file = files.find(({ size }: { size: number }) => size > 0)
    flip(scratch.path(`.pedigree/registry/blobs/sha256/${file.sha256.slice(0, 2)}/${file.sha256}`))
    return file
  }

  it('V4 names a flipped byte of a file, and pulls nothing that is damaged', async () => {
    const { sha256, path } = await damaged()
    const verified = await scratch.run('verify', '--files', '--json')
    assert.equal(verified.code, 1)
    assert.match(verified.json.problems[0].message, new RegExp(`${sha256}.*${path}`))
    assert.equal((await scratch.run('pull', 'churn@1', 'out', '--json')).json.error.code, 'blob-damaged')
  })

  it('V6 puts a damaged file right from a copy that is whole, and from no other', async () => {
    const { path } = await damaged()
    const original = readFileSync(scratch.path(`model/${path}`))
    scratch.write(`model/${path}`, 'something else')
    assert.equal((await scratch.run('verify', '--repair', '--json')).json.problems[0].repaired, undefined)
    scratch.write(`model/${path}`, original)
    assert.equal((await scratch.ok('verify', '--repair')).problems[0].repaired, true)
    assert.equal((await scratch.ok('verify', '--files')).ok, true)
    assert.equal((await scratch.ok('pull', 'churn@1', 'out')).files.length, 3)
  })

  it('V3 names a flipped byte of a commit', async () => {
    for (let number = 1; number <= 3; number++) await scratch.ok('register', 'churn', 'model')
    flip(join(scratch.path('.pedigree/registry'), logKey(2)))
    const verified = await scratch.run('verify', '--json')
    assert.equal(verified.code, 1)
    assert.ok(verified.json.problems.some(({ seq }: { seq: number }) => seq === 2 || seq === 3))
  })

  it('answers the same after its index is gone, or is full of noise', async () => {
    for (let number = 1; number <= 3; number++) {
      await scratch.ok(
        'register',
        'churn',
        'model',
        '--metric',
        'f1=0.9',
        '--metric',
        'f1/region=EU=0.8',
        '--tag',
        'team=risk',
      )
      await scratch.ok('promote', `churn@${number}`, 'production')
    }
    const before = await stateOf(scratch)
    const index = scratch.path('.pedigree/index.db')
    rmSync(index)
    assert.equal(await stateOf(scratch), before)
    const pages = statSync(index).size / 4096
    for (let round = 0; round < 10; round++) {
      const noisy = Array.from({ length: 1 + Math.floor(Math.random() * pages * 0.5) }, () =>
        Math.floor(Math.random() * pages),
      )
      const file = openSync(index, 'r+')
      for (const page of noisy) writeSync(file, randomBytes(4096), 0, 4096, page * 4096)
      closeSync(file)
      assert.equal(await stateOf(scratch), before, `after noise in pages ${noisy.join(', ')}`)
    }
    writeFileSync(index, randomBytes(pages * 4096))
    assert.equal((await scratch.ok('promote', 'churn@1', 'production')).displaced, 3)
    assert.deepEqual((await scratch.ok('reindex')).commits, 8)
  })

  it('records what made a version: code, data, environment, author, parents', async () => {
    const git = (...args: string[]) => scratch.program('git', ...args)
    await git('init', '-q', '-b', 'main')
    await git('remote', 'add', 'origin', 'https://ada:secret@example.com/churn.git')
    scratch.write('.gitignore', '.pedigree\nmodel\n')
    scratch.write('train.py', 'print(1)')
    scratch.write('data/train.csv', 'a,b\n1,2\n')
    await git('add', '.')
    await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Train')
    const clean = await scratch.ok(
      'register',
      'churn',
      'model',
      '--data',
      'data/train.csv',
      '--data',
      'raw@v7=s3://lake/raw',
      '--param',
      'depth=4',
    )
    scratch.write('train.py', 'print(2)')
    const dirty = await scratch.ok('register', 'churn', 'model', '--parent', 'churn@1:fine-tuned-from')
    const head = (await git('rev-parse', 'HEAD')).stdout.trim()
    assert.deepEqual(clean.record.code, {
      commit: head,
      branch: 'main',
      remote: 'https://example.com/churn.git',
      dirty: false,
    })
    assert.equal(dirty.record.code.dirty, true)
    const [train, raw] = clean.record.data
    assert.deepEqual(
      [train.name, train.uri, train.size, train.digest.slice(0, 7)],
      ['train.csv', 'data/train.csv', 8, 'sha256:'],
    )
    assert.deepEqual(raw, { name: 'raw', version: 'v7', uri: 's3://lake/raw' })
    assert.deepEqual(dirty.record.parents, [{ version: clean.id, model: 'churn', relation: 'fine-tuned-from' }])
    assert.equal(clean.record.environment.os.platform, process.platform)
    assert.deepEqual(clean.record.author, { name: 'Ada', email: 'ada@example.com' })
  })

  it('understands a version by every kind of reference', async () => {
    const { id } = await scratch.ok('register', 'churn', 'model', '--label', 'v1.4-rc1', '--stage', 'staging')
    await scratch.ok('alias', 'set', 'churn@1', 'eu')
    const references = [
      'churn@1',
      'churn@v1',
      'churn@eu',
      'churn@staging',
      'churn@latest',
      'churn@v1.4-rc1',
      `churn@${id.slice(0, 8)}`,
    ]
    for (const reference of [...references, 'models:/churn/1', 'models:/churn@eu', 'models:/churn/Staging'])
      assert.equal((await scratch.ok('show', reference)).id, id, reference)
  })

  it('finds versions by what they are', async () => {
    await scratch.ok('register', 'churn', 'model', '--metric', 'f1=0.8', '--tag', 'team=risk')
    await scratch.ok(
      'register',
      'churn',
      'model',
      '--metric',
      'f1=0.95',
      '--metric',
      'f1/region=EU=0.7',
      '--param',
      'depth=4',
    )
    const found = async (filter: string) =>
      (await scratch.ok('search', filter)).map(({ version }: { version: number }) => version)
    assert.deepEqual(await found('metrics.f1 > 0.9'), [2])
    assert.deepEqual(await found("tags.team = 'risk' OR metrics.f1 > 0.9"), [2, 1])
    assert.deepEqual(await found("NOT tags.team = 'risk'"), [2])
    assert.deepEqual(await found('metrics."f1/region=EU" < 0.75 AND params.depth = 4'), [2])
    assert.deepEqual(await found("model LIKE 'ch%' and version in (1)"), [1])
  })

  it('works from a folder below, and without a workspace', async () => {
    await scratch.ok('register', 'churn', 'model')
    scratch.write('deep/down/here.txt', '')
    const below = await scratch.ok('show', 'churn@1', '--workspace', 'deep/down')
    const address = scratch.path('.pedigree/registry')
    const without = await scratch.ok('resolve', 'churn@1', '--registry', address)
    assert.equal(without.id, below.id)
    scratch.env['PEDIGREE_REGISTRY'] = address
    rmSync(scratch.path('pedigree.yaml'))
    assert.equal((await scratch.ok('show', 'churn@latest')).id, below.id)
  })

  it('keeps one stage per version, and says when nothing had to be done', async () => {
    await scratch.ok('register', 'churn', 'model')
    await scratch.ok('promote', 'churn@1', 'staging')
    const before = (await scratch.ok('status')).commits
    assert.equal((await scratch.ok('promote', 'churn@1', 'staging')).stage, 'staging')
    assert.equal((await scratch.ok('status')).commits, before)
    const down = await scratch.ok('promote', 'churn@1', 'none')
    assert.deepEqual([down.stage, down.from], ['none', 'staging'])
  })

  it('describes, labels and tags models and versions', async () => {
    await scratch.ok('register', 'churn', 'model')
    assert.equal((await scratch.ok('describe', 'churn', '--text', 'Who leaves?')).description, 'Who leaves?')
    assert.deepEqual((await scratch.ok('tag', 'churn@1', 'a=1', 'b=2')).tags, { a: '1', b: '2' })
    assert.deepEqual((await scratch.ok('tag', 'churn@1', '--rm', 'a')).tags, { b: '2' })
    assert.equal((await scratch.ok('label', 'churn@1', 'first')).label, 'first')
    assert.equal((await scratch.ok('label', 'churn@1', '--rm')).label, null)
    assert.equal(
      (await scratch.ok('evaluate', 'churn@1', '--metric', 'f1=0.5', '--data', 'live=s3://x/y')).metrics[0].dataset,
      'live',
    )
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  rmSync(path)
  writeFileSync(path, bytes)
}

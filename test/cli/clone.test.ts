import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../host/freePort'
import { Scratch } from './pedigree'

describe('pedigree clone', () => {
  let scratch: Scratch
  let registry: string
  beforeEach(async () => {
    scratch = new Scratch()
    scratch.model()
    registry = join(scratch.folder, 'team', 'models')
    await scratch.ok('init', '--registry', registry)
    await scratch.ok('register', 'churn', 'model')
    await scratch.ok('promote', 'churn@1', 'production')
  })
  afterEach(() => scratch.remove())

  it('G1 makes a folder that is called as the last part of the address, and says what is in it', async () => {
    const json = await scratch.ok('clone', '../team/models/')
    const { id, ...rest } = json
    assert.match(id, /^[0-9a-f-]{36}$/)
    assert.deepEqual(rest, { workspace: scratch.path('models'), registry, models: 1, versions: 1, commits: 3 })
    assert.deepEqual(readdirSync(scratch.path('models')).sort(), ['.pedigree', 'pedigree.yaml'])
    assert.match(readFileSync(scratch.path('models/pedigree.yaml'), 'utf8'), /^registry: \/.*\/team\/models$/m)
    assert.deepEqual(
      readdirSync(scratch.path('models/.pedigree')).filter((name) => name === 'registry'),
      [],
    )
    const [version] = await scratch.ok('versions', 'churn', '--workspace', 'models', '--no-sync')
    assert.equal(version.stage, 'production')
    const pulled = await scratch.ok('pull', 'churn@champion', 'out', '--workspace', 'models')
    assert.equal(pulled.files.length, 3)
  })
  it('G1 says what to do next', async () => {
    const { stdout } = await scratch.run('clone', registry, 'work/here')
    assert.match(stdout, /Cloned .*: 1 model, 1 version\n/)
    assert.match(stdout, /Next: cd work\/here; pedigree models/)
  })
  it('G1 makes a workspace of a project that is named', async () => {
    mkdirSync(scratch.path('project'))
    writeFileSync(scratch.path('project/train.py'), '')
    await scratch.ok('clone', registry, 'project')
    assert.deepEqual(readdirSync(scratch.path('project')).sort(), ['.pedigree', 'pedigree.yaml', 'train.py'])
  })

  const refused: [string, string[], number, string, RegExp][] = [
    ['there is no registry', ['clone', '../nothing', 'out'], 1, 'registry-missing', /nothing/],
    ['the folder of that name holds something', ['clone', '../team/models'], 1, 'target-not-empty', /clone URL DIR/],
    ['the folder is a workspace already', ['clone', '../team/models', '.'], 1, 'registry-exists', /pedigree status/],
    ['the folder is a file', ['clone', '../team/models', 'model/notes.txt'], 2, 'bad-usage', /is a file/],
    ['the address has no name', ['clone', '/'], 2, 'bad-usage', /clone URL DIR/],
    ['the address is no bucket', ['clone', 's3://', 'out'], 2, 'bad-usage', /s3:\/\/bucket/],
    ['the store is of no known kind', ['clone', 'gs://team/models', 'out'], 1, 'store-unsupported', /gs:/],
    ['a region is given for a folder', ['clone', '../team/models', 'out', '--region', 'x'], 2, 'bad-usage', /region/],
    ['the endpoint is no address', ['clone', 's3://team', 'out', '--endpoint-url', 'x'], 2, 'bad-usage', /endpoint/],
    [
      'the registry is named twice',
      ['clone', '../team/models', 'out', '--registry', 'x'],
      2,
      'bad-usage',
      /URL \[DIR\]/,
    ],
  ]
  for (const [what, args, exit, code, says] of refused)
    it(`G1 is refused when ${what}`, async () => {
      scratch.write('models/something', '')
      const before = readdirSync(scratch.workspace, { recursive: true }).sort()
      const { code: exited, json } = await scratch.run(...args, '--json')
      assert.deepEqual([exited, json.error.code], [exit, code])
      assert.match(`${json.error.message} ${json.error.hint}`, says)
      assert.deepEqual(readdirSync(scratch.workspace, { recursive: true }).sort(), before)
    })
  it('G1 leaves nothing when nobody answers', async () => {
    Object.assign(scratch.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-east-1' })
    const endpoint = `http://127.0.0.1:${await freePort()}`
    const { json } = await scratch.run('clone', 's3://team/stuff', '--endpoint-url', endpoint, '--json')
    assert.equal(json.error.code, 'store-unreachable')
    assert.ok(!existsSync(scratch.path('stuff')))
  })
  it('G1 leaves nothing when the log is not the one that this machine saw', async () => {
    rmSync(join(registry, 'log/00000000000000000002.json'))
    const { json } = await scratch.run('clone', registry, 'out', '--json')
    assert.equal(json.error.code, 'log-forked')
    assert.ok(!existsSync(scratch.path('out')))
  })
})

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../host/freePort'
import { withTmpfs } from '../store/tmpfs'
import { Scratch } from './pedigree'

describe('pedigree push', () => {
  let scratch: Scratch
  let copy: string
  beforeEach(async () => {
    scratch = new Scratch()
    copy = join(scratch.folder, 'copy')
    scratch.model()
    await scratch.ok('init')
    await scratch.ok('register', 'churn', 'model', '--label', 'rc1')
    await scratch.ok('promote', 'churn@1', 'production')
  })
  afterEach(() => scratch.remove())

  it('G2 copies a registry, and says how to change over to it', async () => {
    const { stdout } = await scratch.run('push', '../copy')
    assert.match(stdout, /^Copied to .*\/copy: 3 commits, 3 files/)
    assert.match(stdout, /pedigree push \.\.\/copy --use/)
    assert.equal((await scratch.ok('status')).registry, scratch.path('.pedigree/registry'))
    assert.equal((await scratch.ok('verify', '--files', '--registry', copy)).ok, true)
  })
  it('G3 has nothing to send the second time, and changes over when asked', async () => {
    await scratch.ok('push', copy)
    const again = await scratch.ok('push', copy, '--use')
    assert.deepEqual(
      [again.commits, again.blobs.sent, again.created, again.used],
      [{ total: 3, sent: 0 }, 0, false, true],
    )
    assert.match(readFileSync(scratch.path('pedigree.yaml'), 'utf8'), new RegExp(`^registry: ${copy}$`, 'm'))
    await scratch.ok('register', 'churn', 'model')
    assert.equal((await scratch.ok('status')).registry, copy)
    assert.equal((await scratch.ok('versions', 'churn')).length, 2)
    // What this machine saw of the old one is of the same registry, so that it is missed there now.
    const { json } = await scratch.run('push', copy, '--registry', scratch.path('.pedigree/registry'), '--json')
    assert.equal(json.error.code, 'log-forked')
  })
  it('G3 keeps what else pedigree.yaml says', async () => {
    scratch.write(
      'pedigree.yaml',
      '# ours\nregistry: .pedigree/registry # here\nmodels:\n  churn:\n    stages: [dev] # the one\n',
    )
    await scratch.ok('push', copy, '--use')
    assert.equal(
      readFileSync(scratch.path('pedigree.yaml'), 'utf8'),
      `# ours\nregistry: ${copy} # here\nmodels:\n  churn:\n    stages: [ dev ] # the one\n`,
    )
  })
  it('G8 says what stays behind', async () => {
    const other = await another()
    const { stdout } = await scratch.run('push', other, 'churn')
    assert.match(stdout, /churn@1 is churn@2 there\n/)
    assert.match(stdout, /1 version, 0 evaluations, 0 files \(0 B\); 0 versions there already/)
    assert.match(stdout, /churn@2 is there without its label rc1: churn@1 already has/)
    assert.match(stdout, /Stages and aliases stay behind \(1 version in a stage, 1 alias here\)/)
  })

  const refused: [string, () => Promise<string[]> | string[], number, string, RegExp][] = [
    ['another registry is there', async () => ['push', await another()], 1, 'other-registry', /push URL MODEL/],
    ['something else is there', () => ['push', 'model'], 1, 'target-not-empty', /deep\/empty\.bin/],
    ['it is there already', () => ['push', '.pedigree/registry'], 2, 'bad-usage', /is this one/],
    ['models are sent to where it is', () => ['push', '.pedigree/registry', 'churn'], 2, 'bad-usage', /is this one/],
    ['there is no such model', async () => ['push', await another(), 'chrun'], 1, 'no-such-model', /"churn"/],
    ['there is no registry to take models', () => ['push', '../copy', 'churn'], 1, 'registry-missing', /copy/],
    ['models are to be used', () => ['push', '../copy', 'churn', '--use'], 2, 'bad-usage', /--use/],
    [
      'there is no workspace to change over',
      () => ['push', '../copy', '--use', '--registry', '.pedigree/registry'],
      2,
      'bad-usage',
      /pedigree\.yaml/,
    ],
    ['a profile is given for a folder', () => ['push', '../copy', '--profile', 'x'], 2, 'bad-usage', /profile/],
    ['the store is of no known kind', () => ['push', 'gs://team/models'], 1, 'store-unsupported', /gs:/],
    ['a file is there', () => ['push', 'model/notes.txt'], 2, 'bad-file', /a file is where/],
  ]
  for (const [what, words, exit, code, says] of refused)
    it(`G4 is refused when ${what}`, async () => {
      const args = await words()
      const before = readdirSync(scratch.folder, { recursive: true })
        .filter((path) => !isOfPerson(String(path)))
        .sort()
      const { code: exited, json } = await scratch.run(...args, '--json')
      assert.deepEqual([exited, json.error.code], [exit, code], json.error.message)
      assert.match(`${json.error.message} ${json.error.hint}`, says)
      const after = readdirSync(scratch.folder, { recursive: true })
        .filter((path) => !isOfPerson(String(path)))
        .sort()
      assert.deepEqual(after, before)
    })
  it('G4 is refused when nobody answers', async () => {
    Object.assign(scratch.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-east-1' })
    const endpoint = `http://127.0.0.1:${await freePort()}`
    for (const more of [[], ['churn']]) {
      const { json } = await scratch.run('push', 's3://team/models', ...more, '--endpoint-url', endpoint, '--json')
      assert.equal(json.error.code, 'store-unreachable')
    }
  })
  it('G3 goes on after the disk was full', async function () {
    scratch.write('model/large.bin', Buffer.alloc(3_000_000, 1))
    await scratch.ok('register', 'churn', 'model')
    await withTmpfs(this, join(scratch.folder, 'small'), 'size=1m', async (remount) => {
      const place = join(scratch.folder, 'small', 'copy')
      const { json } = await scratch.run('push', place, '--json')
      assert.equal(json.error.code, 'registry-full')
      assert.ok(!existsSync(join(place, 'log/00000000000000000000.json')))
      remount('size=20m')
      assert.deepEqual((await scratch.ok('push', place)).commits.total, 4)
      assert.equal((await scratch.ok('verify', '--files', '--registry', place)).ok, true)
    })
  })

  /** A registry that is in use, with a version of the same model. */
  async function another(): Promise<string> {
    const registry = join(scratch.folder, 'other')
    scratch.write('elsewhere/notes.txt', '')
    await scratch.ok('init', '--workspace', 'elsewhere', '--registry', registry)
    await scratch.ok('register', 'churn', 'model', '--label', 'rc1', '--workspace', 'elsewhere')
    return registry
  }
  const isOfPerson = (path: string) => /^(state|cache)\b|\.db(-\w+)?$/.test(path)
})

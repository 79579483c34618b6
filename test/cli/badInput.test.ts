import assert from 'node:assert/strict'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'
import { run, Scratch } from './pedigree'

interface Case {
  title: string
  args: string[]
  prepare?: (scratch: Scratch) => void
  exit: 1 | 2
  code: string
  /** What the sentence and the hint must say. */
  says: RegExp
  /** Run as a person without rights on files of others. */
  asNobody?: true
}

const registered = (name: string) => (scratch: Scratch) => scratch.write(name, 'x')

const cases: Case[] = [
  {
    title: 'an unknown model',
    args: ['show', 'chrun@1'],
    exit: 1,
    code: 'no-such-model',
    says: /Did you mean "churn"/,
  },
  { title: 'an unknown version', args: ['show', 'churn@9'], exit: 1, code: 'no-such-version', says: /churn.*"9"/ },
  {
    title: 'an unknown alias',
    args: ['show', 'churn@chalenger'],
    exit: 1,
    code: 'no-such-version',
    says: /Did you mean "challenger"/,
  },
  {
    title: 'an unknown run',
    args: ['diff', 'churn@1', 'run:nightly-1'],
    exit: 1,
    code: 'no-such-run',
    says: /no run "nightly-1"/,
  },
  {
    title: 'an alias to remove that is not there',
    args: ['alias', 'rm', 'churn', 'challengr'],
    exit: 1,
    code: 'no-such-alias',
    says: /Did you mean "challenger"/,
  },
  {
    title: 'an unknown stage',
    args: ['promote', 'churn@1', 'prod'],
    exit: 1,
    code: 'no-such-stage',
    says: /staging, shadow, production/,
  },
  {
    title: 'a mistyped stage',
    args: ['promote', 'churn@1', 'prodution'],
    exit: 1,
    code: 'no-such-stage',
    says: /Did you mean "production"/,
  },
  {
    title: 'an empty stage',
    args: ['resolve', 'churn@shadow'],
    exit: 1,
    code: 'no-such-version',
    says: /No version of churn is in shadow/,
  },
  { title: 'a reference that is none', args: ['show', 'churn'], exit: 2, code: 'bad-reference', says: /model@3/ },
  {
    title: 'a model name with an @',
    args: ['register', 'a@b', 'model'],
    exit: 2,
    code: 'bad-model-name',
    says: /none of @/,
  },
  {
    title: 'a folder without files',
    args: ['register', 'churn', 'nothing'],
    prepare: (scratch) => mkdirSync(scratch.path('nothing')),
    exit: 1,
    code: 'nothing-to-register',
    says: /nothing has no files/,
  },
  {
    title: 'a path where nothing is',
    args: ['register', 'churn', 'nowhere'],
    exit: 1,
    code: 'no-such-path',
    says: /nowhere/,
  },
  {
    title: 'a file that may not be read',
    args: ['register', 'churn', 'secret.bin'],
    prepare: (scratch) => chmodSync(registered('secret.bin')(scratch), 0o000),
    exit: 1,
    code: 'file-unreadable',
    says: /secret\.bin.*permissions/,
    asNobody: true,
  },
  {
    title: 'a link out of the folder',
    args: ['register', 'churn', 'linked'],
    prepare: (scratch) => symlinkSync('/etc/hostname', join(mkdir(scratch, 'linked'), 'host')),
    exit: 1,
    code: 'link-out-of-folder',
    says: /linked\/host/,
  },
  {
    title: 'a link up and out of the folder',
    args: ['register', 'churn', 'linked'],
    prepare: (scratch) => symlinkSync('../model/notes.txt', join(mkdir(scratch, 'linked'), 'notes')),
    exit: 1,
    code: 'link-out-of-folder',
    says: /linked\/notes/,
  },
  {
    title: 'two files of one name',
    args: ['register', 'churn', 'model/notes.txt', 'notes.txt'],
    prepare: registered('notes.txt'),
    exit: 1,
    code: 'duplicate-path',
    says: /notes\.txt/,
  },
  {
    title: 'a metric that is not a number',
    args: ['register', 'churn', 'model', '--metric', 'f1=NaN'],
    exit: 2,
    code: 'bad-metric',
    says: /finite/,
  },
  {
    title: 'an infinite metric',
    args: ['evaluate', 'churn@1', '--metric', 'f1=Infinity'],
    exit: 2,
    code: 'bad-metric',
    says: /finite/,
  },
  {
    title: 'a metric without a value',
    args: ['evaluate', 'churn@1', '--metric', 'f1'],
    exit: 2,
    code: 'bad-metric',
    says: /name=value/,
  },
  {
    title: 'a metrics file with NaN',
    args: ['evaluate', 'churn@1', '--metrics', 'metrics.json'],
    prepare: (scratch) => scratch.write('metrics.json', '{"f1": NaN}'),
    exit: 2,
    code: 'bad-metric',
    says: /metrics\.json.*f1/,
  },
  {
    title: 'a metrics file that is broken',
    args: ['evaluate', 'churn@1', '--metrics', 'metrics.json'],
    prepare: (scratch) => scratch.write('metrics.json', '{"f1": 0.9,\n "x": [}'),
    exit: 2,
    code: 'bad-file',
    says: /metrics\.json:2:\d+/,
  },
  {
    title: 'a parameter without a value',
    args: ['register', 'churn', 'model', '--param', 'depth'],
    exit: 2,
    code: 'bad-param',
    says: /name=value/,
  },
  {
    title: 'a parent of an unknown relation',
    args: ['register', 'churn', 'model', '--parent', 'churn@1:cousin-of'],
    exit: 2,
    code: 'bad-parent',
    says: /retrained-from/,
  },
  {
    title: 'the alias latest',
    args: ['alias', 'set', 'churn@1', 'latest'],
    exit: 2,
    code: 'bad-alias',
    says: /newest/,
  },
  {
    title: 'an alias that reads as a number',
    args: ['alias', 'set', 'churn@1', 'v2'],
    exit: 2,
    code: 'bad-alias',
    says: /number/,
  },
  {
    title: 'an alias with the name of a stage',
    args: ['alias', 'set', 'churn@1', 'production'],
    exit: 2,
    code: 'bad-alias',
    says: /stage/,
  },
  {
    title: 'an alias that follows a stage',
    args: ['alias', 'set', 'churn@1', 'champion'],
    exit: 1,
    code: 'alias-follows',
    says: /follows production/,
  },
  {
    title: 'a label that is taken',
    args: ['label', 'churn@2', 'first'],
    exit: 1,
    code: 'label-taken',
    says: /churn@1/,
  },
  {
    title: 'a rollback with nothing to go back to',
    args: ['rollback', 'churn', '--code', 'other', '--reason', 'x'],
    exit: 1,
    code: 'no-earlier-holder',
    says: /no earlier version/,
  },
  {
    title: 'a rollback without a reason',
    args: ['rollback', 'churn', '--code', 'other', '--reason', ' '],
    exit: 2,
    code: 'reason-required',
    says: /reason/,
  },
  {
    title: 'a rollback of an unknown kind',
    args: ['rollback', 'churn', '--code', 'bad', '--reason', 'x'],
    exit: 2,
    code: 'bad-usage',
    says: /accuracy-regression/,
  },
  {
    title: 'a rollback to a version that never held it',
    args: ['rollback', 'churn', '--to', 'churn@2', '--code', 'other', '--reason', 'x'],
    exit: 1,
    code: 'not-an-earlier-holder',
    says: /churn@2/,
  },
  {
    title: 'emptying production',
    args: ['archive', 'churn@1', '--reason', 'old'],
    exit: 1,
    code: 'would-leave-empty',
    says: /--leave-empty/,
  },
  { title: 'a date that is none', args: ['at', 'yesterday'], exit: 2, code: 'bad-date', says: /2026-11-14/ },
  { title: 'a day that does not exist', args: ['at', '2026-02-30'], exit: 2, code: 'bad-date', says: /2026-02-30/ },
  {
    title: 'a filter that breaks off',
    args: ['search', 'metrics.f1 >'],
    exit: 2,
    code: 'bad-filter',
    says: /character 13/,
  },
  {
    title: 'a filter on an unknown field',
    args: ['search', 'colour = 1'],
    exit: 2,
    code: 'bad-filter',
    says: /metrics\.…/,
  },
  {
    title: 'pulling over other files',
    args: ['pull', 'churn@1', 'out'],
    prepare: registered('out/notes.txt'),
    exit: 1,
    code: 'target-not-empty',
    says: /notes\.txt/,
  },
  {
    title: 'a diff of one version',
    args: ['diff', 'churn@1'],
    exit: 2,
    code: 'bad-usage',
    says: /missing required argument/,
  },
  {
    title: 'a command that is none',
    args: ['promot', 'churn@1', 'staging'],
    exit: 2,
    code: 'bad-usage',
    says: /promote/,
  },
  { title: 'a second init', args: ['init'], exit: 1, code: 'registry-exists', says: /pedigree status/ },
  {
    title: 'an unknown item of pending',
    args: ['pending', 'retry', 'abc'],
    exit: 1,
    code: 'no-such-pending',
    says: /abc/,
  },
  {
    title: 'params that are nested without end',
    args: ['register', 'churn', 'model', '--params', 'deep.json'],
    prepare: (scratch) => scratch.write('deep.json', '['.repeat(20_000) + ']'.repeat(20_000)),
    exit: 2,
    code: 'bad-file',
    says: /deep\.json/,
  },
  {
    title: 'broken YAML',
    args: ['status'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 'registry: here\nmodels: [\n'),
    exit: 2,
    code: 'bad-config',
    says: /pedigree\.yaml:\d+:\d+/,
  },
  {
    title: 'an unknown key',
    args: ['status'],
    prepare: (scratch) => scratch.write('pedigree.yaml', '# here\nregistri: there\n'),
    exit: 2,
    code: 'bad-config',
    says: /pedigree\.yaml:2:1.*"registry"/,
  },
  {
    title: 'a registry that is not there',
    args: ['models'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 'registry: ./gone\n'),
    exit: 1,
    code: 'registry-missing',
    says: /gone/,
  },
  {
    title: 'an unknown key below another',
    args: ['status'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 's3:\n  regin: eu-west-1\n'),
    exit: 2,
    code: 'bad-config',
    says: /pedigree\.yaml:2:3.*"regin"; did you mean "region"/,
  },
  {
    title: 'an endpoint that is no address',
    args: ['status'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 's3: { endpoint: localhost }\n'),
    exit: 2,
    code: 'bad-config',
    says: /pedigree\.yaml:1:17.*http/,
  },
  {
    title: 'the address of no bucket',
    args: ['models'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 'registry: s3://team/../models\n'),
    exit: 2,
    code: 'bad-usage',
    says: /s3:\/\/bucket/,
  },
  {
    title: 'a bucket that nobody answers for',
    args: ['models'],
    prepare: (scratch) => {
      scratch.env['AWS_ACCESS_KEY_ID'] = scratch.env['AWS_SECRET_ACCESS_KEY'] = 'some'
      scratch.env['PEDIGREE_TRUST'] = 's3://team/models endpoint=http://127.0.0.1:1'
      scratch.write('pedigree.yaml', 'registry: s3://team/models\ns3: { endpoint: "http://127.0.0.1:1" }\n')
    },
    exit: 1,
    code: 'store-unreachable',
    says: /127\.0\.0\.1:1/,
  },
  {
    title: 'a kind of registry that is not supported',
    args: ['models'],
    prepare: (scratch) => scratch.write('pedigree.yaml', 'registry: gopher://x/y\n'),
    exit: 1,
    code: 'store-unsupported',
    says: /gopher/,
  },
  {
    title: 'a registry that may not be written',
    args: ['promote', 'churn@2', 'staging'],
    prepare: (scratch) => chmodSync(scratch.path('.pedigree/registry/staging'), 0o555),
    exit: 1,
    code: 'registry-unwritable',
    says: /permissions/,
    asNobody: true,
  },
  {
    title: 'a log whose end was cut off',
    args: ['models'],
    prepare: (scratch) => rmSync(lastCommit(scratch)),
    exit: 1,
    code: 'log-forked',
    says: /missing or different/,
  },
  {
    title: 'a log whose end was cut off, and no index',
    args: ['models'],
    prepare: (scratch) => (rmSync(lastCommit(scratch)), forgetIndex(scratch)),
    exit: 1,
    code: 'log-forked',
    says: /missing or different/,
  },
  {
    title: 'a log that was rewritten',
    args: ['models'],
    prepare: (scratch) => writeFileSync(lastCommit(scratch), '{}'),
    exit: 1,
    code: 'log-forked',
    says: /missing or different/,
  },
  {
    title: 'a clock that is ten minutes slow',
    args: ['promote', 'churn@2', 'staging'],
    prepare: (scratch) => clockOff(scratch, -10),
    exit: 1,
    code: 'clock-skew',
    says: /10 minutes/,
  },
  {
    title: 'a clock that is ten minutes fast',
    args: ['promote', 'churn@2', 'staging'],
    prepare: (scratch) => clockOff(scratch, 10),
    exit: 1,
    code: 'clock-skew',
    says: /10 minutes/,
  },
]

describe('bad input', function () {
  this.timeout(60_000)
  let made: Scratch
  before(async () => {
    made = new Scratch()
    made.model()
    await made.ok('init')
    await made.ok('register', 'churn', 'model', '--label', 'first')
    await made.ok('register', 'churn', 'model')
    await made.ok('alias', 'set', 'churn@2', 'challenger')
    await made.ok('promote', 'churn@1', 'production')
  })
  after(() => made.remove())

  for (const { title, args, prepare, exit, code, says, asNobody } of cases)
    it(`answers ${title} with one sentence and a code, and changes nothing`, async () => {
      const scratch = copyOf(made)
      try {
        prepare?.(scratch)
        const before = commits(scratch)
        if (asNobody) await run('chown', ['-R', 'nobody', scratch.folder])
        const asked = await scratch.run(...args, '--json')
        const read = await scratch.run(...args)
        assert.equal(asked.json?.error?.code, code, asked.stdout + asked.stderr)
        assert.match(`${asked.json.error.message} ${asked.json.error.hint}`, says)
        assert.equal(asked.code, exit)
        assert.equal(read.code, exit)
        assert.equal(read.stdout, '')
        assert.match(read.stderr.replaceAll('\n', ' '), says)
        assert.doesNotMatch(read.stderr, /^\s+at /m)
        assert.deepEqual(commits(scratch), before)
      } finally {
        scratch.remove()
      }

      function copyOf(other: Scratch): Scratch {
        const copy = new Scratch(asNobody ? { uid: 65534, gid: 65534 } : {})
        cpSync(other.folder, copy.folder, { recursive: true, preserveTimestamps: true })
        return copy
      }
    })

  it('says when there is no room for the index, or it may not be written', async function () {
    const scratch = copyTo(new Scratch(), made)
    const state = scratch.path('.pedigree')
    const registry = join(scratch.folder, 'registry')
    renameSync(join(state, 'registry'), registry)
    scratch.write('pedigree.yaml', 'registry: ../registry')
    if ((await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', state])).code !== 0) return this.skip()
    try {
      const ran = await scratch.run('models', '--json')
      assert.deepEqual([ran.code, ran.json.error.code], [1, 'disk-full'])
    } finally {
      await run('umount', [state])
    }
    assert.equal((await scratch.ok('models')).length, 1)
    scratch.remove()
    return undefined
  })

  it('refuses a state folder that git tracks', async () => {
    const scratch = new Scratch()
    scratch.model()
    await scratch.ok('init')
    await run('git', ['init', '-q'], { cwd: scratch.workspace })
    await run('git', ['add', '-f', '.pedigree'], { cwd: scratch.workspace })
    assert.equal((await scratch.run('models', '--json')).json.error.code, 'registry-tracked')
    scratch.remove()
  })

  it('says when the disk of the registry is full, and goes on when there is room again', async function () {
    const scratch = new Scratch()
    scratch.model()
    const disk = mkdir(scratch, 'disk')
    if ((await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])).code !== 0) return this.skip()
    try {
      await scratch.ok('init', '--registry', './disk/registry')
      scratch.write('big.bin', Buffer.alloc(2_000_000, 1))
      const full = await scratch.run('register', 'churn', 'big.bin', '--json')
      assert.deepEqual([full.code, full.json.error.code], [1, 'registry-full'])
      assert.deepEqual(readdirSync(join(disk, 'registry/staging')), [])
      assert.equal((await scratch.ok('register', 'churn', 'model')).version, 1)
    } finally {
      await run('umount', [disk])
      scratch.remove()
    }
  })

  describe('in the log', () => {
    it('counts and shows a commit that is not JSON, and an event of an unknown type; everything else works', async () => {
      const scratch = copyTo(new Scratch(), made)
      append(scratch, [{ type: 'moon.landed', who: 'nobody' }])
      writeFileSync(join(scratch.path('.pedigree/registry'), logKey(commits(scratch).length)), 'not JSON')
      const status = await scratch.ok('status')
      assert.equal(status.unreadEvents, 1)
      assert.equal(status.damagedCommits.length, 1)
      const log: { type: string; problem?: string }[] = await scratch.ok('log')
      assert.match(log.find(({ type }) => type === 'moon.landed')!.problem!, /newer/)
      assert.equal((await scratch.ok('promote', 'churn@2', 'production')).displaced, 1)
      const verified = await scratch.run('verify', '--json')
      assert.equal(verified.code, 1)
      assert.match(
        verified.json.problems.map(({ message }: { message: string }) => message).join(),
        /Commit 6: it is not JSON/,
      )
      scratch.remove()
    })

    it('reads on, and refuses to write or resolve, where a feature is required that it lacks', async () => {
      const scratch = copyTo(new Scratch(), made)
      append(scratch, [{ type: 'model.described', model: 'churn', description: 'later' }], ['time-travel'])
      const models = await scratch.run('models', '--json')
      assert.equal(models.json[0].description, 'later')
      assert.match(models.stderr, /time-travel/)
      for (const args of [
        ['promote', 'churn@2', 'staging'],
        ['resolve', 'churn@1'],
      ]) {
        const refused = await scratch.run(...args, '--json')
        assert.deepEqual([refused.code, refused.json.error.code], [1, 'newer-registry'])
      }
      scratch.remove()
    })

    it('V5 names a record that does not match its id, or its files', async () => {
      const scratch = copyTo(new Scratch(), made)
      const { record } = await scratch.ok('show', 'churn@1')
      const event = { type: 'version.registered', model: 'churn' }
      const forged = { ...record, files: record.files.slice(1) }
      append(scratch, [
        { ...event, number: 3, version: 'a'.repeat(64), record },
        { ...event, number: 4, version: sha256Hex(canonicalBytes(forged)), record: forged },
      ])
      const { code, json } = await scratch.run('verify', '--json')
      const messages = json.problems.map(({ message }: { message: string }) => message)
      assert.equal(code, 1)
      assert.deepEqual(messages, [
        'The record of churn@3 does not match its id.',
        'The digest of a version of churn does not match its files.',
      ])
      scratch.remove()
    })

    it('lets no file of a version out of the folder that it is pulled into', async () => {
      for (const path of ['../../evil', '/tmp/evil', 'a/../../evil', 'a\\..\\evil']) {
        const scratch = copyTo(new Scratch(), made)
        const log = readdirSync(scratch.path('.pedigree/registry/log')).map((name) =>
          readFileSync(scratch.path(`.pedigree/registry/log/${name}`), 'utf8'),
        )
        const event = log
          .map((text) => JSON.parse(text))
          .flatMap(({ events }) => events)
          .find(({ type }) => type === 'version.registered')
        const record = { ...event.record, files: [{ ...event.record.files[0], path }] }
        append(scratch, [{ ...event, number: 3, version: sha256Hex(canonicalBytes(record)), record }])
        const pulled = await scratch.run('pull', 'churn@3', 'out', '--json')
        assert.deepEqual([pulled.code, pulled.json.error.code], [1, 'path-out-of-folder'])
        assert.ok(!existsSync(scratch.path('evil')) && !existsSync(join(scratch.folder, 'evil')))
        scratch.remove()
      }
    })
  })
})

function copyTo(copy: Scratch, other: Scratch): Scratch {
  cpSync(other.folder, copy.folder, { recursive: true, preserveTimestamps: true })
  return copy
}

function mkdir(scratch: Scratch, name: string): string {
  mkdirSync(scratch.path(name))
  return scratch.path(name)
}

const logFolder = (scratch: Scratch) => scratch.path('.pedigree/registry/log')
const commits = (scratch: Scratch): string[] => readdirSync(logFolder(scratch)).sort()
const lastCommit = (scratch: Scratch): string => join(logFolder(scratch), commits(scratch).at(-1)!)

function forgetIndex(scratch: Scratch): void {
  for (const name of readdirSync(scratch.path('.pedigree')))
    if (name.startsWith('index.db')) rmSync(scratch.path(`.pedigree/${name}`))
}

/** Writes a commit by hand, as another program might. */
function append(scratch: Scratch, events: unknown[], requires?: string[]): void {
  const previous = readFileSync(lastCommit(scratch))
  const { seq, at } = JSON.parse(previous.toString()) as { seq: number; at: string }
  const commit = {
    v: 1,
    seq: seq + 1,
    prev: sha256Hex(previous),
    id: `01a1fd2a-5ae2-75d5-9d26-${String(Date.now()).slice(-12).padStart(12, '0')}`,
    at: new Date(Date.parse(at) + 1).toISOString(),
    actor: { name: 'Eve', email: 'eve@example.com' },
    client: 'by hand',
    events,
    ...(requires ? { requires } : {}),
  }
  const path = join(scratch.path('.pedigree/registry'), logKey(seq + 1))
  writeFileSync(`${path}.part`, canonicalBytes(commit))
  renameSync(`${path}.part`, path)
}

/** The program's clock, not the machine's: the file system keeps the right time. */
function clockOff(scratch: Scratch, minutes: number): void {
  const script = scratch.write('clock.cjs', `const real = Date.now; Date.now = () => real() + ${minutes * 60_000}`)
  scratch.env['NODE_OPTIONS'] = `--require ${script}`
}

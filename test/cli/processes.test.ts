import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run, Scratch } from './pedigree'

const writer = join(__dirname, 'writer.js')

interface Version {
  id: string
  version: number
  stage: string
}

describe('several processes on one folder registry', function () {
  this.timeout(300_000)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = new Scratch()
    scratch.model()
    await scratch.ok('init')
  })
  afterEach(() => scratch.remove())

  it('A7 number 200 versions without a gap when 8 of them register and promote 25 times each', async () => {
    const ran = await Promise.all(
      Array.from({ length: 8 }, () => run(process.execPath, [writer, scratch.workspace, '25'], { env: scratch.env })),
    )
    assert.deepEqual(
      ran.map(({ code, signal }) => code ?? signal),
      Array(8).fill(0),
      ran.map(({ stderr }) => stderr).join('\n'),
    )
    const versions: Version[] = await scratch.ok('versions', 'churn')
    assert.deepEqual(
      versions.map(({ version }) => version).sort((a, b) => a - b),
      Array.from({ length: 200 }, (_, i) => i + 1),
    )
    assert.equal(versions.filter(({ stage }) => stage === 'production').length, 1)

    const said = ran.flatMap(({ stdout }) => stdout.split('\n')).map((line) => line.split(' '))
    const promoted = said.filter(([word]) => word === 'promoted').map(([, id]) => id)
    const refused = said.filter(([word]) => word === 'refused')
    assert.equal(promoted.length + refused.length, 200)
    assert.deepEqual(
      [...new Set(refused.map(([, , code]) => code))].filter((code) => code !== 'holder-changed'),
      [],
    )

    const log: { type: string; version: number; to?: string }[] = await scratch.ok('log', 'churn')
    const entered = log.filter(({ type, to }) => type === 'stage.entered' && to === 'production')
    assert.equal(entered.length, promoted.length)
    assert.equal((await scratch.ok('verify', '--files')).ok, true)
  })

  it('A8 loses nothing and repeats nothing when they are killed at 200 moments', async () => {
    const startedAt = Date.now()
    await run(process.execPath, [writer, scratch.workspace, '4'], { env: scratch.env })
    const turn = (Date.now() - startedAt) / 4
    const answered: { registered: string[]; promoted: string[] } = { registered: [], promoted: [] }
    const lane = async () => {
      for (let kill = 0; kill < 100; kill++) {
        const { stdout } = await killedAfter(Math.random() * 2 * turn)
        for (const [word, id] of stdout.split('\n').map((line) => line.split(' '))) {
          if (word === 'registered') answered.registered.push(id!)
          if (word === 'promoted') answered.promoted.push(id!)
        }
      }
    }
    await Promise.all([lane(), lane()])

    // The next command needs no repair by hand, and finishes what was left open.
    await scratch.ok('register', 'churn', 'model')
    assert.deepEqual(
      (await scratch.ok('pending')).filter(({ state }: { state: string }) => state === 'open'),
      [],
    )
    const versions: Version[] = await scratch.ok('versions', 'churn')
    const ids = versions.map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(
      answered.registered.filter((id) => !ids.includes(id)),
      [],
    )
    assert.deepEqual(
      versions.map(({ version }) => version).sort((a, b) => a - b),
      ids.map((_, i) => i + 1),
    )
    const entered = (
      (await scratch.ok('log', 'churn')) as { type: string; to?: string; seq: number; version: number }[]
    )
      .filter(({ type, to }) => type === 'stage.entered' && to === 'production')
      .map(({ version }) => versions.find((row) => row.version === version)!.id)
    assert.deepEqual(
      answered.promoted.filter((id) => !entered.includes(id)),
      [],
    )
    assert.equal(new Set(entered).size, entered.length)
    assert.ok(answered.registered.length > 0, 'every one was killed before it was answered')
    assert.equal((await scratch.ok('verify', '--files')).ok, true)
  })

  /** Starts a writer, kills it that many milliseconds after it began to write, and gives back what it said. */
  async function killedAfter(milliseconds: number): Promise<{ stdout: string }> {
    const child = spawn(process.execPath, [writer, scratch.workspace, '50'], {
      env: scratch.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    const closed = new Promise<NodeJS.Signals | null>((done) => child.on('close', (_, signal) => done(signal)))
    const ready = new Promise<void>((done) => {
      child.stdout.on('data', (text) => {
        stdout += String(text)
        if (stdout.includes('ready')) done()
      })
    })
    await Promise.race([ready, closed])
    await sleep(milliseconds)
    child.kill('SIGKILL')
    assert.equal(await closed, 'SIGKILL', 'the writer ended by itself')
    return { stdout }
  }
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run, type Scratch } from '../cli/pedigree'
import { faultyProxy } from './faultyProxy'
import { People } from './people'

const writer = join(__dirname, '../cli/writer.js')

interface Version {
  id: string
  version: number
  stage: string
}
interface Entered {
  type: string
  to?: string
  version: number
}

describe('two workspaces on one bucket', function () {
  this.timeout(300_000)
  let people: People
  let ada: Scratch
  let grace: Scratch
  beforeEach(async () => {
    people = new People()
    ada = people.person('Ada')
    await ada.ok('init', '--registry', people.url)
    ada.model()
    await ada.ok('register', 'churn', 'model')
    grace = await people.colleague('Grace')
    grace.model('model', 'two')
    await grace.ok('register', 'churn', 'model')
  })
  afterEach(() => people.remove())

  it('G12 see what the other does', async () => {
    await ada.ok('promote', 'churn@1', 'production', '--reason', 'it is good')
    const seen = await grace.ok('show', 'churn@production')
    assert.equal(seen.version, 1)
    const entry = (await grace.ok('log', 'churn')).findLast(({ type }: Entered) => type === 'stage.entered')
    assert.deepEqual([entry.actor.name, entry.reason], ['Ada', 'it is good'])
    await grace.ok('promote', 'churn@2', 'production')
    assert.equal((await ada.ok('resolve', 'churn@champion')).version, 2)
    assert.equal((await ada.ok('resolve', 'churn@rollback')).version, 1)
  })

  it('G12 promote at one moment: one wins, and the other is told who and what holds now', async function () {
    const { endpoint } = people.place
    if (!endpoint?.startsWith('http:')) return this.skip()
    const proxy = await faultyProxy(endpoint)
    try {
      grace.env['AWS_ENDPOINT_URL'] = proxy.endpoint
      let done = () => {}
      const until = new Promise<void>((resolve) => (done = resolve))
      // Her commit is on its way when his lands.
      proxy.fault = { request: /^PUT .*\/log\//, how: 'hold', times: 1, until }
      const promoting = grace.run('promote', 'churn@2', 'production', '--json')
      while (proxy.fault.times) await sleep(20)
      await ada.ok('promote', 'churn@1', 'production')
      done()
      const { code, json } = await promoting
      assert.equal(code, 1)
      assert.equal(json.error.code, 'holder-changed')
      assert.match(json.error.message, /^production changed hands meanwhile: churn@1 holds it now, put there by Ada\.$/)
      assert.deepEqual([json.holder.model, json.holder.version, json.by], ['churn', 1, 'Ada'])
      for (const person of [ada, grace]) {
        assert.equal((await person.ok('show', 'churn@production')).version, 1)
        assert.deepEqual(await person.ok('pending'), [])
        const entered = ((await person.ok('log', 'churn')) as Entered[]).filter(({ type }) => type === 'stage.entered')
        assert.deepEqual(
          entered.map(({ version }) => version),
          [1],
        )
      }
      // Having looked again, she may.
      assert.equal((await grace.ok('promote', 'churn@2', 'production')).displaced, 1)
    } finally {
      await proxy.close()
    }
  })
  it('G12 promote as fast as they can: nothing displaces what it has not seen', async () => {
    for (let round = 0; round < 3; round++) {
      const ran = await Promise.all([
        ada.run('promote', 'churn@1', 'production', '--json'),
        grace.run('promote', 'churn@2', 'production', '--json'),
      ])
      for (const { code, json } of ran)
        if (code !== 0) assert.match(json.error.code, /^(holder-changed|already-in-stage)$/)
      const [first, second] = await Promise.all([ada, grace].map((person) => person.ok('show', 'churn@production')))
      assert.equal(first.version, second.version)
    }
    await assertWhole([ada, grace])
  })

  it('A7 number without a gap when two processes of each register and promote', async () => {
    const ran = await Promise.all(
      [ada, grace, ada, grace].map(({ workspace, env }) => run(process.execPath, [writer, workspace, '8'], { env })),
    )
    assert.deepEqual(
      ran.map(({ code, signal }) => code ?? signal),
      [0, 0, 0, 0],
      ran.map(({ stderr }) => stderr).join('\n'),
    )
    const said = ran.flatMap(({ stdout }) => stdout.split('\n')).map((line) => line.split(' '))
    const refused = said.filter(([word]) => word === 'refused').map(([, , code]) => code)
    assert.deepEqual(
      refused.filter((code) => code !== 'holder-changed'),
      [],
    )
    const promoted = said.filter(([word]) => word === 'promoted').map(([, id]) => id!)
    assert.equal(promoted.length + refused.length, 32)
    const versions = await assertWhole([ada, grace])
    assert.equal(versions.length, 34)
    assert.equal((await enteredBy(ada, versions)).length, promoted.length)
  })

  it('A8 lose nothing and repeat nothing when they are killed at any moment', async () => {
    const startedAt = Date.now()
    await Promise.all(
      [ada, grace].map(({ workspace, env }) => run(process.execPath, [writer, workspace, '2'], { env })),
    )
    const turn = Date.now() - startedAt
    const answered = { registered: [] as string[], promoted: [] as string[] }
    const lane = async (person: Scratch) => {
      for (let kill = 0; kill < 6; kill++) {
        const stdout = await killedAfter(person, Math.random() * turn)
        for (const [word, id] of stdout.split('\n').map((line) => line.split(' '))) {
          if (word === 'registered') answered.registered.push(id!)
          if (word === 'promoted') answered.promoted.push(id!)
        }
      }
    }
    await Promise.all([ada, grace, ada, grace].map(lane))
    // The next command of each finishes what was left open, without a repair by hand.
    for (const person of [ada, grace]) await person.ok('register', 'churn', 'model')
    const versions = await assertWhole([ada, grace])
    const ids = versions.map(({ id }) => id)
    assert.deepEqual(
      answered.registered.filter((id) => !ids.includes(id)),
      [],
    )
    const entered = await enteredBy(ada, versions)
    assert.deepEqual(
      answered.promoted.filter((id) => !entered.includes(id)),
      [],
    )
    assert.equal(new Set(entered).size, entered.length)
    assert.ok(answered.registered.length > 0, 'every one was killed before it was answered')
  })

  /** All agree, nothing is left open, numbers have no gap, one version is in production. Answers the versions. */
  async function assertWhole(all: Scratch[]): Promise<Version[]> {
    const lists: Version[][] = []
    for (const person of all) {
      lists.push(await person.ok('versions', 'churn'))
      const open = (await person.ok('pending')).filter(({ state }: { state: string }) => state === 'open')
      assert.deepEqual(open, [])
    }
    for (const list of lists) assert.deepEqual(list, lists[0])
    const versions = lists[0]!
    assert.deepEqual(
      versions.map(({ version }) => version).sort((a, b) => a - b),
      versions.map((_, i) => i + 1),
    )
    assert.equal(new Set(versions.map(({ id }) => id)).size, versions.length)
    assert.ok(versions.filter(({ stage }) => stage === 'production').length <= 1)
    assert.deepEqual((await all[0]!.ok('verify', '--files')).problems, [])
    return versions
  }

  /** Ids of the versions that entered production, one for each time. */
  async function enteredBy(person: Scratch, versions: Version[]): Promise<string[]> {
    return ((await person.ok('log', 'churn')) as Entered[])
      .filter(({ type, to }) => type === 'stage.entered' && to === 'production')
      .map(({ version }) => versions.find((row) => row.version === version)!.id)
  }

  /** Starts a writer, kills it that many milliseconds after it began to write, and gives back what it said. */
  async function killedAfter({ workspace, env }: Scratch, milliseconds: number): Promise<string> {
    const child = spawn(process.execPath, [writer, workspace, '50'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    const closed = new Promise<NodeJS.Signals | null>((ended) => child.on('close', (_, signal) => ended(signal)))
    const ready = new Promise<void>((begun) => {
      child.stdout.on('data', (text) => {
        stdout += String(text)
        if (stdout.includes('ready')) begun()
      })
    })
    await Promise.race([ready, closed])
    await sleep(milliseconds)
    child.kill('SIGKILL')
    assert.equal(await closed, 'SIGKILL', 'the writer ended by itself')
    return stdout
  }
})

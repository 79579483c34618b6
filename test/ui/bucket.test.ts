import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Context } from 'mocha'
import { eventually } from '../host/eventually'
import { scratch, type Scratch } from '../host/scratch'
import { skip } from '../host/skip'
import { openWorkbench, type Workbench } from '../host/workbench'
import { type FaultyProxy, faultyProxy } from '../s3/faultyProxy'
import { anywhere, environment, startServer } from '../s3/server'

/** Two machines on one bucket: a window that is connected through a line which can be cut, and a command line. */
describe('a registry in a bucket', () => {
  let stop = async () => {}
  let line: FaultyProxy
  /** The person at the window. */
  let here: Scratch
  /** Another one, in a terminal elsewhere. */
  let there: Scratch
  let workbench: Workbench
  let settings: ReturnType<typeof anywhere>

  before(async function (this: Context) {
    this.timeout(3 * 60_000)
    const started = await startServer()
    if ('missing' in started) {
      skip('test:ui in a bucket', started.missing)
      return this.skip()
    }
    stop = started.stop
    settings = anywhere()
    line = await faultyProxy(settings.endpoint!)
    here = await scratch()
    there = await scratch()
    Object.assign(here.env, {
      PEDIGREE_ACTOR: 'Ada <ada@example.com>',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: 'us-east-1',
    })
    Object.assign(there.env, environment(settings), { PEDIGREE_ACTOR: 'Grace <grace@example.com>' })
    for (const { folder } of [here, there]) {
      mkdirSync(join(folder, 'model'))
      writeFileSync(join(folder, 'model', 'weights.bin'), 'one')
    }
    const env = { ...here.env, ...without(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) }
    workbench = await openWorkbench({ folder: here.folder, env, settings: { 'pedigree.pollInterval': 1 } })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await line?.close()
    await here?.remove()
    await there?.remove()
    await stop()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('bucket-failed')
    if (line) line.cut = false
  })

  const without = (names: string[]) => Object.fromEntries(names.map((name) => [name, '']))
  const rows = async (view: string) =>
    (await workbench.tree(view).rows()).map(({ level, label, description }) =>
      `${'  '.repeat(level - 1)}${label} | ${description}`.trimEnd(),
    )
  const models = () => rows('Models')
  const activity = () => rows('Activity')
  const sees = (look: () => Promise<string[]>, ...expected: RegExp[]) =>
    eventually(async () => {
      const found = (await look()).join('\n')
      for (const row of expected) assert.match(found, row)
    }, 30)
  const register = (label: string) => there.pedigree(['register', 'churn', 'model', '--label', label])

  it('is connected step by step, and nothing is written before the end', async () => {
    const { input } = workbench
    await eventually(async () => assert.match(await workbench.tree('Models').welcome(), /connect a bucket/))
    await workbench.command('Pedigree: Connect Registry…')
    await input.step('Connect Registry')
    await workbench.screenshot('connect-kind')
    await input.pick('In a bucket…')
    await input.step('(2/6)')
    await input.type('team/models')
    await eventually(async () => assert.match(await input.message(), /is not the address of a bucket/))
    await input.answer(settings.url)
    await input.step('(3/6)')
    await input.type('minio:9000')
    await eventually(async () => assert.match(await input.message(), /starts with http/))
    await input.back()
    await input.step('(2/6)')
    assert.equal(await input.value(), settings.url)
    await input.answer(settings.url)
    await input.step('(3/6)')
    await input.answer(line.endpoint)
    await input.step('(4/6)')
    await input.answer('')
    await input.step('(5/6)')
    await workbench.screenshot('connect-access')
    await input.pick('A key that I type…')
    await input.step('(6/8)')
    await input.answer(settings.credentials!.accessKeyId)
    await input.step('(7/8)')
    assert.equal(await input.widget.locator('input[type=password]').count(), 1)
    await input.answer('not-the-secret')
    await input.step('(8/8)')
    await eventually(async () => assert.match(await labels(), /Try again[^]*The credentials for s3.* are not accepted/))
    await workbench.screenshot('connect-refused')
    assert.deepEqual(readdirSync(here.folder), ['model'])
    await input.back()
    await input.step('(7/8)')
    await input.answer(settings.credentials!.secretAccessKey)
    await eventually(async () => assert.match(await labels(), /Make a new registry there/), 120)
    await workbench.screenshot('connect-probes')
    assert.deepEqual(readdirSync(here.folder), ['model'])
    await workbench.page.keyboard.press('Enter')
    await eventually(async () => assert.match(await workbench.tree('Models').welcome(), /registry is empty/), 30)
    const config = readFileSync(join(here.folder, 'pedigree.yaml'), 'utf8')
    assert.ok(config.includes(settings.url) && config.includes(line.endpoint), config)
    // The secret is in no file, wherever one may be.
    const home = dirname(here.folder)
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const secret = settings.credentials!.secretAccessKey
    const telling = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(secret))
    assert.deepEqual([telling, files.length > 3], [[], true])
  }).timeout(240_000)

  const labels = async () =>
    (await workbench.input.items()).map(({ label, description }) => `${label} | ${description}`).join('\n')

  it('shows what others do, within the interval', async () => {
    await there.pedigree(['init', '--registry', settings.url, '--endpoint-url', settings.endpoint!])
    for (const label of ['first', 'second']) await register(label)
    await there.pedigree(['promote', 'churn@1', 'production', '--reason', 'the first of all'])
    await sees(models, /^churn \| production v1 · 2 versions/m)
    await sees(
      activity,
      /^Grace promoted churn@1 to production \| .* · the first of all$/m,
      /^Grace registered churn@2/m,
    )
    await there.pedigree(['promote', 'churn@2', 'staging'])
    const done = Date.now()
    await sees(models, /^churn \| production v1 · staging v2/m)
    console.log(`      after ${Date.now() - done} ms`)
    await workbench.screenshot('activity')
  })

  it('costs one request each time that nothing is new', async () => {
    await workbench.page.waitForTimeout(2000)
    const before = line.requests(/./)
    await workbench.page.waitForTimeout(5000)
    const asked = line.requests(/./) - before
    assert.ok(asked >= 2 && asked <= 6, `${asked} requests in 5 seconds`)
    assert.equal(line.requests(/^GET \S+\/log\//) > 0, true)
  })

  it('opens a version of the log in Models', async () => {
    await workbench.tree('Activity').click(['Grace registered churn@2'])
    await sees(models, /^ {2}v2 second \| staging/m, /^ {4}weights.bin/m)
    await workbench.tree('Models').collapse(['churn', 'v2 second'])
  })

  /** In the window, by the palette. */
  async function promote(version: number, stage: string): Promise<void> {
    const { input } = workbench
    await workbench.command('Pedigree: Promote…')
    await input.step('(1/4)')
    await input.pick('churn')
    await input.step('(2/4)')
    await input.pick(`v${version}`)
    await input.step('(3/4)')
    await input.pick(stage)
    await input.step('(4/4)')
    await input.answer('')
    await workbench.dialog('Promote')
  }
  const status = async () => (await workbench.statusBarItem(/\d+ model/).textContent()) ?? ''
  const cut = async () => {
    line.cut = true
    await eventually(async () => assert.match(await status(), /offline/), 30)
  }

  /** While the line is cut; whoever asked is told that it waits. */
  async function promoteLater(version: number): Promise<void> {
    await promote(version, 'production')
    await workbench.statusBarItem('the change waits on this machine').waitFor({ timeout: 60_000 })
  }

  it('keeps a change while the line is cut, shows it everywhere, and lands it by itself', async () => {
    await cut()
    await promoteLater(2)
    await sees(models, /^ {2}v2 second \| → production \(pending\) · staging/m)
    await sees(activity, /^Promote churn@2 to production \| waiting · /)
    await eventually(async () => assert.match(await status(), /1 model · offline\s+1$/))
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] as const) {
      await workbench.theme(theme)
      await workbench.screenshot(`pending-${theme}`)
    }
    line.cut = false
    await eventually(async () => assert.match((await activity())[0]!, /^Ada promoted churn@2 to production/), 60)
    await sees(models, /^ {2}v2 second \| production · champion/m)
    await eventually(async () => assert.match(await status(), /1 model$/))
  }).timeout(150_000)

  /** A promotion that waits until another has made it impossible. */
  async function conflict(version: number, other: number): Promise<void> {
    await cut()
    await promoteLater(version)
    await sees(activity, new RegExp(`^Promote churn@${version} to production \\| waiting`))
    await there.pedigree(['promote', `churn@${other}`, 'production'])
    line.cut = false
    await workbench.command('Pedigree: Sync Now')
    await sees(activity, new RegExp(`^Promote churn@${version} to production \\| refused: production changed hands`))
    await workbench.notifications.shown(/no longer possible/)
    await workbench.command('Notifications: Clear All Notifications')
  }

  it('says why a change is no longer possible, and drops it when it is told to', async () => {
    await register('third')
    await conflict(1, 3)
    await sees(activity, /^ {2}production changed hands meanwhile: churn@3 holds it now/m)
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] as const) {
      await workbench.theme(theme)
      await workbench.screenshot(`conflict-${theme}`)
    }
    const view = workbench.tree('Activity')
    await view.act(['Promote churn@1 to production'], 'Drop Pending Change')
    assert.match(await workbench.dialog('Cancel'), /Drop “Promote churn@1 to production”\?.*never in the registry/s)
    await view.act(['Promote churn@1 to production'], 'Drop Pending Change')
    await workbench.dialog('Drop')
    await eventually(async () => assert.match((await activity())[0]!, /^Grace promoted churn@3 to production/))
    await eventually(async () => assert.match(await status(), /1 model$/))
  }).timeout(150_000)

  it('tries a refused change again, on the state as it is now', async () => {
    await conflict(1, 2)
    await workbench.tree('Activity').act(['Promote churn@1 to production'], 'Retry Pending Change')
    await eventually(async () => assert.match((await activity())[0]!, /^Ada promoted churn@1 to production/), 30)
    await sees(models, /^ {2}v1 first \| production · champion/m)
    const held = JSON.parse(await there.pedigree(['show', 'churn@production', '--json'])) as { version: number }
    assert.equal(held.version, 1)
  }).timeout(150_000)

  it('shows a version that waits, of a model that nobody has seen yet', async () => {
    await cut()
    await workbench.container('Explorer')
    await workbench.tree('workspace').choose(['model'], 'Register Version…')
    await workbench.input.step('(1/4)')
    await workbench.input.type('price')
    await workbench.input.pick('price')
    for (const step of ['(2/4)', '(3/4)']) {
      await workbench.input.step(step)
      await workbench.input.answer('')
    }
    await workbench.input.step('(4/4)')
    await workbench.input.pick('Register only')
    await workbench.container('Pedigree')
    await sees(models, /^price \| pending$/m, /^ {2}pending \| [0-9a-f]{8}$/m)
    await sees(activity, /^Register price \| waiting/)
    await workbench.screenshot('pending-version')
    line.cut = false
    await workbench.command('Pedigree: Sync Now')
    await sees(models, /^price \| 1 version$/m)
  }).timeout(150_000)

  it('is disconnected on this machine alone, and asks before it is trusted again', async () => {
    await workbench.container('Pedigree')
    await workbench.command('Pedigree: Disconnect Registry…')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.screenshot('disconnect')
    assert.match(await workbench.dialog('Disconnect'), /Nothing in the registry itself is touched/)
    await eventually(async () =>
      assert.match(await workbench.tree('Models').welcome(), /a bucket that you have not used before/),
    )
    await workbench.screenshot('unconfirmed')
    await workbench.command('Pedigree: Trust This Registry…')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.screenshot('trust')
    const said = await workbench.dialog('Trust')
    for (const part of [settings.url, line.endpoint]) assert.ok(said.includes(part), said)
    // The keys are gone, and there are no others on this machine.
    await sees(models, /There are no credentials for|cannot be reached/)
    await workbench.screenshot('no-credentials')
    await workbench.command('Pedigree: Connect Registry…')
    await workbench.input.pick('A key that I type…')
    await workbench.input.step('(2/4)')
    await workbench.input.answer(settings.credentials!.accessKeyId)
    await workbench.input.step('(3/4)')
    await workbench.input.answer(settings.credentials!.secretAccessKey)
    await eventually(async () => assert.match(await labels(), /Use the registry that is there/), 120)
    await workbench.page.keyboard.press('Enter')
    await sees(models, /^churn \| /m)
  }).timeout(240_000)

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))

  it('makes no request in Restricted Mode, and shows what is known', async () => {
    await workbench.close()
    const before = line.requests(/./)
    const options = { trusted: false, env: here.env, settings: { 'pedigree.pollInterval': 1 } }
    workbench = await openWorkbench({ folder: here.folder, ...options })
    await workbench.container('Pedigree')
    await sees(models, /^churn \| /m)
    await sees(activity, /^Ada made the registry/m)
    await workbench.command('Pedigree: Refresh')
    await workbench.statusBarItem('In Restricted Mode no bucket is asked').waitFor()
    await workbench.page.waitForTimeout(3000)
    assert.equal(line.requests(/./), before)
    await workbench.screenshot('bucket-restricted')
  }).timeout(120_000)
})

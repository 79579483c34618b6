import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
    Object.assign(here.env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-east-1' })
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
    assert.ok(!config.includes(settings.credentials!.secretAccessKey))
  }).timeout(240_000)

  const labels = async () => (await workbench.input.items()).map(({ label }) => label).join('\n')

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

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

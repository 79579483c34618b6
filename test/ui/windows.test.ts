import assert from 'node:assert/strict'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { projectRoot } from '../host/projectRoot'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../host/workbench'

describe('in every kind of window', () => {
  let place: Scratch
  let workbench: Workbench | undefined

  beforeEach(async () => {
    place = await scratch()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('window-failed')
    await workbench?.close()
    workbench = undefined
    await place.remove()
  })

  async function open(options: WorkbenchOptions): Promise<Workbench> {
    workbench = await openWorkbench({ env: place.env, ...options })
    await workbench.container('Pedigree')
    return workbench
  }

  /** What the palette has of ours. */
  async function palette({ page, input }: Workbench): Promise<string[]> {
    await page.keyboard.press('F1')
    await input.type('>Pedigree: ')
    await input.widget.locator('.monaco-list-row').first().waitFor()
    await page.waitForTimeout(300)
    const inSight = async () => (await input.items()).map(({ label }) => label)
    const seen = new Set(await inSight())
    for (let turn = 0; turn < 5; turn++) {
      await page.keyboard.press('PageDown')
      await page.waitForTimeout(300)
      for (const label of await inSight()) seen.add(label)
    }
    const labels = [...seen].filter((label) => label.startsWith('Pedigree: '))
    await input.escape()
    await input.gone()
    return labels.map((label) => label.slice('Pedigree: '.length)).sort()
  }

  const listing = async ({ tree }: Workbench) =>
    (await tree('Models').rows()).map(({ level, label, description }) =>
      `${'  '.repeat(level - 1)}${label} | ${description}`.trimEnd(),
    )

  async function register(below: string, model: string): Promise<void> {
    mkdirSync(join(place.folder, below), { recursive: true })
    writeFileSync(join(place.folder, below, 'weights.bin'), model)
    await place.pedigree(['init'], below)
    await place.pedigree(['register', model, 'weights.bin'], below)
  }

  const reading = [
    'Compare…',
    'Copy Reference',
    'Export Card…',
    'Focus on Activity View',
    'Focus on Models View',
    'Open Card',
    'Open Card as Text',
    'Open File of a Version…',
    'Open pedigree.yaml',
    'Refresh',
    'Review a Promotion…',
    'Show Actions',
    'Show Changes of a Card…',
    'Show Gate Report…',
    'Show Lineage',
    'Show Log Output',
    'Show Models As Of…',
    'Show Timeline',
    'Show Version in Models…',
    'Verify…',
  ]
  const pages = ['Open Card', 'Compare…', 'Show Lineage', 'Show Timeline', 'Select for Compare']
  const writing = [
    'Apply Policy…',
    'Approve…',
    'Archive…',
    'Change Rollout…',
    'Connect Registry…',
    'Disconnect Registry…',
    'Import Card…',
    'Initialize Registry…',
    'Promote…',
    'Pull Files…',
    'Record a Check…',
    'Register Version…',
    'Remove Alias…',
    'Roll Back…',
    'Set Alias…',
    'Set Webhook Address…',
    'Withdraw Approval…',
  ]

  it('without a folder: asks to open one, and offers nothing that could not work', async () => {
    const window = await open({})
    await eventually(async () => assert.match(await window.tree('Models').welcome(), /Open Folder/))
    await eventually(async () => assert.deepEqual(await palette(window), ['Focus on Models View', 'Show Log Output']))
    assert.equal((await window.statusBar()).join().includes('model'), false)
  })

  it('with a registry: everything', async () => {
    await register('.', 'churn')
    const window = await open({ folder: place.folder })
    await eventually(async () => assert.deepEqual(await listing(window), ['churn | 1 version']))
    await eventually(async () => assert.deepEqual(await palette(window), [...reading, ...writing].sort()))
    await window.statusBarItem('1 model').click()
    await window.input.pick('Verify…')
    await window.input.step('Verify Registry')
    await window.input.escape()
  })

  it('with several folders: one row for each that has a registry, as they come and go', async () => {
    await register('first', 'churn')
    await register('second', 'price')
    mkdirSync(join(place.folder, 'plain'))
    const file = join(place.folder, 'all.code-workspace')
    const folders = ['first', 'second', 'plain'].map((path) => ({ path }))
    writeFileSync(file, JSON.stringify({ folders }))
    const window = await open({ folder: file })
    const both = ['first | 1 model', '  churn | 1 version', 'second | 1 model', '  price | 1 version']
    await eventually(async () => assert.deepEqual(await listing(window), both))
    await window.screenshot('multiroot')

    await window.command('Pedigree: Copy Reference')
    await window.input.step('(1/3)')
    await window.input.pick('second')
    await window.input.pick('price')
    await window.input.pick('v1')
    await window.statusBarItem('Copied price@1').waitFor()

    await place.pedigree(['init'], 'plain')
    await eventually(async () =>
      assert.deepEqual(await listing(window), [...both, 'plain | 0 models', '  No models yet |']),
    )
    writeFileSync(file, JSON.stringify({ folders: folders.slice(0, 1) }))
    await eventually(async () => assert.deepEqual(await listing(window), ['churn | 1 version']))
    writeFileSync(file, JSON.stringify({ folders: folders.slice(0, 2) }))
    await eventually(async () => assert.deepEqual(await listing(window), both))
  })

  it('in Restricted Mode: browse only, until the folder is trusted', async () => {
    await register('.', 'churn')
    const window = await open({ folder: place.folder, trusted: false })
    await eventually(async () => assert.deepEqual(await listing(window), ['churn | 1 version']))
    await eventually(async () => assert.deepEqual(await palette(window), [...reading].sort()))
    await eventually(async () =>
      assert.deepEqual(await window.tree('Models').menu(['churn', 'v1']), [
        'Review a Promotion…',
        'Show Gate Report…',
        ...pages,
        'Copy Reference',
      ]),
    )
    await window.screenshot('restricted')

    await window.command('Workspaces: Manage Workspace Trust')
    await window.page
      .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
      .first()
      .click()
    await window.page.locator('.monaco-modal-editor-block .codicon-close').first().click()
    await eventually(async () => assert.ok((await palette(window)).includes('Promote…')))
    assert.ok((await window.tree('Models').menu(['churn', 'v1'])).includes('Promote…'))
    await window.tree('Models').act(['churn', 'v1'], 'Promote…')
    await window.input.pick('staging')
    await window.input.answer('')
    await eventually(async () => assert.deepEqual((await listing(window))[0], 'churn | staging v1 · 1 version'))
  })

  it('with a bucket that came with the folder: sends it nothing before it is trusted', async () => {
    let visits = 0
    const server = createServer((_, response) => {
      visits++
      response.writeHead(404).end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' }
    try {
      const file = join(place.folder, 'pedigree.yaml')
      writeFileSync(file, `registry: s3://team/models\ns3: { endpoint: "${endpoint}", profile: research }\n`)
      const settings = { 'pedigree.pollInterval': 1 }
      const window = await open({ folder: place.folder, env: { ...place.env, ...keys }, settings })
      await eventually(async () => assert.match(await window.tree('Models').welcome(), /Trust This Registry/))
      await window.screenshot('bucket-untrusted')
      await window.command('Pedigree: Refresh')
      await window.page.waitForTimeout(3000)
      assert.equal(visits, 0)
      await window.command('Pedigree: Trust This Registry…')
      const said = await window.dialog('Cancel')
      for (const part of ['s3://team/models', endpoint, 'research']) assert.ok(said.includes(part), said)
      await window.command('Pedigree: Connect Registry…')
      assert.match(await window.dialog('Cancel'), /Trust the registry that pedigree.yaml/)
      assert.equal(visits, 0)
      // The profile is not there; without it there is something to say about the server.
      writeFileSync(file, `registry: s3://team/models\ns3: { endpoint: "${endpoint}" }\n`)
      await eventually(async () => {
        if (!(await window.page.locator('.monaco-dialog-box').count()))
          await window.command('Pedigree: Trust This Registry…')
        await window.dialog('Trust')
      })
      await eventually(() => assert.ok(visits > 0))
    } finally {
      server.close()
    }
  })

  it('in Restricted Mode with a bucket that this machine does not know: says so, and asks nobody', async () => {
    writeFileSync(
      join(place.folder, 'pedigree.yaml'),
      'registry: s3://team/models\ns3: { endpoint: "http://[::1]:1" }\n',
    )
    const window = await open({ folder: place.folder, trusted: false })
    const row = 'Looking into a bucket needs a trusted workspace.'
    await eventually(async () => assert.deepEqual(await listing(window), [`${row} |`]))
    await window.tree('Models').click([row])
    await window.page.locator('.workspace-trust-editor').waitFor()
  })

  it('where SQLite cannot be loaded: says so in one sentence', async () => {
    await register('.', 'churn')
    const extension = join(place.folder, '..', 'pedigree')
    for (const name of ['package.json', 'package.nls.json', 'media', 'dist/extension.js', 'dist/engine.js'])
      cpSync(join(projectRoot, name), join(extension, name), { recursive: true })
    const window = await open({ folder: place.folder, extension })
    await eventually(async () =>
      assert.match(await window.tree('Models').message(), /The index cannot be opened here: .*\. Pedigree runs on/),
    )
    await window.notifications.shown(/The index cannot be opened here/)
    assert.equal((await window.notifications.all()).length, 1)
    await window.screenshot('no-sqlite')
    assert.deepEqual(await listing(window), [])
  })
})

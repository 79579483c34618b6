import assert from 'node:assert/strict'
import { chmodSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

/** The life of a model by the palette alone, from a folder without a registry on. */
describe('every command from the palette', () => {
  let place: Scratch
  let workbench: Workbench

  before(async () => {
    place = await scratch()
    mkdirSync(join(place.folder, 'model'))
    writeFileSync(join(place.folder, 'model', 'weights.bin'), 'one')
    writeFileSync(join(place.folder, 'model', 'config.json'), '{}')
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('failed')
  })

  /** Names a path in the file dialog that is open. */
  const dialog = async (path: string, button: string) => {
    const { input, page } = workbench
    const press = input.widget.locator('.quick-input-action .monaco-button', { hasText: button })
    await press.waitFor()
    await eventually(async () => assert.match(await input.value(), /workspace/))
    await input.type(`${path}/`)
    await page.waitForTimeout(300)
    await press.click()
  }
  const descriptions = async () => {
    const rows = await workbench.tree('Models').rows()
    return Object.fromEntries(rows.map(({ label, description }) => [label, description]))
  }
  const sees = (expected: Record<string, string>) =>
    eventually(async () => {
      const found = await descriptions()
      for (const [label, description] of Object.entries(expected)) assert.equal(found[label], description, label)
    })

  it('offers one thing where there is no registry', async () => {
    await eventually(async () =>
      assert.match(await workbench.tree('Models').welcome(), /has no registry yet.*Initialize Registry/s),
    )
    await workbench.screenshot('welcome')
  })

  it('Initialize Registry asks where, and says what that means', async () => {
    await workbench.command('Pedigree: Initialize Registry…')
    await workbench.input.step('Initialize Registry')
    const [own, other] = await eventually(async () => {
      const items = await workbench.input.items()
      assert.equal(items.length, 2)
      return items
    })
    assert.match(own!.detail, /only copy/)
    assert.equal(other!.label, 'In another folder…')
    await workbench.screenshot('init')
    await workbench.input.pick('In this folder')
    await eventually(async () =>
      assert.match(await workbench.tree('Models').welcome(), /registry is empty.*Register Version/s),
    )
    assert.ok(readdirSync(place.folder).includes('pedigree.yaml'))
  })

  it('Register Version goes back and forth, keeps what was said, and refuses bad words', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Register Version…')
    await input.pick('A folder…')
    await dialog(join(place.folder, 'model'), 'Choose')
    await input.step('Register a Version (2/5)')
    await input.type('a/b')
    await eventually(async () => assert.match((await input.items())[0]!.description, /none of @ : \//))
    await input.type('churn')
    await eventually(async () => assert.equal((await input.items())[0]!.description, 'new model'))
    await workbench.screenshot('register-model')
    await input.pick('churn')
    await input.step('3/5')
    await input.type('v7')
    await eventually(async () => assert.match(await input.message(), /would read as a version number/))
    await input.back()
    await input.step('2/5')
    await input.type('churn')
    await input.pick('churn')
    await input.answer('first')
    await input.step('4/5')
    await input.back()
    await eventually(async () => assert.equal(await input.value(), 'first'))
    await workbench.page.keyboard.press('Enter')
    await input.step('4/5')
    await input.answer('The first of all')
    await input.step('5/5')
    await workbench.screenshot('register-stage')
    await input.pick('Register only')
    await sees({ churn: '1 version' })
  })

  it('Promote shows what it does to the holder, and asks before production', async () => {
    const { input } = workbench
    await place.pedigree(['register', 'churn', 'model', '--label', 'second', '--metric', 'f1=0.9'])
    await sees({ churn: '2 versions' })
    await workbench.command('Pedigree: Promote…')
    await input.pick('churn')
    await input.pick('v1')
    await input.pick('production')
    await input.answer('It is the first')
    const said = await workbench.dialog('Promote')
    assert.match(said, /Promote churn@1 to production\?.*No version holds production now.*It is the first/s)
    await sees({ churn: 'production v1 · 2 versions' })
    await workbench.command('Pedigree: Promote…')
    await input.pick('churn')
    await input.pick('v2')
    await eventually(async () => {
      const items = await input.items()
      assert.match(items.find(({ label }) => label === 'production')!.detail, /churn@1 \(first\) will be archived/)
    })
    await workbench.screenshot('promote-stage')
    await input.pick('production')
    await input.answer('')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.screenshot('promote-modal')
    assert.match(await workbench.dialog('Promote'), /churn@1 holds production now and will be archived/)
    await workbench.tree('Models').expand(['churn'])
    await sees({ 'v2 second': 'production · champion', 'v1 first': 'archived · rollback' })
  })

  it('Set Alias and Remove Alias move a name', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Set Alias…')
    await input.pick('churn')
    await input.pick('v1')
    await input.step('Alias for churn@1')
    await input.type('champion')
    await eventually(async () => assert.match((await input.items())[0]!.description, /follows production/))
    await input.type('pinned')
    await workbench.screenshot('alias')
    await input.pick('pinned')
    await sees({ 'v1 first': 'archived · pinned, rollback' })
    await workbench.command('Pedigree: Remove Alias…')
    await input.pick('churn')
    await input.pick('pinned')
    await sees({ 'v1 first': 'archived · rollback' })
  })

  it('Roll Back names the way back, wants a reason, and asks', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Roll Back…')
    await input.pick('churn')
    await workbench.screenshot('rollback-to')
    await input.pick('v1')
    await input.pick('latency')
    await input.step('4/4')
    await workbench.page.keyboard.press('Enter')
    await eventually(async () => assert.match(await input.message(), /needs a reason/))
    await input.answer('p99 over 80 ms')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.screenshot('rollback-modal')
    assert.match(await workbench.dialog('Roll Back'), /production of churn back to v1\?.*churn@2 \(second\) holds/s)
    await sees({ 'v1 first': 'production · champion', 'v2 second': 'archived' })
  })

  it('Archive says what production loses, and Cancel changes nothing', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Archive…')
    await input.pick('churn')
    await input.pick('v1')
    await input.answer('no longer needed')
    assert.match(await workbench.dialog('Cancel'), /Archive churn@1\?.*leaves production without a version.*champion/s)
    await sees({ 'v1 first': 'production · champion' })
  })

  it('Pull Files writes them into a folder of their own', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Pull Files…')
    await input.pick('churn')
    await input.pick('v2')
    await dialog(place.folder, 'Pull Here')
    await workbench.notifications.shown(/Pulled churn@2 \(2 files, 5 B\)/)
    assert.deepEqual(readdirSync(join(place.folder, 'churn-v2')).sort(), ['config.json', 'weights.bin'])
    await workbench.command('Notifications: Clear All Notifications')
  })

  it('Copy Reference and Refresh say so in the status bar', async () => {
    await workbench.command('Pedigree: Copy Reference')
    await workbench.input.pick('churn')
    await workbench.input.pick('v2')
    await workbench.statusBarItem('Copied churn@2').waitFor()
    await workbench.command('Pedigree: Refresh')
    await workbench.statusBarItem('Models are up to date').waitFor()
  })

  it('Verify finds the registry whole, then a damaged file', async () => {
    await workbench.command('Pedigree: Verify…')
    await workbench.input.pick('Every stored byte')
    await workbench.notifications.shown(/The registry is whole: \d+ commits, 2 versions, 2 files/)
    await workbench.command('Notifications: Clear All Notifications')

    const blobs = join(place.folder, '.pedigree', 'registry', 'blobs')
    const [stored] = globSync('**/*', { cwd: blobs, withFileTypes: true }).filter((entry) => entry.isFile())
    const file = join(stored!.parentPath, stored!.name)
    const bytes = readFileSync(file)
    chmodSync(file, 0o600)
    writeFileSync(file, bytes.fill(0x20))
    await workbench.command('Pedigree: Verify…')
    await workbench.input.pick('Every stored byte')
    await workbench.notifications.shown(/1 problem found in the registry.*does not match its hash/)
    await workbench.command('Notifications: Clear All Notifications')
  })

  it('Show Log Output opens the log', async () => {
    await workbench.command('Pedigree: Show Log Output')
    await workbench.page.locator('.output-view, [id="workbench.panel.output"]').first().waitFor()
  })

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

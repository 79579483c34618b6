import assert from 'node:assert/strict'
import { eventually } from '../host/eventually'
import { largeRegistry } from '../host/largeRegistry'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

describe('a registry with many versions', () => {
  let place: Scratch
  let workbench: Workbench | undefined
  beforeEach(async () => {
    place = await scratch()
  })
  afterEach(async () => {
    await workbench?.close()
    await place.remove()
  })

  async function open(): Promise<Workbench> {
    // The index is made outside of the editor, as it is after the first day.
    await place.pedigree(['status'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env })
    return workbench
  }

  it('paints 10,000 models of 10 versions at once', async () => {
    largeRegistry(place.folder, { models: 10_000, versions: 10 })
    const { container, page, tree, statusBarItem } = await open()
    await statusBarItem('10000 models').waitFor()
    const start = Date.now()
    await container('Pedigree')
    await page.locator('.pane .monaco-list-row', { hasText: 'model-00000' }).first().waitFor()
    const painted = Date.now() - start
    console.log(`      the first row was there after ${painted} ms, the click and the polling of the test included`)
    await tree('Models').expand(['model-00003'])
    await eventually(async () => {
      const rows = await tree('Models').rows()
      assert.ok(rows.some(({ label, description }) => label === 'v10' && /^production/.test(description)))
    })
  }).timeout(180_000)

  it('shows the newest 100 of 10,000 versions, and more on demand', async () => {
    largeRegistry(place.folder, { models: 1, versions: 10_000 })
    const { container, page, tree } = await open()
    await container('Pedigree')
    const models = tree('Models')
    await models.expand(['model-00000'])
    await page.locator('.pane .monaco-list-row', { hasText: 'v10000production' }).first().waitFor()
    await models.click(['model-00000', 'v9999'])
    await eventually(async () => {
      await page.keyboard.press('End')
      const last = (await models.rows()).at(-1)!
      assert.deepEqual([last.label, last.description], ['Show more…', '9,900 not shown'])
    })
    await page.keyboard.press('Enter')
    await eventually(async () => {
      await page.keyboard.press('End')
      assert.equal((await models.rows()).at(-1)!.description, '9,800 not shown')
    })
  }).timeout(180_000)
})

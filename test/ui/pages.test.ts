import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { isAccessible, pageFrame } from '../host/page'
import { projectRoot } from '../host/projectRoot'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

/** What all pages have in common. */
describe('pages', () => {
  let place: Scratch
  let workbench: Workbench

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    mkdirSync(join(place.folder, 'model'))
    writeFileSync(join(place.folder, 'model', 'weights.bin'), 'weights')
    await place.pedigree(['init'])
    await place.pedigree(['register', '<img src=x onerror=alert(1)>', 'model', '--metric', 'f1=0.9'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('pages-failed')
  })

  it('open from the palette, show hostile names as text, and come back when the window is loaded again', async () => {
    await workbench.command('Pedigree: Show Lineage')
    await workbench.input.pick('<img src=x onerror=alert(1)>')
    await workbench.input.pick('v1')
    const frame = await pageFrame(workbench, 'lineage')
    await frame.getByText('<img src=x onerror=alert(1)>').first().waitFor()
    assert.equal(await frame.locator('img').count(), 0)
    await isAccessible(frame)
    await workbench.reload()
    const again = await pageFrame(workbench, 'lineage')
    await again.getByText('<img src=x onerror=alert(1)>').first().waitFor()
    assert.deepEqual(workbench.problems, [])
  })
  it('follow what others do', async () => {
    await place.pedigree(['alias', 'set', '<img src=x onerror=alert(1)>@1', 'looked-at'])
    const frame = await pageFrame(workbench, 'lineage')
    await eventually(async () => assert.match(await frame.locator('#page').innerText(), /looked-at/))
  })
  it('show hostile names as text wherever they are, and fetch their controls together with their script', async () => {
    const name = '<img src=x onerror=alert(1)>'
    for (const [title, page, ...words] of [
      ['Show Lineage', 'lineage', 'v1'],
      ['Show Timeline', 'timeline'],
      ['Review a Promotion…', 'review', 'v1'],
      ['Open Card', 'card', 'v1'],
      ['Compare…', 'compare', ['v1'], 'The usual one'],
    ] as const) {
      await workbench.command(`Pedigree: ${title}`)
      await workbench.input.pick(name)
      for (const word of words)
        await (typeof word === 'string' ? workbench.input.pick(word) : workbench.input.pickMany([...word]))
      const frame = await pageFrame(workbench, page)
      await eventually(async () => assert.ok((await frame.locator('h1').innerText()).includes('<img src=x'), page))
      assert.equal(await frame.locator('img').count(), 0, page)
      const script = readFileSync(join(projectRoot, 'dist', 'webview', `${page}.js`), 'utf8')
      const isPreloaded = (await frame.locator('link[rel=modulepreload][href$="/ui.js"]').count()) === 1
      assert.equal(isPreloaded, script.includes('"./ui.js"'), page)
    }
    await workbench.command('View: Close All Editors')
    assert.deepEqual(workbench.problems, [])
  }).timeout(120_000)
})

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { isAccessible, pageFrame } from '../host/page'
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
})

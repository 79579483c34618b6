import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

describe('the card editor', () => {
  let place: Scratch
  let workbench: Workbench
  let frame: Frame

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    const model = join(place.folder, 'model')
    mkdirSync(model)
    writeFileSync(join(model, 'weights.bin'), 'weights')
    writeFileSync(join(model, 'plot.png'), Buffer.from(pixel, 'base64'))
    writeFileSync(join(place.folder, 'train.csv'), 'age,churned\n40,0\n')
    await place.pedigree(['init'])
    const metrics = [
      'f1=0.91',
      'accuracy=0.94',
      'latency_p99_ms=41',
      'f1/region=EU=0.93',
      'f1/region=US=0.84',
      'f1/region=APAC=0.88',
    ]
    const options = [...metrics.flatMap((metric) => ['--metric', metric]), '--param', 'depth=6', '--data', 'train.csv']
    await place.pedigree(['register', 'churn', 'model', ...options])
    writeFileSync(join(model, 'weights.bin'), 'better weights')
    await place.pedigree(['register', 'churn', 'model', ...options, '--metric', 'recall=0.8', '--parent', 'churn@1'])
    await place.pedigree(['promote', 'churn@1', 'production', '--reason', 'first'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('card-failed')
  })

  it('opens from the tree and from the palette', async () => {
    await workbench.tree('Models').expand(['churn', 'v2'])
    await workbench.tree('Models').click(['churn', 'v2', 'Card'])
    frame = await pageFrame(workbench, 'card')
    await frame.locator('h1', { hasText: 'churn 2' }).waitFor()
    await workbench.screenshot('card-first')
    await frame.getByLabel('Intended Use', { exact: false }).first().fill('Says which customers are about to leave.')
    await frame.locator('.preview').getByText('Says which customers are about to leave.').waitFor()
    await workbench.page.waitForTimeout(1500)
    await workbench.screenshot('card-typed')
    await isAccessible(frame)
    assert.deepEqual(workbench.problems, [])
  })
  it('looks right in every theme', async function () {
    this.timeout(60_000)
    await inEveryTheme(workbench, 'card', 'card')
    for (const width of [800, 2000]) {
      await workbench.page.setViewportSize({ width, height: 900 })
      await workbench.page.waitForTimeout(500)
      await workbench.screenshot(`card-${width}`)
    }
  })
})

/** A picture of one dot. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

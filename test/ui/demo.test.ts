import assert from 'node:assert/strict'
import type { Frame } from 'playwright-core'
import type { GateReport } from '../../src/core/gate/report'
import type { Timeline } from '../../src/core/timeline/timeline'
import type { TracedLineage } from '../../src/operations/traceLineage'
import { runDemo } from '../demo/runDemo'
import { eventually } from '../host/eventually'
import { isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

/** Every page on the registry that a newcomer is shown, opened from the tree. */
describe('the pages of the demo', () => {
  let place: Scratch
  let workbench: Workbench

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    Object.assign(process.env, place.env)
    await runDemo(place.folder)
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    // Rows out of sight are in no page.
    await workbench.resize(1280, 1400)
    await workbench.container('Pedigree')
    await workbench.tree('Models').expand(['penguins'])
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('demo-failed')
  })

  const told = async <T>(...args: string[]): Promise<T> => JSON.parse(await place.pedigree([...args, '--json'])) as T
  const says = (frame: Frame, where: string, expected: RegExp) =>
    eventually(async () => assert.match(await frame.locator(where).first().innerText(), expected))
  const opened = async (name: string): Promise<Frame> => {
    const frame = await pageFrame(workbench, name)
    await isAccessible(frame)
    await workbench.screenshot(`demo-${name}`)
    return frame
  }

  it('a comparison says what diff says', async () => {
    const tree = workbench.tree('Models')
    await tree.click(['penguins', 'v5 all-four'])
    await tree.click(['penguins', 'v3 beak'], { modifiers: ['Control'] })
    await tree.choose(['penguins', 'v3 beak'], 'Compare…')
    const frame = await opened('compare')
    const { summary } = await told<{ summary: string }>('diff', 'penguins@5', 'penguins@3')
    // The page asks git as well, how far the commits are from one another.
    const said = (text: string) => text.replace(/ \(\d+ commits? [a-z]+\)/, '')
    await eventually(async () => assert.equal(said(await frame.locator('.summary').innerText()), summary))
    const value = frame.locator('tr.params .value', { hasText: 'flipper_length_mm' })
    const [inside, all] = await value.evaluate((part) => [part.clientWidth, part.scrollWidth])
    const cell = await value.evaluate((part) => part.closest('td')!.clientWidth)
    assert.ok(all > cell && inside < cell, 'what is too long for its cell is shortened, not cut')
  })
  it('a lineage has the nodes that lineage tells', async () => {
    const tree = workbench.tree('Models')
    await tree.click(['penguins', 'v5 all-four'])
    await tree.choose(['penguins', 'v5 all-four'], 'Show Lineage')
    const frame = await opened('lineage')
    const { nodes } = await told<TracedLineage>('lineage', 'penguins@5')
    const ids = await frame.locator('.graph .node').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')))
    assert.deepEqual(ids.toSorted(), nodes.map(({ id }) => id).toSorted())
  })
  it('a timeline counts what timeline tells', async () => {
    await workbench.tree('Models').choose(['penguins'], 'Show Timeline')
    const frame = await opened('timeline')
    const { marks } = await told<Timeline>('timeline', 'penguins')
    const count = (kind: string) => marks.filter((mark) => mark.kind === kind).length
    assert.deepEqual([count('registered'), count('rollback')], [5, 1])
    await says(frame, '.summary', /Versions: 5 · Rollbacks: 1/)
  })
  it('a review says what the gate says', async () => {
    await workbench.tree('Models').choose(['penguins', 'v4'], 'Review a Promotion…')
    const frame = await pageFrame(workbench, 'review')
    await frame.locator('vscode-dropdown').first().click()
    await frame.locator('vscode-option', { hasText: 'production' }).click()
    await says(frame, 'h1', /to production/)
    await opened('review')
    const { rules } = await told<GateReport>('gate', 'penguins@4', 'production').catch(
      (error: { stdout: string }) => JSON.parse(error.stdout) as GateReport,
    )
    const failing = rules.filter(({ passed }) => !passed).length
    await says(frame, '#gate', new RegExp(`${failing} of ${rules.length} rules fail`))
  })
  it('a card is as complete as card lint says', async () => {
    await workbench.tree('Models').click(['penguins', 'v5 all-four', 'Card'])
    const frame = await opened('card')
    await says(frame, 'h1', /penguins 5/)
    await says(frame, 'header', /7 of 7 required/)
    await place.pedigree(['card', 'lint', 'penguins@5'])
  })
  it('leave no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { LineageNode } from '../../src/core/lineage/graph'
import type { TracedLineage } from '../../src/operations/traceLineage'
import { eventually } from '../host/eventually'
import { branches, manyVersions, writeRegistry } from '../host/lineageRegistry'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

/** Of the synthetic model; with its code and data there are over 1,000 nodes. */
const many = 750
const usual = [1600, 1000] as const

describe('the lineage page', () => {
  let place: Scratch
  let workbench: Workbench
  let frame: Frame

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    const noon = (seq: number) => new Date(Date.UTC(2026, 0, 1 + seq, 12)).toISOString()
    const [[, ...made] = [], ...rest] = manyVersions(many)
    writeRegistry(place.folder, [...branches, made, ...rest], noon)
    workbench = await openWorkbench({
      ...{ folder: place.folder, env: place.env },
      settings: { 'files.simpleDialog.enable': true },
    })
    await workbench.resize(...usual)
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('lineage-failed')
  })

  const told = async (...args: string[]) =>
    JSON.parse(await place.pedigree(['lineage', ...args, '--json'])) as Omit<TracedLineage, 'change'>
  const node = (label: string) =>
    frame.locator('.graph .node').filter({ has: frame.locator(`text.title:text-is("${label}")`) })
  const panel = () => frame.locator('.panel')
  const summary = () => frame.locator('.summary').innerText()
  const transform = () => frame.locator('.graph .plane').getAttribute('transform')
  const isShown = (text: RegExp) => eventually(async () => assert.match(await summary(), text))
  const edge = (text: string) => frame.locator('.graph .edge').filter({ hasText: text })
  /** On the line itself, which no pixel of its middle need be on. */
  const clickEdge = (text: string) => edge(text).locator('.hit').dispatchEvent('click')

  const fit = () => frame.getByRole('button', { name: 'Fit', exact: true }).click()

  it('opens from the tree, with the nodes and edges that the command line tells', async () => {
    const tree = workbench.tree('Models')
    await tree.choose(['churn', 'v2'], 'Show Lineage')
    frame = await pageFrame(workbench, 'lineage')
    const { nodes, edges } = await told('churn@2')
    const hidden = nodes.reduce((sum, { hidden: { before, after } }) => sum + before + after, 0)
    assert.equal(
      await summary(),
      `${nodes.length} nodes, ${edges.length} edges · ${hidden === 1 ? '1' : hidden} neighbours are not shown`,
    )
    const ids = await frame.locator('.graph .node').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')))
    assert.deepEqual(ids.toSorted(), nodes.map(({ id }) => id).toSorted())
    const drawn = await frame.locator('.graph .edge title').allTextContents()
    assert.equal(drawn.length, edges.length)
    await inEveryTheme(workbench, 'lineage', 'lineage')
    frame = await pageFrame(workbench, 'lineage')
  })

  it('tells of a node what is known, and does things with it', async () => {
    await node('churn@1').click()
    const { nodes } = await told('churn@2')
    const one = nodes.find(({ label }) => label === 'churn@1') as Extract<LineageNode, { kind: 'version' }>
    const text = await panel().innerText()
    assert.match(text, /Version\s+churn@1/)
    assert.match(text, new RegExp(String(one.facts.metrics[0]!.value)))
    for (const name of ['Show in Models', 'Lineage of This', 'Compare', 'Card', 'Review', 'Copy Reference', 'Path To…'])
      assert.ok(text.includes(name), name)
    assert.equal(await node('churn@1').locator('.face').getAttribute('aria-pressed'), 'true')
    await workbench.screenshot('lineage-node')
    await isAccessible(frame)
    await workbench.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'hidden' })
  })

  it('says that a parent is not registered', async () => {
    await fit()
    await frame.locator('.graph .node.missing').click()
    assert.match(await panel().innerText(), /bert@/)
    assert.ok(!(await panel().innerText()).includes('Review'))
    await workbench.page.keyboard.press('Escape')
  })

  it('tells what changed along an edge', async () => {
    await clickEdge('churn@1 → churn@2')
    await panel().getByText('Metrics').waitFor()
    const change = JSON.parse(await place.pedigree(['diff', 'churn@1', 'churn@2', '--json'])) as Record<
      'metrics' | 'params',
      { name: string; values: unknown[] }[]
    >
    const text = await panel().innerText()
    for (const { name, values } of [...change.metrics, ...change.params].filter(({ name }) => name !== 'loss')) {
      assert.ok(text.includes(name), name)
      for (const value of values) assert.ok(text.includes(String(value)), String(value))
    }
    assert.match(text, /\+0\.1\s+better/)
    await workbench.screenshot('lineage-edge')
    await isAccessible(frame)
    await clickEdge('customers → churn@2')
    await panel().getByText('churn@3').waitFor()
    await clickEdge('churn@2 → production')
    await panel().getByText('better f1').waitFor()
    await workbench.page.keyboard.press('Escape')
    await panel().waitFor({ state: 'hidden' })
  })

  it('shows more when asked, and nothing that is there loses its place', async () => {
    const before = await node('churn@1').boundingBox()
    const one = (await told('churn@2')).nodes.find(({ label }) => label === 'churn@1')!
    const chip = frame.locator(`.graph .chip[data-chip="${one.id}"][data-side="after"]`)
    assert.equal(await chip.innerText().catch(() => chip.textContent()), `+${one.hidden.after}`)
    await chip.click()
    await node('churn@3').waitFor()
    const after = await node('churn@1').boundingBox()
    assert.ok(Math.abs(before!.x - after!.x) < 1 && Math.abs(before!.y - after!.y) < 1)
    await frame.getByRole('button', { name: 'Less', exact: true }).click()
    await node('churn@3').waitFor({ state: 'detached' })
  })

  it('highlights the path between two nodes', async () => {
    await node('customers').first().click()
    await fit()
    await node('tiny@1').click({ modifiers: ['Shift'] })
    await frame.locator('.note').getByText('nodes').waitFor()
    assert.ok((await frame.locator('.graph .node.on-path').count()) >= 4)
    assert.ok((await frame.locator('.graph .node.faint').count()) > 0)
    await workbench.screenshot('lineage-path')
    await workbench.page.keyboard.press('Escape')
    await workbench.page.keyboard.press('Escape')
    await frame.locator('.note').waitFor({ state: 'hidden' })
  })

  it('searches and filters', async () => {
    await frame.getByLabel('Find in the lineage').fill('prod')
    await frame.getByText(/\d found/).waitFor()
    const found = await frame.locator('.graph .node.found').count()
    assert.equal(await frame.locator('.toolbar .count').first().innerText(), `${found} found`)
    await workbench.page.keyboard.press('Escape')
    await frame.locator('.toolbar').getByRole('button', { name: /^Code/ }).click()
    await frame.locator('.graph .node.code').first().waitFor({ state: 'detached' })
    await frame.locator('.toolbar').getByRole('button', { name: /^Code/ }).click()
    await frame.locator('.graph .node.code').first().waitFor()
  })

  it('goes along edges by arrow keys', async () => {
    await frame.locator('.graph .face[tabindex="0"]').focus()
    await workbench.page.keyboard.press('Home')
    const label = () => frame.evaluate('document.activeElement.getAttribute("aria-label")') as Promise<string>
    assert.match(await label(), /churn@2/)
    await workbench.page.keyboard.press('ArrowRight')
    assert.match(await label(), /churn@4|production/)
    await workbench.page.keyboard.press('ArrowLeft')
    await workbench.page.keyboard.press('Home')
    assert.match(await label(), /churn@2/)
    await workbench.page.keyboard.press('Enter')
    await panel().getByText('churn@2').first().waitFor()
    const k = await transform()
    await workbench.page.keyboard.press('+')
    assert.notEqual(await transform(), k)
    await workbench.page.keyboard.press('0')
    await workbench.page.keyboard.press('Escape')
  })

  it('is shown as of a date', async () => {
    await frame.getByLabel('As of the end of this day').fill('2026-01-04')
    await isShown(/As of Jan 4, 2026/)
    const then = await told('churn@2', '--at', '2026-01-04')
    await isShown(new RegExp(`^${then.nodes.length} nodes, ${then.edges.length} edges`))
    assert.equal(await node('churn@4').count(), 0)
    await frame.getByLabel('As of the end of this day').fill('2026-01-01')
    await frame.locator('.note').getByText('it was not there yet on that day').waitFor()
    await frame.getByRole('button', { name: 'Now', exact: true }).click()
    await node('churn@4').waitFor()
  })

  it('keeps what is looked at when others change something, and over a reload', async function () {
    this.timeout(180_000)
    await node('churn@2').click()
    await frame.getByLabel('Zoom In (+)').click()
    const seen = await transform()
    await place.pedigree(['alias', 'set', 'churn@2', 'looked-at'])
    await panel().getByText('looked-at').waitFor()
    assert.equal(await transform(), seen)
    assert.match(await panel().innerText(), /churn@2/)
    await workbench.reload()
    frame = await eventually(() => pageFrame(workbench, 'lineage'), 90)
    await panel().getByText('looked-at').waitFor()
    assert.equal(await transform(), seen)
    await workbench.page.keyboard.press('Escape')
  })

  it('is a table as well', async () => {
    await frame.getByRole('button', { name: 'Table', exact: true }).click()
    const { nodes, edges } = await told('churn@2')
    const rows = frame.locator('.twin').first().locator('tbody tr')
    assert.equal(await rows.count(), nodes.length)
    assert.equal(await frame.locator('.twin').last().locator('tbody tr').count(), edges.length)
    await isAccessible(frame)
    await frame.getByRole('button', { name: 'Table', exact: true }).click()
  })

  it('is exported as files', async () => {
    for (const [kind, starts] of [
      ['svg', /^<svg /],
      ['csv', /^Kind,Name,/],
      ['md', /^# Lineage of churn@2\n\n\| Kind \|/],
    ] as const) {
      await frame.getByLabel('Export').selectOption(kind)
      await workbench.input.shown()
      await workbench.page.keyboard.press('Enter')
      await workbench.input.gone()
      const file = join(place.folder, `lineage churn@2.${kind}`)
      await eventually(() => assert.ok(existsSync(file)))
      await eventually(() => assert.match(readFileSync(file, 'utf8'), starts))
    }
    await frame.getByLabel('Export').selectOption('png')
    await workbench.input.shown()
    await workbench.page.keyboard.press('Enter')
    const file = join(place.folder, 'lineage churn@2.png')
    await eventually(() => assert.deepEqual([...readFileSync(file).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]))
  })

  it('leads on to the lineage of another version', async () => {
    await node('churn@4').click()
    await panel().getByRole('button', { name: 'Lineage of This' }).click()
    await frame.getByRole('heading', { name: 'Lineage of churn@4' }).waitFor()
    await eventually(async () => assert.deepEqual(await workbench.tabs(), ['Lineage of churn@4']))
  })

  it('fits into narrow and wide windows', async () => {
    for (const [width, name] of [
      [800, 'narrow'],
      [2000, 'wide'],
    ] as const) {
      await workbench.resize(width)
      await fit()
      await eventually(async () => {
        const isWithin = await frame.evaluate('document.documentElement.scrollWidth <= innerWidth')
        assert.ok(isWithin)
      })
      await workbench.screenshot(`lineage-${name}`)
    }
    await workbench.resize(...usual)
  })

  it('opens a large one from the palette, folds its chains, and finds what is in them', async () => {
    await workbench.command('Pedigree: Show Lineage')
    await workbench.input.pick('ranker')
    await workbench.input.pick(`v${many}`)
    const page = await eventually(async () => {
      for (const other of workbench.page.frames())
        if (await other.getByRole('heading', { name: `Lineage of ranker@${many}` }).count()) return other
      throw new Error('not there yet')
    })
    frame = page
    await frame.getByLabel('How far').selectOption('1000')
    const { nodes, edges } = await told(`ranker@${many}`, '--depth', '1000')
    const number = (count: number) => (count >= 10_000 ? count.toLocaleString('en') : String(count))
    await isShown(new RegExp(`^${number(nodes.length)} nodes, ${number(edges.length)} edges`))
    await frame.getByLabel('Find in the lineage').fill('ranker@352')
    await workbench.page.keyboard.press('Enter')
    await frame.locator('.graph .node.chain.found, .graph .node.version.found').first().waitFor()
    await workbench.screenshot('lineage-many')
    await frame.getByRole('button', { name: 'Fold Chains' }).click()
    await workbench.page.keyboard.press('Escape')
    await fit()
    await workbench.screenshot('lineage-many-fit')
    await isAccessible(frame)
    assert.ok(nodes.length >= 1000)
  })

  it('logs no error and breaks no policy of content', () => assert.deepEqual(workbench.problems, []))
})

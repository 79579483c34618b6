import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { Differences } from '../../src/operations/diffVersions'
import type { ShownVersion } from '../../src/operations/showVersion'
import { comparable, wide } from '../host/comparable'
import { eventually } from '../host/eventually'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

describe('the page that compares', () => {
  let place: Scratch
  let workbench: Workbench

  before(async function () {
    this.timeout(180_000)
    place = await scratch()
    await comparable(place)
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('compare-failed')
  })

  const frame = () => pageFrame(workbench, 'compare')
  const heads = (page: Frame) => page.locator('thead th.column .name').allTextContents()
  const baseline = (page: Frame) => page.locator('thead th.baseline .name').textContent()
  const scroll = (page: Frame, section: string) => page.locator(section).scrollIntoViewIfNeeded()
  const rowNames = (page: Frame, part: string) =>
    page.locator(`tr.row.${part} th`).evaluateAll((found) =>
      found.map((cell) =>
        ['.name', '.detail']
          .map((one) => cell.querySelector(one)?.textContent ?? '')
          .join(' ')
          .trim(),
      ),
    )
  const cells = (page: Frame, part: string) =>
    page
      .locator(`tr.row.${part}`)
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td .value')].map((cell) => cell.textContent)))
  const json = async <T>(...args: string[]) => JSON.parse(await place.pedigree([...args, '--json'])) as T

  it('opens from the tree with the versions that are selected, and shows them against the holder', async () => {
    const tree = workbench.tree('Models')
    await tree.expand(['churn'])
    await tree.click(['churn', 'v8'])
    await tree.click(['churn', 'v7'], { modifiers: ['Control'] })
    await tree.click(['churn', 'v6'], { modifiers: ['Control'] })
    await tree.choose(['churn', 'v8'], 'Compare…')
    const page = await frame()
    assert.deepEqual((await heads(page)).sort(), ['churn@6', 'churn@7', 'churn@8'])
    assert.equal(await baseline(page), 'churn@6')
    assert.match(
      (await page.locator('.summary').textContent())!,
      /^Against churn@6 \(production\), .*worst slice: region=EU/,
    )
  })

  it('shows the numbers that the command line says', async () => {
    const page = await frame()
    const versions = await heads(page)
    const told = await json<Differences>('diff', ...versions)
    await page.locator('vscode-checkbox[data-key=only]').click()
    await eventually(async () => assert.equal((await cells(page, 'metrics')).length, told.metrics.length))
    const numbers = (await cells(page, 'metrics')).map((row) => row.map(Number))
    assert.deepEqual(
      numbers,
      told.metrics.map(({ values }) => values),
    )
    assert.deepEqual(
      await cells(page, 'params'),
      told.params.map(({ values }) => values.map(String)),
    )
    await page.locator('vscode-text-field.search input').fill('files')
    await eventually(async () => assert.equal((await cells(page, 'files')).length, told.files.length))
    await page.locator('vscode-text-field.search input').fill('')
    await eventually(async () => assert.ok((await cells(page, 'metrics')).length))
    const shown = await json<ShownVersion>('show', versions[0]!)
    const latency = shown.metrics.find(({ name }) => name === 'latency_p99_ms')!.value
    const row = (await rowNames(page, 'metrics')).indexOf('latency_p99_ms')
    assert.equal(numbers[row]![0], latency)
    await page.locator('vscode-checkbox[data-key=only]').click()
    await eventually(async () =>
      assert.equal((await cells(page, 'params')).length, told.params.filter(({ same }) => !same).length),
    )
  })

  it('moves columns by buttons and by dragging, and keeps the focus', async () => {
    const page = await frame()
    const [first, second, third] = await heads(page)
    const left = page.getByRole('button', { name: `Move ${second} to the Left` })
    await left.focus()
    await left.press('Enter')
    await eventually(async () => assert.deepEqual(await heads(page), [second, first, third]))
    assert.match(await page.evaluate<string>("document.activeElement?.getAttribute('data-key')"), /^(left|right)|^show/)
    await page.locator('th.column').nth(2).dragTo(page.locator('th.column').nth(0))
    await eventually(async () => assert.deepEqual(await heads(page), [third, second, first]))
  })

  it('takes another baseline, and takes columns away', async () => {
    const page = await frame()
    await page.getByRole('button', { name: 'Set as Baseline: churn@7' }).click()
    await eventually(async () => assert.equal(await baseline(page), 'churn@7'))
    assert.match((await page.locator('.summary').textContent())!, /^Against churn@7, /)
    await page.getByRole('button', { name: 'Remove churn@6' }).click()
    await eventually(async () => assert.deepEqual((await heads(page)).sort(), ['churn@7', 'churn@8']))
    assert.match(
      (await page.locator('.summary').textContent())!,
      /^churn@8 is better than churn@7 in .* and worse in latency_p99_ms/,
    )
  })

  it('finds, pins and hides rows', async () => {
    const page = await frame()
    await page.locator('vscode-text-field.search input').fill('region=eu recall')
    await eventually(async () => assert.deepEqual(await rowNames(page, 'metrics'), ['recall region=EU']))
    await page.getByRole('button', { name: 'Pin recall' }).click()
    await page.locator('vscode-text-field.search input').fill('')
    await eventually(async () => assert.equal((await rowNames(page, 'metrics'))[0], 'recall region=EU'))
    await page.locator('tr.row', { hasText: 'latency_p99_ms' }).hover()
    await page.getByRole('button', { name: 'Hide latency_p99_ms' }).click()
    await eventually(async () => assert.ok(!(await rowNames(page, 'metrics')).includes('latency_p99_ms')))
    await page.locator('vscode-button[data-key=hidden]').click()
    await eventually(async () => assert.ok((await rowNames(page, 'metrics')).includes('latency_p99_ms')))
    await page.locator('vscode-text-field.search input').fill('nothing is called this')
    await page.getByText('No row is called that.').waitFor()
    await page.locator('vscode-text-field.search input').fill('')
  })

  it('shows the steps of the runs, zooms and smooths', async () => {
    const page = await frame()
    await scroll(page, 'section.steps')
    const lines = page.locator('svg.curves path.line:not(.raw)')
    await eventually(async () => assert.equal(await lines.count(), 2))
    const whole = await lines.first().getAttribute('d')
    const box = (await page.locator('svg.curves').boundingBox())!
    await page.locator('svg.curves').hover({ position: { x: box.width * 0.3, y: 100 } })
    await workbench.page.mouse.down()
    await workbench.page.mouse.move(box.x + box.width * 0.6, box.y + 120, { steps: 5 })
    await workbench.page.mouse.up()
    await eventually(async () => assert.notEqual(await lines.first().getAttribute('d'), whole))
    await workbench.screenshot('compare-steps')
    await page.locator('svg.curves').focus()
    await page.locator('svg.curves').press('0')
    await eventually(async () => assert.equal(await lines.first().getAttribute('d'), whole))
    const slider = page.getByRole('slider', { name: 'Smoothing' })
    await slider.fill('0')
    await eventually(async () => assert.equal(await page.locator('svg.curves path.raw').count(), 0))
    await slider.fill('0.6')
    await page.locator('vscode-dropdown[data-key=curve]').click()
    await page.getByRole('option', { name: 'loss' }).click()
    await eventually(async () => assert.match((await page.locator('svg.curves').getAttribute('aria-label'))!, /^loss/))
  })

  it('follows what others do without losing where somebody was, and comes back when the window is loaded again', async () => {
    const before = await frame()
    await before.evaluate('scrollTo(0, 300)')
    await place.pedigree(['evaluate', 'churn@8', '--metric', 'auc=0.97'])
    await eventually(async () => {
      await before.locator('vscode-text-field.search input').waitFor()
      assert.ok(await before.evaluate<boolean>('scrollY > 250'))
      assert.ok((await rowNames(before, 'metrics')).includes('auc'))
    })
    await workbench.reload()
    const page = await frame()
    assert.deepEqual((await heads(page)).sort(), ['churn@7', 'churn@8'])
    assert.equal(await baseline(page), 'churn@7')
    await eventually(async () => assert.equal((await rowNames(page, 'metrics'))[0], 'recall region=EU'))
    await page.getByRole('button', { name: 'Unpin recall' }).click()
  })

  it('opens from the palette with several versions and a baseline', async () => {
    const { input } = workbench
    await workbench.command('View: Close All Editors')
    await workbench.command('Pedigree: Compare…')
    await input.pick('churn')
    await input.step('Compare Versions (2/3)')
    await input.pickMany(['v8', 'v5'])
    await input.step('Compare Versions (3/3)')
    await eventually(async () => assert.match((await input.items())[0]?.description ?? '', /churn@6 · production/))
    await input.back()
    await input.step('Compare Versions (2/3)')
    await input.pickMany(['v8', 'v7', 'v5'])
    await input.pick('The usual one')
    const page = await frame()
    assert.deepEqual(await heads(page), ['churn@6', 'churn@8', 'churn@7', 'churn@5'])
    assert.equal(await baseline(page), 'churn@6')
    await page.locator('vscode-button[data-key=add]').click()
    await input.pick('churn')
    await input.pickMany(['v3'])
    await eventually(async () => assert.equal((await heads(page)).length, 5))
    await page.getByRole('button', { name: 'Remove churn@3' }).click()
    await eventually(async () => assert.equal((await heads(page)).length, 4))
  })

  it('selects one version for a comparison with others, without moving the focus', async () => {
    await workbench.command('View: Close All Editors')
    const tree = workbench.tree('Models')
    await tree.expand(['churn'])
    await eventually(async () => {
      await tree.choose(['churn', 'v5'], 'Select for Compare')
      assert.ok((await tree.menu(['churn', 'v8'])).includes('Compare with Selected'))
    })
    assert.deepEqual(await workbench.tabs(), [])
    await tree.choose(['churn', 'v8'], 'Compare with Selected')
    const page = await frame()
    assert.deepEqual(await heads(page), ['churn@5', 'churn@8'])
    assert.equal(await baseline(page), 'churn@5')
  })

  it('opens both records as a text diff', async () => {
    const page = await frame()
    await page.locator('vscode-button[data-key=text]').click()
    await eventually(async () => assert.ok((await workbench.tabs()).includes('churn@5 and churn@8')))
    // A record is as long as the list of packages, and only the lines in sight are drawn.
    const changed = (side: string) => workbench.page.locator(`.monaco-diff-editor .${side} .view-line`)
    await changed('original')
      .filter({ hasText: /"rows":\s*1150/ })
      .waitFor()
    await changed('modified')
      .filter({ hasText: /"rows":\s*1600/ })
      .waitFor()
    await workbench.command('View: Close Editor')
  })

  it('exports its table with the values that the command line says', async () => {
    const page = await frame()
    await page.locator('vscode-dropdown[data-key=export]').click()
    await page.locator('vscode-dropdown[data-key=export] vscode-option[value=csv]').click()
    const press = workbench.input.widget.locator('.quick-input-action .monaco-button', { hasText: 'OK' })
    await press.waitFor()
    await press.click()
    const told = await json<Differences>('diff', 'churn@5', 'churn@8')
    const lines = await eventually(async () =>
      readFileSync(join(place.folder, 'churn@5 churn@8.csv'), 'utf8').trim().split('\r\n'),
    )
    const latency = told.metrics.find(({ name }) => name === 'latency_p99_ms')!.values
    assert.match(lines[0]!, /^part,name,slice,dataset,churn@5,churn@8,churn@8 against churn@5$/)
    assert.ok(lines.includes(`metrics,latency_p99_ms,,,${latency.join(',')},3`), lines.join('\n'))
  })

  it('can be read and used in every theme and at every width', async () => {
    await workbench.page.locator('.part.sidebar').waitFor()
    const page = await frame()
    await inEveryTheme(workbench, 'compare', 'compare')
    await scroll(page, 'section.steps')
    await inEveryTheme(workbench, 'compare-below', 'compare')
    await workbench.theme('dark')
    for (const [width, height] of [
      [800, 900],
      [2000, 1200],
    ] as const) {
      await workbench.resize(width, height)
      await page.evaluate('scrollTo(0, 0)')
      const [inside, all] = await page.locator('.scroller').evaluate((part) => [part.clientWidth, part.scrollWidth])
      assert.equal(all, inside, `two versions fit beside each other at ${width}`)
      await workbench.screenshot(`compare-${width}`)
      await isAccessible(page)
    }
    assert.deepEqual(workbench.problems, [])
  }).timeout(120_000)

  it('shows 20 versions with 500 metrics each, whatever their values are', async () => {
    wide(place.folder)
    await eventually(async () =>
      assert.ok((await workbench.tree('Models').rows()).some(({ label }) => label === 'wide')),
    )
    await workbench.resize(1280)
    await workbench.command('View: Close All Editors')
    await workbench.command('Pedigree: Compare…')
    await workbench.input.pick('wide')
    await workbench.input.step('Compare Versions (2/3)')
    await workbench.input.pickAll()
    await workbench.input.pick('wide@20')
    const page = await frame()
    assert.equal((await heads(page)).length, 20)
    const painted = await page.evaluate<number>(`new Promise((told) => new PerformanceObserver((list) =>
      told(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))`)
    const again = await page.evaluate<number>(`new Promise((told) => {
      const start = performance.now()
      new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => told(performance.now() - start))))
        .observe(document.querySelector('thead'), { childList: true, subtree: true })
      document.querySelector('[data-key^="base "]').click()
    })`)
    console.log(
      `      painted ${Math.round(painted)} ms after it began to load, and ${Math.round(again)} ms after another baseline was chosen`,
    )
    // Those out of sight as well, once the first picture is there.
    await eventually(async () => {
      const texts = await page.locator('tr.row').first().locator('td').allTextContents()
      assert.deepEqual([texts.length, texts.filter(Boolean).length], [20, 20])
    })
    const rows = await page.locator('table.compare').getAttribute('aria-rowcount')
    assert.ok(Number(rows) > 500, String(rows))
    assert.ok((await page.locator('table.compare tr').count()) < 120)
    await page.locator('.scroller').evaluate((element) => (element.scrollTop = 9000))
    await eventually(async () => {
      const first = await page.locator('tr.row').first().getAttribute('aria-rowindex')
      assert.ok(Number(first) > 200, String(first))
    })
    await workbench.screenshot('compare-large')
    await isAccessible(page)
    assert.deepEqual(workbench.problems, [])
  }).timeout(120_000)
})

import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { StateAt } from '../../src/operations/stateAt'
import type { Timeline } from '../../src/core/timeline/timeline'
import { eventually } from '../host/eventually'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'
import { yearsOfChurn } from '../host/yearsOfChurn'

describe('the timeline', () => {
  let place: Scratch
  let workbench: Workbench
  let frame: Frame

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    yearsOfChurn(place.folder, { bars: 6000 })
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('timeline-failed')
  })

  const told = async <T>(...words: string[]) => JSON.parse(await place.pedigree([...words, '--json'])) as T
  const item = (label: RegExp) => frame.getByRole('button', { name: label }).first()
  /** From whatever tab is over the timeline. */
  async function backToChurn(): Promise<void> {
    await workbench.page.locator('.tab', { hasText: 'Timeline of churn' }).click()
    await timelineOf('churn')
  }
  const timelineOf = (model: string) =>
    eventually(async () => {
      frame = await pageFrame(workbench, 'timeline')
      await frame.getByRole('heading', { name: `Timeline of ${model}` }).waitFor({ timeout: 2000 })
      await frame.locator('.item').first().waitFor({ timeout: 2000 })
    }, 30)
  /** What the panel says of a list. */
  const listed = (title: string) =>
    frame
      .locator('.moment .list', { has: frame.getByRole('heading', { name: title, exact: true }) })
      .locator('dl > div')
      .evaluateAll((rows) => Object.fromEntries(rows.map((row) => [...row.children].map((cell) => cell.textContent))))
  const moveTo = (at: string) => frame.locator('.steps input').fill(at)

  it('opens from the tree, and says who holds what', async () => {
    await eventually(async () => {
      const rows = await workbench.tree('Models').rows()
      assert.ok(rows.some(({ label, description }) => label === 'churn' && description.includes('v24')))
    }, 30)
    await workbench.tree('Models').choose(['churn'], 'Show Timeline')
    await timelineOf('churn')
    const { bars, marks } = await told<Timeline>('timeline', 'churn')
    const count = (kind: string) => marks.filter((mark) => mark.kind === kind).length
    const summary = await frame.locator('.summary').innerText()
    for (const text of [`Versions: ${count('registered')}`, `Rollbacks: ${count('rollback')}`])
      assert.ok(summary.includes(text), summary)
    const holders = bars.filter(({ lane, name }) => lane === 'stage' && name === 'production')
    const drawn = await frame.locator('.item.stage.tone-0').count()
    const many = await frame.locator('.item.bar.many.tone-0').count()
    assert.ok(drawn + many <= holders.length && drawn > 10, `${drawn} of ${holders.length}`)
    await inEveryTheme(workbench, 'timeline', 'timeline')
  })
  it('says at the cursor what the command line says', async () => {
    for (const at of ['2026-06-01T12:00:00', '2025-07-14T08:30:00']) {
      await moveTo(at)
      const instant = new Date(at).toISOString()
      const [state] = await told<StateAt[]>('at', instant, 'churn')
      const heading = await frame.evaluate(
        (text) => new Date(text).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' }),
        at,
      )
      await frame.getByRole('heading', { name: heading }).waitFor()
      const { archived: _, ...stages } = await listed('Stages')
      const { archived: __, ...expected } = state!.stages
      const named = Object.entries(stages).filter(([, text]) => text !== '–')
      assert.deepEqual(
        Object.fromEntries(named),
        Object.fromEntries(
          Object.entries(expected).map(([stage, numbers]) => [stage, numbers.map((n) => `v${n}`).join(' ')]),
        ),
      )
      assert.deepEqual(
        await listed('Aliases'),
        Object.fromEntries(Object.entries(state!.aliases).map(([name, number]) => [name, `v${number}`])),
      )
    }
  })
  it('opens the tree as of the cursor', async () => {
    await frame.getByRole('button', { name: 'Open the Tree As of This' }).click()
    await eventually(async () => {
      const rows = await workbench.tree('Models').rows()
      const [state] = await told<StateAt[]>('at', new Date('2025-07-14T08:30:00').toISOString(), 'churn')
      const churn = rows.find(({ label }) => label === 'churn')
      assert.ok(churn?.description.includes(`production v${state!.stages['production']![0]!}`), churn?.description)
    })
    await workbench.command('Pedigree: Back to Now')
  })
  it('tells of a bar, and goes from there to other places', async () => {
    await item(/^v16 in production/).click()
    const chosen = frame.locator('section.chosen')
    await chosen.getByText('better on the whole').first().waitFor()
    assert.match(await chosen.innerText(), /Instead of\s+v15/)
    await workbench.screenshot('timeline-chosen')
    await isAccessible(frame)
    const from = chosen.locator('button.link').first()
    await from.focus()
    await workbench.page.keyboard.press('Enter')
    const then = await from.innerText()
    await frame.getByRole('heading', { name: then }).waitFor()
    assert.equal(await frame.locator('button.link:focus').innerText(), then)
    await chosen.getByRole('button', { name: 'Compare With v15' }).click()
    await eventually(async () =>
      assert.deepEqual(await workbench.tabs(), ['Timeline of churn', 'Compare churn@15, churn@16']),
    )
    await backToChurn()
    await frame.locator('section.chosen').getByText('better on the whole').first().waitFor()
  })
  it('shows the report of a gate that refused', async () => {
    await frame.getByRole('button', { name: 'Year' }).click()
    await item(/^The gate of production refused v23/).click()
    await frame.locator('section.chosen').getByRole('button', { name: 'Gate Report' }).click()
    await eventually(async () => assert.equal((await workbench.tabs()).length, 3))
    await backToChurn()
  })
  it('is brushed, zoomed and dragged', async () => {
    const seen = () => frame.locator('.seen').innerText()
    await frame.getByRole('button', { name: 'All', exact: true }).click()
    const all = await seen()
    const strip = (await frame.locator('svg.overview').boundingBox())!
    const { mouse } = workbench.page
    const y = strip.y + strip.height / 2
    await frame.locator('.overview .selection').evaluate((element) => element.setAttribute('pointer-events', 'none'))
    await mouse.move(strip.x + strip.width * 0.4, y)
    await mouse.down()
    await mouse.move(strip.x + strip.width * 0.6, y, { steps: 5 })
    await mouse.up()
    await eventually(async () => assert.notEqual(await seen(), all))
    const brushed = await seen()
    const drawing = (await frame.locator('svg.timeline').boundingBox())!
    await mouse.move(drawing.x + drawing.width * 0.7, drawing.y + 60)
    await mouse.down()
    await mouse.move(drawing.x + drawing.width * 0.5, drawing.y + 60, { steps: 5 })
    await mouse.up()
    await eventually(async () => assert.notEqual(await seen(), brushed))
    const dragged = await seen()
    await mouse.wheel(0, -200)
    await eventually(async () => assert.notEqual(await seen(), dragged))
    await workbench.screenshot('timeline-zoomed')
  })
  it('is used by keys alone', async () => {
    const handle = frame.getByRole('slider')
    await handle.focus()
    const before = Number(await handle.getAttribute('aria-valuenow'))
    await workbench.page.keyboard.press('ArrowLeft')
    assert.ok(Number(await handle.getAttribute('aria-valuenow')) < before)
    await frame.locator('.item[tabindex="0"]').focus()
    const first = await frame.locator(':focus').getAttribute('aria-label')
    await workbench.page.keyboard.press('ArrowRight')
    await workbench.page.keyboard.press('ArrowDown')
    const other = await frame.locator(':focus').getAttribute('aria-label')
    assert.ok(other && other !== first, `${first} → ${other}`)
    await workbench.page.keyboard.press('Enter')
    await frame.locator('.item.chosen').waitFor()
    await workbench.screenshot('timeline-keys')
    await workbench.page.keyboard.press('Escape')
    await frame.getByText('Choose a bar or a mark').waitFor()
  })
  it('keeps the keyboard where it was when bars become one', async () => {
    await frame.getByRole('button', { name: 'All', exact: true }).click()
    await frame.locator('.item.thin.many').first().focus()
    await workbench.page.keyboard.press('Enter')
    await frame.getByRole('button', { name: /^Zoom to All/ }).click()
    const second = frame.locator('.item.thin:not(.many)').nth(1)
    await second.focus()
    await eventually(async () => {
      await workbench.page.keyboard.press('-')
      assert.match((await frame.locator('.item:focus').getAttribute('aria-label', { timeout: 2000 }))!, /^×/)
    })
    await workbench.page.keyboard.press('Escape')
    await frame.getByRole('button', { name: 'All', exact: true }).click()
  })
  it('follows others without losing its place, and is there again after a reload', async () => {
    // All of time ends with the present, which moves on.
    await frame.getByRole('button', { name: 'Zoom in', exact: true }).click()
    await frame.locator('.item[tabindex="0"]').focus()
    await workbench.page.keyboard.press('Enter')
    const place0 = async () => ({
      seen: await frame.locator('.seen').innerText(),
      chosen: await frame.locator('section.chosen h2').first().innerText(),
      at: await frame.locator('.moment h2').innerText(),
    })
    const before = await place0()
    await place.pedigree(['alias', 'set', 'churn@3', 'looked-at'])
    await eventually(async () =>
      assert.ok((await frame.locator('text.lane').allTextContents()).some((text) => text.includes('looked-at'))),
    )
    assert.deepEqual(await place0(), before)
    await workbench.reload()
    await timelineOf('churn')
    await eventually(async () => assert.deepEqual(await place0(), before))
    await frame.getByRole('button', { name: 'All', exact: true }).click()
  })
  it('goes on with the present once it was sent there', async () => {
    await frame.getByRole('button', { name: 'Now', exact: true }).click()
    const heading = frame.locator('.moment h2')
    const before = await heading.innerText()
    // It is told to the second.
    await workbench.page.waitForTimeout(1100)
    await place.pedigree(['alias', 'set', 'churn@2', 'seen'])
    await eventually(async () =>
      assert.ok((await frame.locator('text.lane').allTextContents()).some((text) => text.includes('seen'))),
    )
    assert.notEqual(await heading.innerText(), before)
    assert.equal((await listed('Aliases'))['seen'], 'v2')
  })
  it('is a table for those who want one', async () => {
    await frame.getByText('Show as Table').click()
    const { bars, marks } = await told<Timeline>('timeline', 'churn')
    await eventually(async () =>
      assert.equal(await frame.locator('.asTable tbody tr').count(), bars.length + marks.length),
    )
    await workbench.screenshot('timeline-table')
    await isAccessible(frame)
    await frame.getByRole('button', { name: 'SVG', exact: true }).click()
    await workbench.input.shown()
    await workbench.page.keyboard.press('Enter')
    const path = join(place.folder, 'Timeline of churn.svg')
    await eventually(() => assert.match(readFileSync(path, 'utf8'), /^<svg[^>]* width="[1-9]\d{2,}" height="[1-9]\d+"/))
    rmSync(path)
    await frame.getByText('Show as Table').click()
  })
  it('is exported as a picture and as a table', async () => {
    for (const [name, ending, begins] of [
      ['SVG', 'svg', '<svg'],
      ['PNG', 'png', '\u{89}PNG'],
      ['CSV', 'csv', 'From,Until,What'],
      ['Markdown', 'md', '| From |'],
    ] as const) {
      await frame.getByRole('button', { name, exact: true }).click()
      await workbench.input.shown()
      await eventually(async () => assert.match(await workbench.input.value(), new RegExp(`churn\\.${ending}$`)))
      await workbench.page.keyboard.press('Enter')
      const path = join(place.folder, `Timeline of churn.${ending}`)
      await eventually(() => assert.equal(readFileSync(path, 'latin1').slice(0, begins.length), begins))
    }
    await workbench.screenshot('timeline-exported')
    const svg = readFileSync(join(place.folder, 'Timeline of churn.svg'), 'utf8')
    assert.ok(svg.includes('production') && !svg.includes('var(--'))
    const rows = readFileSync(join(place.folder, 'Timeline of churn.csv'), 'utf8').trim().split('\r\n')
    const { bars, marks } = await told<Timeline>('timeline', 'churn')
    assert.equal(rows.length, bars.length + marks.length + 1)
  })
  it('fits narrow and wide windows', async () => {
    await frame.getByRole('button', { name: 'All', exact: true }).click()
    await workbench.page.keyboard.press('Control+B')
    for (const width of [800, 2000, 480]) {
      await workbench.resize(width, 1000)
      await eventually(async () => {
        const [scroll, client] = (await frame.evaluate(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        )) as [number, number]
        assert.ok(scroll <= client && client > width * 0.8, `${scroll} of ${client} at ${width}`)
      })
      await workbench.screenshot(`timeline-${width}`)
    }
    await workbench.resize(1280)
  })
  it('draws what is in sight of a window that is low, and the rest when it comes into sight', async () => {
    await workbench.resize(1280, 420)
    const policy = item(/^The policy of the model was changed/)
    await frame.evaluate('scrollTo(0, 0)')
    await frame.getByRole('button', { name: 'Year' }).click()
    await eventually(async () => assert.equal(await policy.count(), 0))
    await frame.evaluate("document.querySelector('svg.timeline').scrollIntoView({ block: 'end' })")
    await policy.waitFor()
    await workbench.resize(1280)
  })
  it('opens from the palette, and draws thousands of bars as few', async () => {
    await workbench.command('Pedigree: Show Timeline')
    await eventually(() => workbench.input.pick('busy'))
    await timelineOf('busy')
    await workbench.screenshot('timeline-busy')
    for (const zooms of [0, 4]) {
      for (let i = 0; i < zooms; i++) await frame.getByRole('button', { name: 'Zoom in', exact: true }).click()
      const seen = await frame.locator('.seen').innerText()
      const drawing = (await frame.locator('svg.timeline').boundingBox())!
      await workbench.page.mouse.move(drawing.x + drawing.width * 0.7, drawing.y + 50)
      await workbench.page.mouse.down()
      await workbench.page.mouse.move(drawing.x + drawing.width * 0.4, drawing.y + 50, { steps: 20 })
      await workbench.page.mouse.up()
      if (zooms) await eventually(async () => assert.notEqual(await frame.locator('.seen').innerText(), seen))
      assert.ok((await frame.locator('.item').count()) < 2000)
      await workbench.screenshot(`timeline-busy-${zooms}`)
    }
    assert.deepEqual(workbench.problems, [])
  }).timeout(120_000)
})

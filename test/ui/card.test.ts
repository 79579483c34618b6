import assert from 'node:assert/strict'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { eventually } from '../host/eventually'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

interface Shown {
  card: { statements: Record<string, string>; meta: Record<string, unknown>; inherited: Record<string, string> }
  facts: { metrics: { name: string; value: number; slice?: string }[] }
  saved: unknown
}

describe('the card editor', function () {
  this.timeout(120_000)
  let place: Scratch
  let workbench: Workbench
  let frame: Frame
  const requests: string[] = []

  before(async () => {
    place = await scratch()
    const model = join(place.folder, 'model')
    mkdirSync(model)
    for (const name of ['plot.png', 'my plot.png', 'графік.png', 'plot(1).png', 'a%b.png'])
      writeFileSync(join(model, name), Buffer.from(dot, 'base64'))
    writeFileSync(join(place.folder, 'train.csv'), 'age,churned\n40,0\n')
    writeFileSync(join(place.folder, 'metrics.json'), JSON.stringify(measured))
    await place.pedigree(['init'])
    const options = ['--metrics', 'metrics.json', '--param', 'depth=6', '--param', 'seed=7', '--data', 'train.csv']
    for (const [i, metric] of ['f1=0.88', 'f1=0.91'].entries()) {
      writeFileSync(join(model, 'weights.bin'), `weights ${i}`)
      const parent = i ? ['--parent', `churn@${i}`] : []
      await place.pedigree([
        'register',
        'churn',
        'model',
        ...(i ? options : []),
        '--metric',
        i ? 'recall=0.8' : metric,
        ...parent,
      ])
    }
    await place.pedigree(['promote', 'churn@1', 'production', '--reason', 'first'])
    const settings = { 'files.autoSave': 'off', 'window.dialogStyle': 'custom' }
    workbench = await openWorkbench({ folder: place.folder, env: place.env, settings })
    workbench.page.on('request', (request) => requests.push(request.url()))
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('card-failed')
  })

  const shown = async (reference: string) =>
    JSON.parse(await place.pedigree(['card', 'show', reference, '--json'])) as Shown
  const field = (id: string) => frame.locator(`.field[data-field="${id}"]`)
  const area = (id: string) => field(id).locator('textarea')
  const isDirty = () => workbench.page.locator('.tab.active.dirty').count()
  const cardOf = (version: number) =>
    eventually(() => workbench.frame(`body[data-page="card"] h1:text-is("churn ${version}"):visible`), 45)
  /** Opens a card from the palette, again where a list was not ready. */
  async function openCard(version: number): Promise<void> {
    await eventually(async () => {
      await workbench.page.keyboard.press('Escape')
      await workbench.command('Pedigree: Open Card')
      await workbench.input.pick('churn')
      await workbench.input.pick(`v${version}`)
    }, 45)
    frame = await cardOf(version)
  }
  const save = () => workbench.page.keyboard.press('Control+s')

  it('opens from the tree', async () => {
    await workbench.tree('Models').expand(['churn', 'v2'])
    await workbench.tree('Models').click(['churn', 'v2', 'Card'])
    frame = await pageFrame(workbench, 'card')
    await frame.locator('h1', { hasText: 'churn 2' }).waitFor()
    await frame.getByText('No card is saved yet').waitFor()
    await isAccessible(frame)
  })
  it('shows what is typed, and says that it is not saved', async () => {
    await area('use.primary').fill('Says who is about to **leave**.')
    await frame.locator('.preview strong', { hasText: 'leave' }).waitFor()
    await eventually(async () => assert.equal(await isDirty(), 1))
    assert.equal((await shown('churn@2')).saved, null)
  })
  it('undoes and saves as any text', async () => {
    await area('use.primary').press('Control+z')
    await eventually(async () => assert.equal(await area('use.primary').inputValue(), ''))
    await eventually(async () => assert.equal(await isDirty(), 0))
    await area('use.primary').fill('Says who is about to leave.')
    await area('use.outOfScope').fill('Not for prices.')
    await frame.getByLabel('Licence', { exact: true }).fill('apache-2.0')
    await area('limits.known').fill('Worst where region=US.')
    await area('identity.contact').pressSequentially('ada@example.com')
    await save()
    const statements = {
      ...{ 'use.primary': 'Says who is about to leave.', 'use.outOfScope': 'Not for prices.' },
      ...{ 'limits.known': 'Worst where region=US.', 'identity.contact': 'ada@example.com' },
    }
    await eventually(async () => {
      const { card } = await shown('churn@2')
      assert.deepEqual(card.statements, statements)
      assert.equal(card.meta['license'], 'apache-2.0')
    })
    await eventually(async () => assert.equal(await isDirty(), 0))
    await frame.getByText('7 of 7 required').waitFor()
    await frame.getByText(/^Saved by/).waitFor()
  })
  it('undoes what was just typed, and no more', async () => {
    await area('ops').fill('Runs anywhere.')
    await eventually(async () => assert.equal(await isDirty(), 1))
    await area('identity.owners').pressSequentially('Ada')
    await workbench.page.keyboard.press('Control+z')
    await eventually(async () => assert.equal(await area('identity.owners').inputValue(), ''))
    assert.equal(await area('ops').inputValue(), 'Runs anywhere.')
    await workbench.page.keyboard.press('Control+y')
    await eventually(async () => assert.equal(await area('identity.owners').inputValue(), 'Ada'))
    await workbench.command('File: Revert File')
    await eventually(async () => assert.equal(await isDirty(), 0))
  })
  it('lets a list be written with pauses', async () => {
    const tags = frame.getByLabel('Tags', { exact: true })
    await tags.fill('tabular,')
    await frame.locator('.preview dd', { hasText: 'tabular' }).waitFor()
    await tags.press('End')
    await workbench.page.keyboard.type(' churn')
    await frame.locator('.preview dd', { hasText: 'tabular, churn' }).waitFor()
    assert.equal(await tags.inputValue(), 'tabular, churn')
    await workbench.command('File: Revert File')
    await eventually(async () => assert.equal(await tags.inputValue(), ''))
    await eventually(async () => assert.equal(await isDirty(), 0))
  })
  it('asks before it closes what was just typed', async () => {
    await area('ops').pressSequentially('Runs anywhere, for anybody.', { delay: 20 })
    await workbench.page.keyboard.press('Control+w')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.dialog('Cancel')
    await eventually(async () => assert.equal(await area('ops').inputValue(), 'Runs anywhere, for anybody.'))
    await workbench.command('File: Revert File')
    await eventually(async () => assert.equal(await isDirty(), 0))
  })
  it('shows what was measured as the command line does, and lets nobody change it', async () => {
    const { facts } = await shown('churn@2')
    const cells = await frame
      .locator('.preview .metrics tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 2).map(({ textContent }) => textContent)))
    const overall = facts.metrics.filter(({ slice }) => !slice)
    assert.deepEqual(
      cells,
      overall.map(({ name, value }) => [name, String(value)]),
    )
    const slices = await frame.locator('.preview .slices tbody th').allTextContents()
    assert.deepEqual(slices, ['US', 'APAC', 'EU'])
    await field('eval.overall').locator('summary').click()
    await field('eval.overall').locator('.record table').waitFor()
    assert.equal(
      await frame
        .locator('.record textarea, .record input, .record [contenteditable], .preview textarea, .preview input')
        .count(),
      0,
    )
    await field('eval.overall').locator('summary').click()
  })
  it('looks right in every theme, narrow and wide', async () => {
    await frame.locator('.preview [data-field="eval.overall"]').evaluate((part) => part.scrollIntoView())
    await inEveryTheme(workbench, 'card', 'card')
    for (const width of [800, 2000]) {
      await workbench.resize(width)
      await frame.locator('h1').waitFor()
      await workbench.screenshot(`card-${width}`)
      const [inside, all] = await frame.locator('body').evaluate((body) => [body.clientWidth, body.scrollWidth])
      assert.equal(inside, all)
    }
    await workbench.resize(800)
    await frame.getByRole('tab', { name: 'Preview' }).click()
    await frame.locator('.preview').waitFor()
    assert.equal(await frame.locator('.fields').isVisible(), false)
    await workbench.screenshot('card-800-preview')
    await frame.getByRole('tab', { name: 'Write' }).click()
    await workbench.resize(1280)
  })
  it('says that its registry is gone, and comes back where it was', async () => {
    await openCard(2)
    const form = frame.locator('#form')
    await area('ops').evaluate((field) => field.scrollIntoView())
    const top = await form.evaluate(({ scrollTop }) => scrollTop)
    assert.ok(top > 0)
    const config = join(place.folder, 'pedigree.yaml')
    renameSync(config, `${config}.away`)
    await frame.locator('.failure').getByText('There is no registry').waitFor()
    await workbench.screenshot('card-no-registry')
    renameSync(`${config}.away`, config)
    await form.waitFor()
    await eventually(async () => assert.equal(await form.evaluate(({ scrollTop }) => scrollTop), top))
  })
  it('lists what is missing among the problems', async () => {
    await openCard(1)
    await workbench.command('Problems: Focus on Problems View')
    const problems = workbench.page.locator('.markers-panel')
    await problems.getByText('card/required-section-missing').first().waitFor()
    await workbench.screenshot('card-problems')
    await workbench.command('View: Toggle Panel Visibility')
  })
  it('takes over what was said of the version before, until somebody affirms it', async () => {
    await place.pedigree(['register', 'churn', 'model', '--metric', 'f1=0.92', '--parent', 'churn@2'])
    await openCard(3)
    assert.equal(await area('use.primary').inputValue(), 'Says who is about to leave.')
    await field('use.primary').getByText('from churn@2, affirm or change').waitFor()
    await workbench.screenshot('card-inherited')
    await field('use.primary').getByRole('button', { name: 'Affirm' }).click()
    await field('use.primary').locator('.from').waitFor({ state: 'detached' })
    await area('use.outOfScope').fill('Neither for prices nor for people.')
    await frame.getByRole('button', { name: /Affirm All/ }).click()
    // It is still asked when the words that were typed before are heard.
    await field('use.outOfScope').getByText('changed since churn@2').waitFor()
    await workbench.screenshot('card-affirm')
    await frame.getByRole('button', { name: /Affirm \d+ Sections/ }).click()
    await eventually(async () => assert.equal(await frame.locator('.field .from').count(), 0))
    await field('use.outOfScope').getByText('changed since churn@2').waitFor()
    await save()
    await eventually(async () => assert.deepEqual((await shown('churn@3')).card.inherited, {}))
  })
  it('shows what changed since the version before as a difference of texts', async () => {
    await frame.getByRole('button', { name: 'Changes' }).click()
    const diff = workbench.page.locator('.monaco-diff-editor')
    await diff.locator('.line-insert').first().waitFor()
    assert.ok((await workbench.tabs()).includes('Card: churn@2 ↔ churn@3'))
    await workbench.screenshot('card-diff')
    await workbench.command('View: Close Editor')
  })
  it('follows what is typed into its text beside it', async () => {
    await openCard(3)
    await frame.getByRole('button', { name: 'Open as Text' }).click()
    const editor = workbench.page.locator('.editor-instance .monaco-editor').last()
    await editor.locator('.view-line').first().click()
    await workbench.page.keyboard.press('Control+f')
    await workbench.page.keyboard.type('nor for people.')
    await workbench.page.keyboard.press('Escape')
    await workbench.page.keyboard.press('ArrowRight')
    await workbench.page.keyboard.type(' Nor for fun.')
    await eventually(async () =>
      assert.equal(await area('use.outOfScope').inputValue(), 'Neither for prices nor for people. Nor for fun.'),
    )
    await workbench.screenshot('card-beside')
    // What the form says comes while the text is being written.
    await area('use.users').fill('Analysts.')
    await editor.click()
    await workbench.page.keyboard.press('Control+End')
    await workbench.page.keyboard.type(' The end, and more of it.')
    await frame.locator('.preview').getByText('Analysts.').waitFor({ state: 'attached' })
    await frame.locator('.preview').getByText('The end, and more of it.').waitFor({ state: 'attached' })
    assert.equal(await area('use.users').inputValue(), 'Analysts.')
    await workbench.command('File: Revert File')
    await eventually(async () =>
      assert.equal(await area('use.outOfScope').inputValue(), 'Neither for prices nor for people.'),
    )
    await workbench.command('View: Close Editor')
  })
  it('joins what two people wrote, and asks where they differ', async () => {
    await openCard(3)
    await area('use.primary').fill('Mine.')
    await area('ops').fill('Runs anywhere.')
    await eventually(async () => assert.equal(await isDirty(), 1))
    await place.pedigree(['card', 'set', 'churn@3', '--field', 'use.primary', '--text', 'Theirs.'])
    await place.pedigree(['card', 'set', 'churn@3', '--field', 'cite', '--text', 'As Lovelace 1843.'])
    await frame.getByText('saved this card while you wrote').waitFor()
    assert.equal(await area('use.primary').inputValue(), 'Mine.')
    await save()
    const conflict = () => frame.locator('.conflict')
    const both = () => conflict().locator('.both[data-field="use.primary"]')
    await conflict().getByText('Two People Changed This Card').waitFor()
    assert.equal((await shown('churn@3')).card.statements['use.primary'], 'Theirs.')
    await workbench.screenshot('card-conflict')
    await isAccessible(frame)
    assert.deepEqual(await both().locator('pre').allTextContents(), ['Says who is about to leave.', 'Theirs.', 'Mine.'])
    await both()
      .getByRole('button', { name: /Use Both/ })
      .click()
    // What is decided stays, whatever comes meanwhile, and where the page was out of sight.
    await both().locator('textarea').press('End')
    await place.pedigree(['card', 'set', 'churn@3', '--field', 'more', '--text', 'More of theirs.'])
    await conflict().locator('.both[data-field="more"]').waitFor({ state: 'attached' })
    assert.equal(await both().locator('textarea').inputValue(), 'Theirs.\n\nMine.')
    assert.equal(
      await both()
        .locator('textarea')
        .evaluate((area) => area === area.ownerDocument.activeElement),
      true,
    )
    await openCard(1)
    await openCard(3)
    await conflict().getByText('All is decided.').waitFor()
    assert.equal(await both().locator('textarea').inputValue(), 'Theirs.\n\nMine.')
    await conflict().locator('vscode-button', { hasText: 'Save' }).click()
    await eventually(async () => {
      const { statements } = (await shown('churn@3')).card
      assert.equal(statements['use.primary'], 'Theirs.\n\nMine.')
      assert.equal(statements['ops'], 'Runs anywhere.')
      assert.equal(statements['cite'], 'As Lovelace 1843.')
    })
    await eventually(async () => assert.equal(await isDirty(), 0))
    assert.equal(await area('cite').inputValue(), 'As Lovelace 1843.')
  })
  it('does no harm with a hostile card', async () => {
    const text = ((await JSON.parse(await place.pedigree(['card', 'show', 'churn@1', '--json']))) as { text: string })
      .text
    const file = join(place.folder, 'hostile.md')
    writeFileSync(file, text.replace('<!-- card:use.primary -->\n', `<!-- card:use.primary -->\n\n${hostile}\n`))
    await place.pedigree(['card', 'set', 'churn@1', file])
    requests.length = 0
    await openCard(1)
    await frame.locator('.preview').getByText('Picture of the web: remote').waitFor()
    await frame.locator('.preview img[alt="own"]').first().waitFor()
    await workbench.screenshot('card-hostile')
    assert.equal(await frame.evaluate(() => 'hacked' in globalThis), false)
    const own = frame.locator('.preview img[alt="own"]')
    assert.equal(await own.count(), 5)
    const sources = await frame.locator('img').evaluateAll((images) => images.map((image) => image.getAttribute('src')))
    for (const source of sources) assert.match(String(source), /^data:image\/png;base64,/)
    assert.equal(await frame.locator('.preview').locator('a, iframe, script, svg:not(.scale), form').count(), 0)
    assert.deepEqual(
      requests.filter((url) => url.includes('evil')),
      [],
    )
  })
  it('keeps what is not saved over a reload of the window', async () => {
    await openCard(3)
    await area('glossary').fill('Churn: to leave.')
    await eventually(async () => assert.equal(await isDirty(), 1))
    // The editor keeps copies of what is not saved a second after it was typed.
    await workbench.page.waitForTimeout(2500)
    await workbench.reload()
    frame = await cardOf(3)
    await eventually(async () => assert.equal(await area('glossary').inputValue(), 'Churn: to leave.'))
    assert.equal(await isDirty(), 1)
    await save()
    await eventually(async () => assert.equal((await shown('churn@3')).card.statements['glossary'], 'Churn: to leave.'))
  })
  it('stays usable with a card of almost five megabytes', async () => {
    const file = join(place.folder, 'huge.md')
    const text = (JSON.parse(await place.pedigree(['card', 'show', 'churn@2', '--json'])) as { text: string }).text
    writeFileSync(
      file,
      text
        .replace('<!-- card:ops -->', '')
        .concat(`\n## Operation\n<!-- card:ops -->\n\n${'many words '.repeat(430_000)}\n`),
    )
    await place.pedigree(['card', 'set', 'churn@2', file])
    await openCard(2)
    await frame.locator('.preview').getByText('Only the beginning is shown.').first().waitFor()
    await field('ops').getByText('too many for the form').waitFor()
    await area('use.users').fill('Analysts.')
    await frame.locator('.preview').getByText('Analysts.').waitFor()
    await eventually(async () => assert.equal(await isDirty(), 1))
    await workbench.command('File: Revert File')
    await eventually(async () => assert.equal(await isDirty(), 0))
    assert.deepEqual(workbench.problems, [])
  })
})

describe('the card editor in Restricted Mode', () => {
  let place: Scratch
  let workbench: Workbench

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    writeFileSync(join(place.folder, 'weights.bin'), 'weights')
    await place.pedigree(['init'])
    await place.pedigree(['register', 'churn', 'weights.bin'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env, trusted: false })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })

  it('shows the card, says why nothing can be changed, and changes nothing', async () => {
    await workbench.command('Pedigree: Open Card')
    await workbench.input.pick('churn')
    await workbench.input.pick('v1')
    const frame = await pageFrame(workbench, 'card')
    await frame.getByText('Cards are saved in trusted workspaces only.').waitFor()
    const fields = frame.locator('.fields textarea, .fields input')
    assert.equal(await fields.and(frame.locator(':not([readonly])')).count(), 0)
    await isAccessible(frame)
    assert.deepEqual(workbench.problems, [])
  })
})

const interval = (lower: number, upper: number) => ({ interval: { lower, upper, level: 0.95 } })
const measured = [
  { name: 'f1', value: 0.91, n: 4000, ...interval(0.9, 0.92) },
  { name: 'accuracy', value: 0.94, n: 4000, ...interval(0.93, 0.95) },
  { name: 'latency_p99_ms', value: 41 },
  { name: 'f1', slice: 'region=EU', value: 0.93, n: 2100, ...interval(0.91, 0.95) },
  { name: 'f1', slice: 'region=US', value: 0.84, n: 1200, ...interval(0.81, 0.87) },
  { name: 'f1', slice: 'region=APAC', value: 0.88, n: 700, ...interval(0.83, 0.92) },
]

const hostile = [
  '<img src="https://evil.example/x.png" onerror="globalThis.hacked = 1">',
  '<script>globalThis.hacked = 1</script>',
  '![remote](https://evil.example/y.png)',
  '[click](javascript:globalThis.hacked=1)',
  '![own](files/plot.png) ![own](<files/my plot.png>) ![own](./графік.png) ![own](plot(1).png) ![own](a%b.png)',
  '<iframe src="https://evil.example/"></iframe> <svg onload="globalThis.hacked = 1">',
  '<a href="https://evil.example/" style="position:fixed">x</a>',
].join('\n\n')

/** A picture of one dot. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

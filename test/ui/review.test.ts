import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { GateReport } from '../../src/core/gate/report'
import { card } from '../demo/card'
import { appendCommit } from '../host/appendCommit'
import { eventually } from '../host/eventually'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'
import { an } from '../samples'

const policy = `models:
  churn:
    aliases: { champion: { follows: production } }
    metrics: { f1: higher, latency_p99_ms: lower }
    gates:
      production:
        - { metric: f1, min: 0.9, against: production, tolerance: 0.01 }
        - { metric: latency_p99_ms, max: 50 }
        - { metric: recall, slices: region=*, against: production, tolerance: 0.02 }
        - { parity: recall, across: region, maxGap: 0.1 }
        - { after: shadow }
        - { card: complete }
        - { recorded: [data] }
        - { files: safe }
        - { check: integration-tests }
        - { approvals: { count: 1 } }
  strict: { override: never, gates: { production: [{ check: tests }, { approvals: { count: 2, from: [ada@example.com, eve@example.com] } }] } }
  '${'x'.repeat(30)}*':
    gates:
      staging: [{ metric: ${'m'.repeat(200)}, slices: '${'s'.repeat(100)}=*', min: 0.5 }, { metric: odd, min: 0 }, { metric: none, max: 1 }]
`
const ada = 'Ada Lovelace <ada@example.com>'
const grace = 'Grace Hopper <grace@example.com>'

const longName = 'x'.repeat(200)

/** A promotion as a page, from the first refusal to what came of it. */
describe('review', () => {
  let place: Scratch
  let workbench: Workbench

  const as = async (actor: string, args: string[]): Promise<string> => {
    place.env['PEDIGREE_ACTOR'] = actor
    return place.pedigree(args).finally(() => (place.env['PEDIGREE_ACTOR'] = ada))
  }

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    const { folder, pedigree } = place
    place.env['PEDIGREE_ACTOR'] = ada
    mkdirSync(join(folder, 'model'))
    writeFileSync(join(folder, 'train.csv'), 'a,b')
    await pedigree(['init'])
    writeFileSync(join(folder, 'pedigree.yaml'), policy)
    const register = async (model: string, n: number, more: string[] = []) => {
      writeFileSync(join(folder, 'model', 'weights.bin'), `${model} ${n}`)
      const metrics = {
        f1: 0.9 + n / 200,
        auc: 0.95 + n / 400,
        latency_p99_ms: 52 - n * 2,
        'recall/region=EU': 0.86 + n / 100,
        'recall/region=US': 0.88 + n / 200,
        'recall/region=APAC': 0.85 + n / 150,
      }
      const given = Object.entries(metrics).flatMap(([name, value]) => ['--metric', `${name}=${value.toFixed(4)}`])
      const params = ['--param', `trees=${100 * n}`, '--param', 'depth=6', '--data', 'train.csv']
      await pedigree(['register', model, 'model', ...given, ...params, ...more])
    }
    for (let n = 1; n <= 6; n++) await register('churn', n)
    await pedigree(['promote', 'churn@2', 'production'])
    await pedigree(['promote', 'churn@5', 'production', '--reason', 'better everywhere'])
    await pedigree(['deployed', 'churn@5', '--env', 'prod-eu'])
    await pedigree(['check', 'churn@5', 'integration-tests', 'pass'])
    await pedigree(['check', 'churn@6', 'integration-tests', 'fail', '--note', 'timed out'])
    await register('churn', 7, ['--description', 'Trained on the autumn data, with the new region APAC.'])
    writeFileSync(join(folder, 'card.md'), card)
    await pedigree(['card', 'import', 'churn@7', 'card.md'])
    await pedigree(['promote', 'churn@7', 'shadow'])
    await as(grace, ['register', 'strict', 'model', '--metric', 'f1=0.9'])
    const many = Array.from({ length: 1000 }, (_, i) => ({
      ...{ name: 'm'.repeat(200), slice: `${'s'.repeat(100)}=${i}`, value: i % 100 ? 0.9 : -1e12 },
    }))
    writeFileSync(join(folder, 'many.json'), JSON.stringify(many))
    await pedigree(['register', longName, 'model', '--metrics', 'many.json', '--label', 'l'.repeat(60)])
    const { id } = JSON.parse(await pedigree(['show', `${longName}@1`, '--json'])) as { id: string }
    // Only imports know numbers that are none.
    const metrics = [{ name: 'odd', value: 'NaN' as const }]
    appendCommit(folder, [an('evaluation.recorded', { model: longName, version: id, metrics })])
    await pedigree(['policy', 'apply'])
    await pedigree(['promote', 'churn@7', 'production', '--reason', 'for the fair']).catch(() => {})
    workbench = await openWorkbench({ folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('review-failed')
  })

  const page = () => pageFrame(workbench, 'review')
  const says = (frame: Frame, place: string, expected: RegExp) =>
    eventually(async () => assert.match(await frame.locator(place).innerText(), expected))

  /** A tall window, so that a picture shows all of the page. */
  const whole = async (name: string, width = 1280) => {
    await workbench.resize(width, 2100)
    await workbench.screenshot(name)
    await workbench.resize(1280)
  }
  /** Is nothing wider than the page? */
  const fits = (frame: Frame): Promise<boolean> =>
    frame.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)
  const gateOf = async (version: number): Promise<GateReport> =>
    JSON.parse(
      await place
        .pedigree(['gate', `churn@${version}`, 'production', '--json'])
        .catch((error: { stdout: string }) => error.stdout),
    ) as GateReport
  const show = async (reference: string) => JSON.parse(await place.pedigree(['show', reference, '--json'])) as Shown
  const rowsOf = (frame: Frame) =>
    frame.locator('.rules > li').evaluateAll((rows) =>
      rows.map((row) => ({
        rule: row.querySelector('summary')?.title,
        passed: row.querySelector('details')?.classList.contains('passed'),
        actual: row.querySelector('.found')?.firstChild?.textContent,
        expected: row.querySelector('.asked')?.textContent,
        baseline: row.querySelector('.against')?.textContent ?? undefined,
      })),
    )

  it('opens from the tree at the next stage, and says what the gate says', async () => {
    await workbench.tree('Models').expand(['churn'])
    await workbench.tree('Models').choose(['churn', 'v7'], 'Review a Promotion…')
    const frame = await page()
    await says(frame, 'h1', /Promote churn@7 to production/)
    await says(frame, '.standing', /Refused last time.*Ada Lovelace asked for it/s)
    await says(
      frame,
      '#effect',
      /v5 leaves production and is archived.*rollback moves from v2 to v5.*champion moves from v5 to v7.*prod-eu runs v5/s,
    )
    const { rules } = await gateOf(7)
    const told = rules.map(({ rule, passed, actual, expected, baseline }) => ({
      rule,
      passed,
      actual,
      expected,
      baseline,
    }))
    const failing = told.filter(({ passed }) => !passed)
    assert.equal(failing.length, 2)
    assert.deepEqual(await rowsOf(frame), [...failing, ...told.filter(({ passed }) => passed)])
    await says(frame, '#versus', /f1\s+0\.925\s+0\.935\s+▲ \+0\.01 \(\+1\.1%\) better/)
    await says(frame, '#versus', /latency_p99_ms\s+42\s+38\s+▲ −4 \(−9\.5%\) better/)
    await says(frame, '#approvals', /0 of 1, from anybody but its author/)
    await says(frame, '#decision', /2 of 10 rules fail\. The gate has to pass first\./)
    assert.equal(await frame.locator('#decision vscode-button', { hasText: 'Approve' }).count(), 0)
    await inEveryTheme(workbench, 'review', 'review')
  })

  it('shows all there is to know of a rule, and how it stood before', async () => {
    const frame = await page()
    for (const name of ['f1', 'recall', 'Check integration-tests'])
      await frame.locator('summary.rule', { has: frame.getByText(name, { exact: true }) }).click()
    const open = frame.locator('.rules details[open] > .details')
    await eventually(async () => assert.equal(await open.count(), 3))
    await says(frame, '.rules', /region=APAC\s+0\.8967\s+0\.8833/)
    const f1 = open.filter({ hasText: 'metric: f1' })
    await f1.getByText('Show as Table').click()
    await eventually(async () => {
      const values = await f1.locator('.values tbody td:nth-child(2)').allInnerTexts()
      assert.deepEqual(values, ['0.935', '0.93', '0.925', '0.92', '0.915', '0.91', '0.905'])
    })
    assert.deepEqual(await f1.locator('.asks text').allTextContents(), ['at least 0.915 (v5)', 'at least 0.9'])
    await isAccessible(frame)
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await workbench.theme(theme)
      await whole(`review-open-${theme}`)
    }
    await f1.getByText('Show as Table').click()
  })

  it('fits a narrow and a very wide window', async () => {
    const frame = await page()
    for (const width of [800, 2000]) {
      await workbench.resize(width, 1400)
      await eventually(async () => assert.ok(await fits(frame), String(width)))
      await frame.locator('h1').scrollIntoViewIfNeeded()
      await workbench.screenshot(`review-${width}`)
    }
    await workbench.resize(1280)
  })

  it('follows what others do, and keeps what was typed, opened and scrolled to', async () => {
    const frame = await page()
    await frame.locator('#decision textarea').fill('The fair is in a week')
    await frame.locator('#decision textarea').focus()
    const seenAt = async () => (await frame.locator('#decision textarea').boundingBox())!.y
    const before = await seenAt()
    await as(grace, ['check', 'churn@7', 'integration-tests', 'pass', '--url', 'https://ci.example.com/7'])
    await says(frame, '#notice', /The check integration-tests passed\. 1 of 10 rules fail\./)
    await as(grace, ['approve', 'churn@7', 'production', '--note', 'as measured'])
    await says(frame, '#notice', /Grace Hopper approved\. All 10 rules pass\./)
    await says(frame, '[role=status]', /Grace Hopper approved\./)
    await says(frame, '#approvals', /1 of 1.*Grace Hopper\s*unverified.*as measured/s)
    await says(frame, '#checks', /integration-tests passed.*ci\.example\.com/s)
    assert.ok((await rowsOf(frame)).every(({ passed }) => passed))
    assert.equal(await frame.locator('#decision textarea').inputValue(), 'The fair is in a week')
    assert.equal(
      await frame.locator('#decision vscode-text-area').evaluate((area) => area.matches(':focus-within')),
      true,
    )
    assert.equal(await frame.locator('.rules details.passed[open] > .details').count(), 3)
    assert.ok(Math.abs((await seenAt()) - before) < 2, 'what has the focus stays where it is')
    await whole('review-passes')
  })

  it('gives it a share of the traffic first', async () => {
    const frame = await page()
    await frame.getByText('5%', { exact: true }).click()
    await says(frame, '#shares', /v7 gets 5% of the traffic, and v5 keeps 95%/)
    await frame.locator('#decision vscode-button', { hasText: 'Roll Out to 5%' }).click()
    assert.match(
      await workbench.dialog('Roll Out'),
      /Give churn@7 5% of the traffic of production\?.*The fair is in a week/s,
    )
    await says(frame, '#told', /v7 gets 5% of the traffic of production now/)
    await says(frame, '.standing', /Rolled out to 5%/)
    assert.deepEqual((await show('churn@7')).rollouts, { production: { version: 7, percent: 5 } })
    assert.equal(await frame.getByText('5%', { exact: true }).count(), 0, 'what it has is no choice any more')
    await whole('review-rollout')
  })

  it('refuses what was decided on a holder that is not there any more, and shows who is', async () => {
    const frame = await page()
    await frame.locator('#decision vscode-button', { hasText: 'Promote to production' }).click()
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await as(grace, ['promote', 'churn@6', 'production', '--override', '--reason', 'v5 is on fire'])
    const asked = await workbench.dialog('Promote')
    assert.match(asked, /churn@5 holds production now and will be archived/)
    await says(frame, '#told', /Somebody else was faster.*churn@6 holds it now, put there by Grace Hopper/s)
    await says(frame, '#effect', /v6 leaves production/)
    assert.equal((await show('churn@7')).stage, 'shadow')
    await whole('review-holder-changed')
    await isAccessible(frame)
    await frame.locator('vscode-button', { hasText: 'Look Again' }).click()
    await eventually(async () => assert.equal(await frame.locator('#told').innerText(), ''))
  })

  it('promotes, and shows what came of it', async () => {
    const frame = await page()
    await frame.locator('#decision vscode-button', { hasText: 'Promote to production' }).click()
    assert.match(await workbench.dialog('Promote'), /churn@6 holds production now.*passes churn@7 \(10 rules\)/s)
    await says(
      frame,
      '#told',
      /v7 is in production now\..*v6 was displaced and is archived.*champion.*It is in the log/s,
    )
    await says(frame, '.standing', /In production.*put there by Ada Lovelace/s)
    await says(frame, '#decision', /v7 is in production already/)
    const { stage, aliases } = await show('churn@7')
    assert.deepEqual([stage, aliases], ['production', ['champion']])
    assert.deepEqual(await workbench.notifications.all(), [], 'the page says it all')
    await whole('review-done')
  })

  it('comes back as it was when the window is loaded again, and opens what a gate said before', async () => {
    await workbench.reload()
    const frame = await eventually(page, 30)
    await says(frame, '#told', /v7 is in production now/)
    await frame.locator('#reports button').last().click()
    await eventually(async () =>
      assert.ok(
        (await workbench.tabs()).some((tab) => /Preview churn@7 – production/.test(tab)),
        'the report that refused it',
      ),
    )
  }).timeout(120_000)

  it('overrides a gate with a reason, from the palette', async () => {
    await workbench.command('View: Close All Editors')
    await workbench.command('Pedigree: Review a Promotion…')
    await workbench.input.pick('churn')
    await workbench.input.pick('v4')
    const frame = await page()
    await says(frame, 'h1', /Promote churn@4 to staging/)
    await says(frame, '#gate', /Nothing guards staging: any version may enter/)
    await frame.locator('vscode-dropdown').click()
    await frame.locator('vscode-option', { hasText: 'production' }).click()
    await says(frame, 'h1', /Promote churn@4 to production/)
    const override = frame.locator('#decision vscode-button', { hasText: 'Override…' })
    await says(frame, '#decision', /To override the gate, give a reason/)
    assert.equal(await override.getAttribute('disabled'), '')
    await frame.locator('#decision textarea').fill('v7 is too slow')
    await eventually(async () => assert.equal(await override.getAttribute('disabled'), null))
    await override.click()
    assert.match(await workbench.dialog('Override the Gate'), /against what its gate says.*v7 is too slow/s)
    await says(frame, '#told', /v4 is in production now.*overridden; that is marked for ever/s)
    const { overrides } = await show('churn@4')
    assert.deepEqual(
      overrides.map(({ stage, reason }) => [stage, reason]),
      [['production', 'v7 is too slow']],
    )
  })

  it('offers no override where the policy has none, and no rollout where nobody holds the stage', async () => {
    await workbench.command('View: Close All Editors')
    await workbench.tree('Models').expand(['strict'])
    await workbench.tree('Models').choose(['strict', 'v1'], 'Review a Promotion…')
    const frame = await page()
    await frame.locator('vscode-dropdown').click()
    await frame.locator('vscode-option', { hasText: 'production' }).click()
    await says(frame, '#decision', /2 of 2 rules fail\. The policy allows no override\./)
    await says(frame, '#shares', /All at once, as nobody holds production yet/)
    assert.equal(await frame.locator('#decision vscode-button', { hasText: 'Override' }).count(), 0)
    await whole('review-strict')
  })

  it('approves, and takes that back', async () => {
    const frame = await page()
    await says(frame, '#approvals', /0 of 2, from ada@example\.com, eve@example\.com/)
    const press = (text: string) => frame.locator('#approvals vscode-button', { hasText: text }).click()
    await press('Approve')
    await says(frame, '#approvals', /1 of 2,.*Ada Lovelace\s*unverified.*Withdraw My Approval/s)
    assert.deepEqual(
      (await show('strict@1')).approvals['production']?.map(({ by }) => by.name),
      ['Ada Lovelace'],
    )
    await press('Withdraw My Approval')
    await says(frame, '#approvals', /0 of 2,.*Approve/s)
    assert.deepEqual((await show('strict@1')).approvals['production'] ?? [], [])
  })

  it('is exported as Markdown for a pull request', async () => {
    const frame = await page()
    await frame.getByText('Copy as Markdown').click()
    await says(frame, '[role=status]', /Copied/)
    await frame.getByText('Export CSV').click()
    await workbench.input.widget.waitFor()
    await eventually(async () => assert.match(await workbench.input.value(), /Review of strict@1 for production\.csv$/))
    await workbench.input.escape()
  })

  it('shows long names, odd numbers and a thousand slices as they are', async () => {
    await workbench.command('View: Close All Editors')
    await workbench.command('Pedigree: Review a Promotion…')
    await workbench.input.pick(longName)
    await workbench.input.pick('v1')
    const frame = await page()
    await says(frame, '#gate', /3 of 3 rules fail/)
    for (const rule of await frame.locator('summary.rule').all()) await rule.click()
    await says(frame, '.rules', /800 more are in the report/)
    await says(frame, '.rules', /odd is NaN/)
    await isAccessible(frame)
    for (const width of [2000, 800, 1280]) {
      await workbench.resize(width, 2100)
      await eventually(async () => assert.ok(await fits(frame), String(width)))
      await workbench.screenshot(`review-odd-${width}`)
    }
    await workbench.resize(1280)
  }).timeout(120_000)

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

/** In a folder that is not trusted. */
describe('review in Restricted Mode', () => {
  let place: Scratch
  let workbench: Workbench

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    mkdirSync(join(place.folder, 'model'))
    writeFileSync(join(place.folder, 'model', 'weights.bin'), 'weights')
    await place.pedigree(['init'])
    await place.pedigree(['register', 'churn', 'model', '--metric', 'f1=0.9'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env, trusted: false })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('review-restricted-failed')
  })

  it('shows everything, changes nothing, and says so', async () => {
    await workbench.command('Pedigree: Review a Promotion…')
    await workbench.input.pick('churn')
    await workbench.input.pick('v1')
    const frame = await pageFrame(workbench, 'review')
    await eventually(async () =>
      assert.match(await frame.locator('main').innerText(), /Restricted Mode: all of this can be read/),
    )
    const buttons = await frame
      .locator('vscode-button')
      .evaluateAll((all) => all.map((one) => one.hasAttribute('disabled')))
    assert.deepEqual(buttons, [true, true])
    await isAccessible(frame)
    await workbench.screenshot('review-restricted')
    assert.deepEqual(workbench.problems, [])
  })
})

interface Shown {
  approvals: Record<string, { by: { name: string } }[]>
  stage: string
  aliases: string[]
  rollouts: Record<string, unknown>
  overrides: { stage: string; reason: string }[]
}

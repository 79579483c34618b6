import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

const policy = `
models:
  churn:
    gates:
      shadow:
        - metric: f1
          min: 0.5
      production:
        - metric: f1
          min: 0.9
        - metric: recall
          slices: region=*
          against: production
          tolerance: 0.01
        - check: integration-tests
        - approvals: { count: 1 }
`

const ada = 'Ada Lovelace <ada@example.com>'

/** What a person sees of gates, from the first refusal to the way back. */
describe('gates in the editor', () => {
  let place: Scratch
  let workbench: Workbench

  before(async () => {
    place = await scratch()
    place.env['PEDIGREE_ACTOR'] = ada
    mkdirSync(join(place.folder, 'model'))
    await place.pedigree(['init'])
    for (const [f1, eu] of [
      ['0.95', '0.9'],
      ['0.85', '0.7'],
    ] as const) {
      writeFileSync(join(place.folder, 'model', 'weights.bin'), f1)
      const metrics = ['--metric', `f1=${f1}`, '--metric', `recall/region=EU=${eu}`, '--metric', 'recall/region=US=0.9']
      await place.pedigree(['register', 'churn', 'model', ...metrics])
    }
    await place.pedigree(['promote', 'churn@1', 'production'])
    appendFileSync(join(place.folder, 'pedigree.yaml'), policy)
    await place.pedigree(['policy', 'apply'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('failed-gates')
  })

  const sees = (label: string, description: string | RegExp) =>
    eventually(async () => {
      const rows = await workbench.tree('Models').rows()
      const found = rows.find((row) => row.label === label)?.description ?? ''
      if (typeof description === 'string') assert.equal(found, description)
      else assert.match(found, description)
    })
  const item = (label: string) =>
    eventually(async () => {
      const items = await workbench.input.items()
      const found = items.find((one) => one.label.includes(label))
      assert.ok(found, items.map((one) => one.label).join())
      return found
    })

  it('Promote says of each stage what its gate says, while it is chosen', async () => {
    const { input } = workbench
    await workbench.tree('Models').expand(['churn'])
    await workbench.tree('Models').choose(['churn', 'v2'], 'Promote…')
    await input.step('Promote churn@2')
    await eventually(async () => assert.equal((await item('production')).description, 'fails 4 of 4 rules'))
    assert.equal((await item('shadow')).description, 'passes its gate (1 rule)')
    assert.equal((await item('staging')).description, '')
    await workbench.screenshot('gate-stages-dark')
  })

  it('a failing gate says why, shows the report, and lets nobody in by mistake', async () => {
    const { input } = workbench
    await input.pick('production')
    await input.step('Promote churn@2 (2/3)')
    await eventually(async () =>
      assert.equal(await input.placeholder(), 'The gate of production refuses churn@2: 4 of 4 rules failed.'),
    )
    assert.deepEqual(
      (await input.items()).slice(0, 2).map(({ label }) => label),
      ['Show the Report', 'Override the gate…'],
    )
    assert.match((await item('metric: f1')).description, /found: 0\.85/)
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await workbench.theme(theme)
      await workbench.screenshot(`gate-how-${theme}`)
    }
    await input.pick('Show the Report')
    const frame = await workbench.frame('table')
    await eventually(async () => {
      const text = await frame.locator('body').innerText()
      assert.match(text, /churn@2 and the gate of production/)
      assert.match(text, /✗\sfailed\s+metric: f1, min: 0\.9/)
      assert.match(text, /region=EU/)
    })
    await input.step('Promote churn@2 (2/3)')
    await workbench.screenshot('gate-report-below')
  })

  it('an override needs a reason, and says that it is for ever', async () => {
    const { input } = workbench
    await input.pick('Override the gate…')
    await input.step('Promote churn@2 (3/3)')
    await workbench.page.keyboard.press('Enter')
    await eventually(async () => assert.match(await input.message(), /needs a reason/))
    await input.answer('the old one is on fire')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await workbench.screenshot('gate-override')
    const said = await workbench.dialog('Override the Gate')
    assert.match(said, /Promote churn@2 to production against what its gate says\?.*churn@1 holds production now/s)
    assert.match(said, /✗ f1 is 0\.85.*marked for ever.*the old one is on fire/s)
    await sees('v2', /^production · champion/)
  })

  it('the report can be read in every theme', async () => {
    await workbench.command('View: Close All Editors')
    await workbench.tree('Models').choose(['churn', 'v2'], 'Show Gate Report…')
    await workbench.input.pick('production')
    await workbench.frame('table')
    for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark'] as const) {
      await workbench.theme(theme)
      await workbench.page.waitForTimeout(500)
      await workbench.screenshot(`gate-report-${theme}`)
    }
    await workbench.command('View: Close All Editors')
  })

  it('a rollback says that the gate would refuse, and that it stops nothing', async () => {
    await workbench.tree('Models').choose(['churn', 'v2'], 'Roll Back…')
    await workbench.input.pick('v1')
    await workbench.input.pick('outage')
    await workbench.input.answer('it fell over')
    await workbench.dialog('Roll Back')
    await sees('v1', /^production · champion/)
    await workbench.notifications.shown(/churn@1 is back in production, which no gate stops.*refuses churn@1: 2 of 4/)
    await workbench.command('Notifications: Clear All Notifications')
  })

  it('what a gate asks for is recorded: a check, and an approval by somebody else', async () => {
    const { input } = workbench
    await workbench.tree('Models').choose(['churn', 'v1'], 'Record a Check…')
    assert.equal((await item('integration-tests')).description, 'asked for by production')
    await input.pick('integration-tests')
    await input.pick('It passed')
    await input.answer('nowhere')
    await eventually(async () => assert.match(await input.message(), /begins with https/))
    await input.answer('https://ci.example.com/1')
    await input.step('4/4')
    await input.answer('')
    await workbench.statusBarItem('churn@1 passed integration-tests').waitFor()

    await workbench.tree('Models').choose(['churn', 'v1'], 'Approve…')
    await workbench.notifications.shown(/You made churn@1, so you cannot approve it/)
    await workbench.command('Notifications: Clear All Notifications')
    const metrics = ['f1=0.97', 'recall/region=EU=0.9', 'recall/region=US=0.9'].flatMap((text) => ['--metric', text])
    await asGrace(['register', 'churn', 'model', ...metrics])
    await sees('v3', '')
    await workbench.tree('Models').choose(['churn', 'v3'], 'Approve…')
    assert.equal((await item('production')).description, '0 of 1')
    await workbench.screenshot('gate-approve')
    await input.pick('production')
    await input.answer('looks good')
    await workbench.statusBarItem('Approved churn@3 for production (1 of 1: Ada Lovelace)').waitFor()
  })

  it('what passes goes to a share of the traffic first, then to more', async () => {
    const { input } = workbench
    await place.pedigree(['check', 'churn@3', 'integration-tests', 'pass'])
    await workbench.tree('Models').choose(['churn', 'v3'], 'Promote…')
    await input.pick('production')
    await eventually(async () =>
      assert.deepEqual(
        (await input.items()).map(({ label }) => label),
        ['Promote', 'Roll out to a share first…', 'Show the Report'],
      ),
    )
    await workbench.screenshot('gate-passes')
    await input.pick('Roll out to a share first…')
    await input.step('Promote churn@3 (3/4)')
    await input.pick('Another share…')
    await input.answer('500')
    await eventually(async () => assert.match(await input.message(), /from 0 to 100/))
    await input.answer('5%')
    await input.step('Promote churn@3 (4/4)')
    await input.answer('')
    assert.match(
      await workbench.dialog('Roll Out'),
      /Give churn@3 5% of the traffic.*churn@1 keeps production.*passes/s,
    )
    await workbench.statusBarItem('churn@3 gets 5% of the traffic of production now').waitFor()

    const row = ['churn', 'v3']
    await eventually(async () => assert.ok((await workbench.tree('Models').menu(row)).includes('Change Rollout…')))
    await workbench.tree('Models').choose(row, 'Change Rollout…')
    await input.step('Rollout of churn@3 (1/2)')
    await eventually(async () => assert.match(await input.placeholder(), /It has 5% of the traffic of production/))
    await workbench.screenshot('gate-rollout')
    await input.pick('25%')
    await input.step('Rollout of churn@3 (2/2)')
    await input.answer('')
    await workbench.dialog('Roll Out')
    await workbench.statusBarItem('churn@3 gets 25% of the traffic of production now').waitFor()
  })

  it('Roll Back takes the traffic back first', async () => {
    const { input } = workbench
    await workbench.tree('Models').choose(['churn'], 'Roll Back…')
    await eventually(async () => assert.equal((await input.items())[0]?.label, 'Take the traffic from churn@3 (25%)'))
    await workbench.screenshot('gate-rollback')
    await input.pick('Take the traffic from churn@3 (25%)')
    await input.pick('latency')
    await input.answer('p99 over 80 ms')
    assert.match(await workbench.dialog('Take Back'), /churn@1 has all of it again, instead of 75%/)
    await workbench.statusBarItem('churn@3 gets no traffic of production any more').waitFor()
  })

  it('what fails in the last moment is refused, with the report and a way on', async () => {
    const { input } = workbench
    await workbench.tree('Models').choose(['churn', 'v3'], 'Promote…')
    await input.pick('production')
    await input.pick('Promote')
    await input.answer('')
    await workbench.page.locator('.monaco-dialog-box').waitFor()
    await place.pedigree(['check', 'churn@3', 'integration-tests', 'fail'])
    assert.match(await workbench.dialog('Promote'), /The gate of production passes churn@3 \(4 rules\)/)
    const refusal = /The gate of production refuses churn@3: 1 of 4 rules failed/
    await workbench.notifications.shown(refusal)
    const [shown] = await workbench.notifications.all()
    assert.deepEqual(shown?.buttons, ['Show the Report', 'Override…', 'Show Log'])
    await workbench.screenshot('gate-refused')
    await workbench.notifications.press(refusal, 'Override…')
    await input.step('Promote churn@3')
    await input.answer('the test itself is broken')
    await workbench.dialog('Override the Gate')
    await sees('v3', /^production · champion/)
  })

  it('an approval is withdrawn', async () => {
    const { input } = workbench
    await workbench.command('Pedigree: Withdraw Approval…')
    await input.pick('churn')
    await input.pick('v3')
    await input.answer('looked at the wrong one')
    await workbench.statusBarItem('Withdrew the approval of churn@3 for production').waitFor()
  })

  it('without a gate, the last question offers a share as well', async () => {
    const { input } = workbench
    for (let i = 0; i < 2; i++) await place.pedigree(['register', 'plain', 'model'])
    await place.pedigree(['promote', 'plain@1', 'production'])
    await workbench.tree('Models').choose(['plain', 'v2'], 'Promote…')
    await input.pick('production')
    await input.answer('')
    await workbench.dialog('Roll Out to a Share First…')
    await input.pick('10%')
    await workbench.dialog('Roll Out')
    await workbench.statusBarItem('plain@2 gets 10% of the traffic of production now').waitFor()
  })

  async function asGrace(args: string[]): Promise<void> {
    place.env['PEDIGREE_ACTOR'] = 'Grace Hopper <grace@example.com>'
    await place.pedigree(args)
    place.env['PEDIGREE_ACTOR'] = ada
  }

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../host/eventually'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

/** From the refusal of what is not signed to the signature, without starting over. */
describe('signing in the editor', () => {
  let place: Scratch
  let workbench: Workbench
  let key: string

  before(async () => {
    place = await scratch()
    place.env['PEDIGREE_ACTOR'] = 'Ada Lovelace <ada@example.com>'
    mkdirSync(join(place.folder, 'model'))
    writeFileSync(join(place.folder, 'model', 'weights.bin'), 'weights')
    key = join(place.folder, 'ada-key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key])
    await place.pedigree(['init'])
    await place.pedigree(['register', 'churn', 'model'])
    const policy = [
      'keys:',
      `  ada@example.com: "${readFileSync(`${key}.pub`, 'utf8').trim()}"`,
      'models:',
      '  churn: { signers: { production: [ada@example.com] } }',
    ]
    appendFileSync(join(place.folder, 'pedigree.yaml'), `\n${policy.join('\n')}\n`)
    await place.pedigree(['policy', 'apply'])
    workbench = await openWorkbench({ folder: place.folder, env: place.env, theme: 'dark' })
    await workbench.container('Pedigree')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('signing-failed')
  })

  const refusal = /has to be signed by ada@example\.com, .*The editor asks for no passphrase/

  it('says what is missing, and how signing works', async () => {
    const { input, notifications, page } = workbench
    await workbench.tree('Models').expand(['churn'])
    await workbench.tree('Models').choose(['churn', 'v1'], 'Promote…')
    await input.pick('production')
    await input.answer('')
    await workbench.dialog('Promote')
    await notifications.shown(refusal)
    const [shown] = await notifications.all()
    assert.deepEqual(shown?.buttons, ['Choose a Key File…', 'Learn How', 'Show Log'])
    await notifications.press(refusal, 'Learn How')
    await page.locator('.getting-started-step.expanded', { hasText: 'Sign where a policy asks for it' }).waitFor()
    await page.waitForTimeout(1000)
    await workbench.screenshot('signing-walkthrough')
  })

  it('signs with the key that is chosen, and does what it was asked for', async () => {
    const { input, notifications } = workbench
    await workbench.tree('Models').choose(['churn', 'v1'], 'Promote…')
    await input.pick('production')
    await input.answer('the first')
    await workbench.dialog('Promote')
    await notifications.press(refusal, 'Choose a Key File…')
    const press = input.widget.locator('.quick-input-action .monaco-button', { hasText: 'Sign with This Key' })
    await press.waitFor()
    // The list of files comes when it comes, and puts its folder where somebody may be typing.
    await eventually(async () => {
      if ((await input.value()) !== key) await input.type(key)
      await workbench.page.waitForTimeout(1000)
      assert.equal(await input.value(), key)
    })
    await press.click()
    await workbench.statusBarItem('churn@1 is in production now').waitFor()
    const log = JSON.parse(await place.pedigree(['show', 'churn@1', '--json'])) as { stage: string }
    assert.equal(log.stage, 'production')
    await eventually(async () => {
      const { ok } = JSON.parse(await place.pedigree(['verify', '--json'])) as { ok: boolean }
      assert.ok(ok)
    })
  })

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

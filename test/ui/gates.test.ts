import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appendCommit } from '../host/appendCommit'
import { eventually } from '../host/eventually'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'
import { entered } from '../samples'

const policy = `models:
  churn:
    stages: [dev, staging, prod, archived]
    gates:
      staging: [{ metric: f1, min: 0.8 }]
      prod:
        - { metric: f1, min: 0.8 }
        - { check: integration-tests }
        - { approvals: { count: 1 } }
  flow: { stages: [None, Staging, Production, Archived] }
  seven: { stages: [idea, dev, test, qa, staging, shadow, live] }
  guarded: { signers: { production: [ada@example.com] } }
keys:
  ada@example.com: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl
`

/** What policies, gates, approvals, checks, rollouts and deployments look like, and the past. */
describe('gates in the tree', () => {
  let place: Scratch
  let workbench: Workbench
  let tree: ReturnType<Workbench['tree']>
  /** When churn@1 had just entered prod. */
  let then: string

  before(async function () {
    this.timeout(120_000)
    place = await scratch()
    const { folder, pedigree } = place
    const ada = 'Ada Lovelace <ada@example.com>'
    place.env['PEDIGREE_ACTOR'] = ada
    mkdirSync(join(folder, 'model'))
    await pedigree(['init'])
    writeFileSync(join(folder, 'pedigree.yaml'), policy)
    await pedigree(['policy', 'apply', '--reason', 'so that nothing slips'])
    const register = async (model: string, f1: number) => {
      writeFileSync(join(folder, 'model', 'weights.bin'), `${model} ${f1}`)
      await pedigree(['register', model, 'model', '--metric', `f1=${f1}`])
    }
    const asGrace = async (args: string[]) => {
      place.env['PEDIGREE_ACTOR'] = 'Grace <grace@example.com>'
      await pedigree(args)
      place.env['PEDIGREE_ACTOR'] = ada
    }
    await register('churn', 0.9)
    await pedigree(['check', 'churn@1', 'integration-tests', 'pass', '--url', 'https://ci.example.com/1'])
    await asGrace(['approve', 'churn@1', 'prod', '--note', 'as measured'])
    await pedigree(['promote', 'churn@1', 'prod'])
    then = new Date().toISOString()
    await register('churn', 0.95)
    await pedigree(['check', 'churn@2', 'integration-tests', 'pass'])
    await asGrace(['approve', 'churn@2', 'prod'])
    await pedigree(['promote', 'churn@2', 'prod', '--rollout', '5'])
    await register('churn', 0.7)
    await pedigree(['promote', 'churn@3', 'prod']).catch(() => {})
    await pedigree(['check', 'churn@3', 'integration-tests', 'fail', '--note', 'timed out', '--url', 'command:evil'])
    await pedigree(['promote', 'churn@3', 'staging', '--override', '--reason', 'the fair is tomorrow'])
    await pedigree(['deployed', 'churn@1', '--env', 'prod-eu'])
    await pedigree(['deployed', 'churn@3', '--env', 'prod-us'])
    for (const [model, stage] of [
      ['flow', 'production'],
      ['seven', 'qa'],
    ] as const) {
      await register(model, 0.9)
      await pedigree(['promote', `${model}@1`, stage])
    }
    await register('guarded', 0.9)
    const { id } = JSON.parse(await pedigree(['show', 'guarded@1', '--json'])) as { id: string }
    appendCommit(folder, [entered(1, 'production', { model: 'guarded', version: id })])
    workbench = await openWorkbench({ folder, env: place.env })
    // Rows out of sight are in no page.
    await workbench.resize(1280, 1400)
    await workbench.container('Pedigree')
    tree = workbench.tree('Models')
  })
  after(async () => {
    await workbench?.close()
    await place?.remove()
  })
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot('gates-failed')
  })

  const listing = async (view = tree) =>
    (await view.rows()).map(({ level, label, description }) => `${'  '.repeat(level - 1)}${label} | ${description}`)
  const timeless = (rows: string[]) =>
    rows.map((row) => row.replaceAll(/\d+ sec\. ago|\d+ min\. ago|\bnow\b/g, 'lately'))
  const shows = (expected: string[], view = tree) =>
    eventually(async () => assert.deepEqual(timeless(await listing(view)), expected))
  const everything = [
    'churn | prod v1 (v2 5%) · staging v3 · 3 versions',
    'flow | Production v1 · 1 version',
    'guarded | 1 version',
    'seven | qa v1 · 1 version',
  ]

  it('names stages as the policy does, whatever they are called', async () => {
    await shows(everything)
    await tree.expand(['flow'])
    await tree.expand(['seven'])
    await shows([
      ...everything.slice(0, 2),
      '  v1 | Production · champion',
      everything[2]!,
      everything[3]!,
      '  v1 | qa',
    ])
    await tree.collapse(['flow'])
    await tree.collapse(['seven'])
  })

  it('shows a rollout on both sides, what runs where it should not, and what got in against its gate', async () => {
    await tree.expand(['churn'])
    await shows([
      everything[0]!,
      '  prod-us runs v3, prod has v1 | since lately',
      '  v3 | staging · override',
      '  v2 | gets 5% of prod',
      '  v1 | prod · champion · v2 gets 5%',
      ...everything.slice(1),
    ])
    await eventually(async () => {
      await workbench.page.mouse.move(900, 600)
      const tip = await tree.hover(['churn', 'v3'])
      assert.match(tip, /Into staging against its gate, by Ada Lovelace <ada@example.com>.*: the fair is tomorrow/)
    })
    await eventually(async () => {
      await workbench.page.mouse.move(900, 600)
      assert.match(await tree.hover(['churn', 'prod-us runs v3, prod has v1']), /Since .*pedigree deployed/s)
    })
    await workbench.page.mouse.move(900, 600)
  })

  it('tells what the gate said, who approved, what was checked, where it runs and what happened', async () => {
    await tree.expand(['churn', 'v1'])
    for (const group of ['Approvals', 'Checks', 'Runs in', 'History']) await tree.expand(['churn', 'v1', group])
    await eventually(async () => {
      const rows = timeless(await listing())
      const at = rows.indexOf('  v1 | prod · champion · v2 gets 5%')
      assert.deepEqual(rows.slice(at + 1, at + 17), [
        '    Card | no card yet',
        '    Gate of prod | passed · lately',
        '    Approvals | 1',
        '      Grace | prod · unverified · lately · as measured',
        '    Checks | 1',
        '      integration-tests | passed · lately',
        '    Runs in | 1',
        '      prod-eu | lately',
        '    Metrics | 1',
        '    History | 5',
        '      Ada Lovelace: churn@1 runs in prod-eu | lately',
        '      Ada Lovelace promoted churn@1 to prod | lately',
        '      Grace approved churn@1 for prod | lately · as measured',
        '      Ada Lovelace: churn@1 passed integration-tests | lately',
        '      Ada Lovelace registered churn@1 | lately',
        '    weights.bin | 9 B',
      ])
    })
    await tree.collapse(['churn', 'v1'])
  })

  it('looks well under every theme', async () => {
    await tree.expand(['churn', 'v3'])
    await tree.expand(['churn', 'v3', 'Checks'])
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] as const) {
      await workbench.theme(theme)
      await workbench.screenshot(`gates-${theme}`)
    }
    await tree.collapse(['churn', 'v3'])
  })

  it('shows what is not trusted with why it has no effect, and counts it', async () => {
    await tree.expand(['guarded'])
    await tree.expand(['guarded', 'v1'])
    await tree.expand(['guarded', 'v1', 'History'])
    const row =
      /Not trusted: Ada promoted guarded@1 to production \| .*It has no effect: to change who is in production of guarded takes a signature/
    await eventually(async () => assert.match((await listing()).join('\n'), row))
    await tree.collapse(['guarded'])
    await eventually(async () => assert.match((await listing(workbench.tree('Activity'))).join('\n'), row))
    await workbench.statusBarItem(/4 models/).hover()
    await workbench.page
      .locator('.workbench-hover', { hasText: '1 event is not trusted and has no effect' })
      .first()
      .waitFor()
    await workbench.page.mouse.move(900, 600)
  })

  it('says in sentences what happened', async () => {
    await eventually(async () => {
      const said = (await listing(workbench.tree('Activity'))).map((row) => row.trim().split(' | ')[0])
      assert.deepEqual(said.slice(6, 14), [
        'Ada Lovelace: churn@3 runs in prod-us',
        'Ada Lovelace: churn@1 runs in prod-eu',
        'Ada Lovelace promoted churn@3 to staging against its gate',
        'Ada Lovelace: churn@3 failed integration-tests',
        'The gate of prod refused churn@3, which Ada Lovelace asked for',
        'Ada Lovelace registered churn@3',
        'Ada Lovelace rolled churn@2 out to 5% of prod',
        'Grace approved churn@2 for prod',
      ])
    })
  })

  it('turns into the registry of a day, and back', async () => {
    await workbench.command('Pedigree: Show Models As Of…')
    await workbench.input.step('Show Models As Of…')
    await eventually(async () => {
      const labels = (await workbench.input.items()).map(({ label }) => label)
      assert.deepEqual(labels.slice(0, 4), ['Yesterday', 'A week ago', 'A month ago', 'Type a date…'])
      assert.ok(labels.includes('When churn@1 entered prod'), labels.join())
    })
    await workbench.input.pick('Type a date…')
    await workbench.input.step('(2/2)')
    await workbench.input.type('14 November')
    await eventually(async () => assert.match(await workbench.input.message(), /14 November/))
    await workbench.input.type('2999-01-01')
    await eventually(async () => assert.match(await workbench.input.message(), /still to come/))
    await workbench.input.answer(then)
    await shows(['churn | prod v1 · 1 version', '  v1 | prod · champion'])
    await eventually(async () =>
      assert.match(await tree.message(), /^As of .*, commit \d+\. Nothing can be changed here\.$/),
    )
    assert.deepEqual(await tree.menu(['churn', 'v1']), [
      'Pull Files…',
      'Open Card',
      'Compare…',
      'Show Lineage',
      'Show Timeline',
      'Select for Compare',
      'Copy Reference',
    ])
    await workbench.screenshot('gates-as-of')
    await workbench.command('Pedigree: Refresh')
    await tree.expand(['churn', 'v1'])
    await eventually(async () => assert.match(timeless(await listing()).join('\n'), /Gate of prod \| passed/))
    await tree.collapse(['churn', 'v1'])
    await tree.titleAction('Back to Now')
    await eventually(async () => assert.equal((await listing())[0], everything[0]))
    await eventually(async () => assert.equal(await tree.message().catch(() => ''), ''))
  })

  it('says how pedigree.yaml differs from what is applied, and applies it', async () => {
    const file = join(place.folder, 'pedigree.yaml')
    writeFileSync(file, policy.replace('min: 0.8 }]', 'min: 0.85 }]').replace('count: 1', 'count: 2'))
    const row = 'Policy not applied'
    await eventually(async () => assert.equal((await listing())[0], `${row} | 2 differences in pedigree.yaml`))
    // A refresh may take the click for another row.
    await eventually(async () => {
      await tree.expand([row])
      const [, first, second] = await listing()
      assert.equal(first, '  churn: gates.prod: approvals: count 2, applied 1 | ')
      assert.equal(second, '  churn: gates.staging: metric f1: min 0.85, applied 0.8 | ')
    })
    await workbench.screenshot('gates-policy')
    await tree.act([row], 'Apply Policy…')
    await workbench.input.step('Apply the Policy')
    await workbench.input.answer('twice is safer')
    const said = await workbench.dialog('Apply')
    assert.match(said, /min 0\.85, applied 0\.8.*Reason: twice is safer/s)
    await eventually(async () => assert.equal((await listing())[0], everything[0]))
    await eventually(async () =>
      assert.match(
        (await listing(workbench.tree('Activity')))[0]!,
        /^Ada Lovelace applied policies \| .*twice is safer/,
      ),
    )
  })

  it('says what is wrong with the policy in pedigree.yaml, and opens it there', async () => {
    const file = join(place.folder, 'pedigree.yaml')
    writeFileSync(file, policy.replace('override: never', '').replace('gates:', 'gate:'))
    const row = 'Policy has errors'
    await eventually(async () => assert.match((await listing())[0]!, new RegExp(`^${row} \\| 1 error`)))
    await tree.click([row])
    await workbench.statusBarItem(/Ln 4, Col 5/).waitFor()
  })

  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

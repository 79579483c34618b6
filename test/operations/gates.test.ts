import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GateReport } from '../../src/core/gate/report'
import type { Metric } from '../../src/core/metric'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { approveVersion } from '../../src/operations/approveVersion'
import { checkVersion } from '../../src/operations/checkVersion'
import type { Context } from '../../src/operations/context'
import { evaluateVersion } from '../../src/operations/evaluateVersion'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion, type RegisterVersion } from '../../src/operations/registerVersion'
import { reportDeployment } from '../../src/operations/reportDeployment'
import { registryStatus } from '../../src/operations/registryStatus'
import { resolveVersion } from '../../src/operations/resolveVersion'
import { rollbackModel } from '../../src/operations/rollbackModel'
import { saveCard } from '../../src/operations/saveCard'
import { setAlias } from '../../src/operations/setAlias'
import { showModel } from '../../src/operations/showModel'
import { showVersion } from '../../src/operations/showVersion'
import { verifyRegistry } from '../../src/operations/verifyRegistry'
import { rejects } from '../refuses'
import { Registries } from './registries'

const everyRule = `
models:
  fraud:
    stages: [staging, shadow, production]
    aliases: { champion: { follows: production }, pinned: { gate: production } }
    metrics: { f1: higher, latency_p99_ms: lower }
    gates:
      production:
        - { metric: f1, min: 0.90 }
        - { metric: latency_p99_ms, max: 50 }
        - { metric: recall, slices: region=*, against: production, tolerance: 0.01 }
        - { parity: f1, across: region, maxGap: 0.05 }
        - { after: shadow, for: 1s }
        - { signature: compatible }
        - { card: complete }
        - { recorded: [code, data, environment] }
        - { files: safe }
        - { check: integration-tests }
        - { approvals: { count: 1, from: [ada@example.com] } }
    promoteOnPass: { staging: true }
`
const wholeCard = `---
license: mit
---
# Fraud
## Contact
<!-- card:identity.contact -->
bob@example.com
## Use
<!-- card:use.primary -->
Finding payments that somebody should look at.
## Not for
<!-- card:use.outOfScope -->
Blocking payments without anybody looking at them.
## Data
<!-- card:data.training -->
Payments of one year.
## Limits
<!-- card:limits.known -->
Weak where there are few payments, in the US above all.
`
const values: Record<string, number> = {
  f1: 0.93,
  'f1/region=EU': 0.93,
  'f1/region=US': 0.91,
  latency_p99_ms: 40,
  'recall/region=EU': 0.9,
  'recall/region=US': 0.88,
}
const metricsOf = (values: Record<string, number>): Metric[] =>
  Object.entries(values).map(([name, value]) => {
    const [metric = '', slice] = name.split('/')
    return { name: metric, value, ...(slice ? { slice } : {}) }
  })

describe('gates that hold', () => {
  let registries: Registries
  let bob: Context
  let ada: Context

  async function as(name: string, cwd: string): Promise<Context> {
    process.env['PEDIGREE_ACTOR'] = `${name} <${name.toLowerCase()}@example.com>`
    const ctx = await registries.use({ cwd })
    await ctx.actor()
    return ctx
  }

  async function start(policy: string): Promise<void> {
    const made = await registries.make('team')
    const folder = made.workspace!
    writeFileSync(join(folder, 'pedigree.yaml'), policy)
    mkdirSync(join(folder, 'model'))
    writeFileSync(join(folder, 'model', 'weights.json'), '{}')
    writeFileSync(join(folder, 'train.csv'), 'a,b')
    writeFileSync(join(folder, 'bad.pkl'), 'x')
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=B', '-c', 'user.email=b@x', ...args], { cwd: folder })
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'all')
    bob = await as('Bob', folder)
    ada = await as('Ada', folder)
    await applyPolicy(bob)
    await ada.log.sync()
  }

  beforeEach(() => {
    registries = new Registries()
  })
  afterEach(async () => {
    delete process.env['PEDIGREE_ACTOR']
    await registries.close()
  })

  const register = (more: Partial<RegisterVersion> = {}) =>
    registerVersion(bob, {
      model: 'fraud',
      paths: ['model'],
      metrics: metricsOf(values),
      data: ['train.csv'],
      signature: { inputs: [{ name: 'amount', type: 'double' }] },
      description: 'All there is to say.',
      ...more,
    })

  /** What is asked, what is said, and how a version comes to lack just that. */
  const lacking: {
    rule: RegExp
    says: RegExp
    of?: Partial<RegisterVersion>
    without?: 'check' | 'approval' | 'stay' | 'commit' | 'card'
  }[] = [
    { rule: /metric: f1/, says: /f1 is 0\.89 .*at least 0\.9/, of: { metrics: metricsOf({ ...values, f1: 0.89 }) } },
    { rule: /latency/, says: /51.*at most 50/, of: { metrics: metricsOf({ ...values, latency_p99_ms: 51 }) } },
    {
      rule: /metric: recall/,
      says: /region=EU.*0\.8.*fraud@1.*0\.9/,
      of: { metrics: metricsOf({ ...values, 'recall/region=EU': 0.8 }) },
    },
    {
      rule: /parity/,
      says: /0\.8.*0\.93.*at most 0\.05/,
      of: { metrics: metricsOf({ ...values, 'f1/region=US': 0.8 }) },
    },
    { rule: /signature/, says: /amount/, of: { signature: { inputs: [{ name: 'amount', type: 'string' }] } } },
    { rule: /card/, says: /no card: none was saved; .*of fraud@6/, without: 'card' },
    { rule: /recorded/, says: /data/, of: { data: [] } },
    { rule: /recorded/, says: /changes that were not in it/, without: 'commit' },
    { rule: /files/, says: /pickle/i, of: { paths: ['model', 'bad.pkl'] } },
    { rule: /check/, says: /failed/, without: 'check' },
    { rule: /approvals/, says: /0 of 1/, without: 'approval' },
    { rule: /after/, says: /shadow/, without: 'stay' },
  ]

  it('E1 each rule refuses by itself, and says so; all that pass let it in', async () => {
    await start(everyRule)
    async function prepare(of: Partial<RegisterVersion> = {}, without?: string): Promise<string> {
      const stray = join(bob.workspace!, 'stray.txt')
      if (without === 'commit') writeFileSync(stray, 'not committed')
      const { version, stage, record } = await register(of)
      rmSync(stray, { force: true })
      assert.equal(stage, 'staging', 'by itself, as its gate has no rules')
      assert.equal(record.code?.dirty, without === 'commit')
      const reference = `fraud@${version}`
      if (without !== 'card') await saveCard(bob, { reference, text: wholeCard, base: null })
      if (without !== 'stay') await promoteVersion(bob, { reference, stage: 'shadow' })
      const result = without === 'check' ? 'fail' : 'pass'
      await checkVersion(bob, { reference, check: 'integration-tests', result })
      await ada.log.sync()
      if (without !== 'approval') await approveVersion(ada, { reference, stage: 'production' })
      await bob.log.sync()
      return reference
    }
    const good = await prepare()
    const bad: string[] = []
    for (const { of, without } of lacking) bad.push(await prepare(of, without))
    await sleep(1000)
    const first = await promoteVersion(bob, { reference: good, stage: 'production' })
    assert.deepEqual([first.gate?.passed, first.gate?.rules.length], [true, 11])
    for (const [i, { rule, says }] of lacking.entries()) {
      const reference = bad[i]!
      const refusal = await rejects(promoteVersion(bob, { reference, stage: 'production' }), 'gate-failed')
      const failed = (refusal.details as { gate: GateReport }).gate.rules.filter(({ passed }) => !passed)
      assert.equal(failed.length, 1, `${reference}: ${failed.map(({ message }) => message).join(' ')}`)
      assert.match(failed[0]!.rule, rule)
      assert.match(failed[0]!.message, says)
      assert.ok(refusal.message.includes(failed[0]!.message))
      const { history } = await showVersion(bob, reference)
      const kept = history.find(({ type }) => type === 'promotion.refused')
      assert.deepEqual(
        kept?.report?.rules.filter(({ passed }) => !passed),
        failed,
      )
    }
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
  }).timeout(60_000)

  it('Z12 the applied policy decides for everybody, whatever their file says', async () => {
    await start('models: { fraud: { gates: { production: [{ check: tests }] } } }\n')
    await register()
    writeFileSync(join(bob.workspace!, 'pedigree.yaml'), 'models: { fraud: { gates: {} } }\n')
    await rejects(promoteVersion(bob, { reference: 'fraud@1', stage: 'production' }), 'gate-failed')
    await applyPolicy(bob, { reason: 'no tests any more' })
    await ada.log.sync()
    assert.equal((await promoteVersion(ada, { reference: 'fraud@1', stage: 'production' })).stage, 'production')
  })

  it('P9 an override needs a reason, is marked, and may be forbidden', async () => {
    const policy = 'models: { fraud: { gates: { production: [{ check: tests }] } } }\n'
    await start(policy)
    await register()
    const wanted = { reference: 'fraud@1', stage: 'production', override: true }
    await rejects(promoteVersion(bob, wanted), 'reason-required')
    const answer = await promoteVersion(bob, { ...wanted, reason: 'the tests are down' })
    assert.deepEqual([answer.stage, answer.gate?.passed, answer.gate?.override], ['production', false, true])
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
    await register()
    writeFileSync(join(bob.workspace!, 'pedigree.yaml'), policy.replace('{ gates', '{ override: never, gates'))
    await applyPolicy(bob)
    const second = { ...wanted, reference: 'fraud@2', reason: 'again' }
    await rejects(promoteVersion(bob, second), 'override-forbidden')
    assert.equal((await resolveVersion(bob, 'fraud@production')).version, 1)
  })

  it('P10 nobody approves what they made, and an approval can be taken back', async () => {
    await start('models: { fraud: { gates: { production: [{ approvals: { count: 1 } }] } } }\n')
    await register()
    await rejects(approveVersion(bob, { reference: 'fraud@1', stage: 'production' }), 'approval-by-author')
    await ada.log.sync()
    await approveVersion(ada, { reference: 'fraud@1', stage: 'Production' })
    await approveVersion(ada, { reference: 'fraud@1', stage: 'production', withdraw: true })
    await rejects(approveVersion(ada, { reference: 'fraud@1', stage: 'production', withdraw: true }), 'not-approved')
    await rejects(promoteVersion(ada, { reference: 'fraud@1', stage: 'production' }), 'gate-failed')
    await approveVersion(ada, { reference: 'fraud@1', stage: 'production' })
    assert.equal((await promoteVersion(ada, { reference: 'fraud@1', stage: 'production' })).stage, 'production')
  })

  it('P11 a version enters by itself when it passes, but never where people are asked', async () => {
    await start(`
models:
  fraud:
    gates: { staging: [{ metric: f1, min: 0.95 }], shadow: [{ check: tests }] }
    promoteOnPass: { staging: true, shadow: true }
`)
    assert.equal((await register()).stage, 'none')
    assert.equal(
      (await evaluateVersion(bob, { reference: 'fraud@1', metrics: metricsOf({ f1: 0.96 }) })).stage,
      'staging',
    )
    const passed = await checkVersion(bob, { reference: 'fraud@1', check: 'tests', result: 'pass' })
    assert.equal(passed.stage, 'shadow')
  })

  it('P12 a rollout takes a share of the traffic, asks the gate when it grows, and ends when another enters', async () => {
    await start('models: { fraud: { gates: { production: [{ metric: f1, min: 0.9 }] } } }\n')
    await register()
    await register()
    const rollout = (percent: number, reason?: string) =>
      promoteVersion(bob, { reference: 'fraud@2', stage: 'production', rollout: percent, reason })
    await rejects(rollout(5), 'no-holder')
    await promoteVersion(bob, { reference: 'fraud@1', stage: 'production' })
    assert.deepEqual((await rollout(5)).rollout, { stage: 'production', percent: 5 })
    assert.deepEqual((await resolveVersion(bob, 'fraud@champion')).weights, { 1: 95, 2: 5 })
    assert.deepEqual((await resolveVersion(bob, 'fraud@2')).weights, { 2: 100 })
    await register()
    await rejects(promoteVersion(bob, { reference: 'fraud@3', stage: 'production', rollout: 5 }), 'rollout-running')
    await evaluateVersion(bob, { reference: 'fraud@2', metrics: metricsOf({ f1: 0.5 }) })
    await rejects(rollout(25), 'gate-failed')
    assert.equal((await rollout(1)).rollout?.percent, 1, 'less is always possible')
    await rejects(rollout(0), 'reason-required')
    const back = await rollbackModel(bob, { model: 'fraud', code: 'latency', reason: 'slow' })
    assert.deepEqual([back.version, back.rollout?.percent, back.stage], [2, 0, 'none'])
    assert.deepEqual((await resolveVersion(bob, 'fraud@production')).weights, { 1: 100 })
    await evaluateVersion(bob, { reference: 'fraud@2', metrics: metricsOf({ f1: 0.95 }) })
    await rollout(50)
    assert.equal((await promoteVersion(bob, { reference: 'fraud@3', stage: 'production' })).displaced, 1)
    assert.deepEqual((await showModel(bob, { model: 'fraud' })).rollouts, {})
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
  })

  it('P13 a rollback goes past a gate that would refuse it, and says so', async () => {
    await start('models: { fraud: { gates: { production: [{ metric: f1, min: 0.9 }] } } }\n')
    await register()
    await register()
    await promoteVersion(bob, { reference: 'fraud@1', stage: 'production' })
    await evaluateVersion(bob, { reference: 'fraud@1', metrics: metricsOf({ f1: 0.7 }) })
    await promoteVersion(bob, { reference: 'fraud@2', stage: 'production' })
    const back = await rollbackModel(bob, { model: 'fraud', code: 'bias', reason: 'worse for some' })
    assert.deepEqual([back.version, back.stage, back.gate?.passed], [1, 'production', false])
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
  })

  it('P14 a protected alias moves only to what passes', async () => {
    await start(
      'models: { fraud: { aliases: { pinned: { gate: production } }, gates: { production: [{ check: tests }] } } }\n',
    )
    await register()
    await rejects(setAlias(bob, { reference: 'fraud@1', alias: 'pinned' }), 'gate-failed')
    await checkVersion(bob, { reference: 'fraud@1', check: 'tests', result: 'pass' })
    assert.deepEqual((await setAlias(bob, { reference: 'fraud@1', alias: 'pinned' })).aliases, ['pinned'])
  })

  it('P15 what is served is held against the stage', async () => {
    await start('models: {}\n')
    await register()
    await register()
    await promoteVersion(bob, { reference: 'fraud@1', stage: 'production' })
    await reportDeployment(bob, { reference: 'fraud@1', environment: 'prod-eu' })
    assert.deepEqual((await registryStatus(bob)).drift, [])
    await promoteVersion(bob, { reference: 'fraud@2', stage: 'production' })
    const [drift] = (await registryStatus(bob)).drift
    assert.deepEqual([drift?.environment, drift?.runs, drift?.expected], ['prod-eu', 1, 2])
    await reportDeployment(bob, { reference: 'fraud@2', environment: 'prod-eu' })
    assert.deepEqual((await registryStatus(bob)).drift, [])
  })

  const stageNames: [string, string[]][] = [
    ['of MLflow', ['None', 'Staging', 'Production', 'Archived']],
    ['short ones', ['dev', 'staging', 'prod', 'archived']],
    ['seven', ['idea', 'dev', 'test', 'qa', 'staging', 'canary', 'live']],
  ]
  for (const [name, stages] of stageNames)
    it(`P16 stages may have any names: ${name}`, async () => {
      await start(`models: { fraud: { stages: [${stages.join(', ')}] } }\n`)
      await register()
      const own = stages.filter((stage) => !/^(none|archived)$/i.test(stage))
      for (const stage of own) await promoteVersion(bob, { reference: 'fraud@1', stage: stage.toUpperCase() })
      const main = own.at(-1)!
      assert.equal((await resolveVersion(bob, `fraud@${main.toLowerCase()}`)).version, 1)
      assert.equal((await resolveVersion(bob, 'models:/fraud/' + main)).version, 1)
      await register()
      await promoteVersion(bob, { reference: 'fraud@2', stage: main })
      const back = await rollbackModel(bob, { model: 'fraud', code: 'other', reason: 'as before' })
      assert.deepEqual([back.version, back.stage, back.aliases], [1, main, ['champion']])
      await rejects(promoteVersion(bob, { reference: 'fraud@1', stage: 'nowhere' }), 'no-such-stage')
    })
})

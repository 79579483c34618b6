import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metric } from '../../src/core/metric'
import { numberOf } from '../../src/index/find'
import { rolloutsOf } from '../../src/index/serving'
import { standingOf } from '../../src/index/standing'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { approveVersion } from '../../src/operations/approveVersion'
import { archiveVersion } from '../../src/operations/archiveVersion'
import { checkVersion } from '../../src/operations/checkVersion'
import type { Context } from '../../src/operations/context'
import { evaluateVersion } from '../../src/operations/evaluateVersion'
import { gateVersion } from '../../src/operations/gateVersion'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion, type RegisterVersion } from '../../src/operations/registerVersion'
import { reportDeployment } from '../../src/operations/reportDeployment'
import { reviewPromotion } from '../../src/operations/reviewPromotion'
import { rejects } from '../refuses'
import { Registries } from './registries'

const policy = `
models:
  fraud:
    gates:
      production:
        - { metric: f1, min: 0.9 }
        - { metric: f1, against: production, tolerance: 0.01 }
        - { metric: recall, slices: region=*, against: production }
        - { parity: recall, across: region, maxGap: 0.1 }
        - { card: complete }
        - { check: tests }
        - { approvals: { count: 2, from: [ada@example.com, eve@example.com] } }
`
const metricsOf = (values: Record<string, Metric['value']>): Metric[] =>
  Object.entries(values).map(([name, value]) => {
    const [metric = '', slice] = name.split('/')
    return { name: metric, value, ...(slice ? { slice } : {}) }
  })

describe('a review', () => {
  let registries: Registries
  let bob: Context

  async function as(name: string): Promise<Context> {
    process.env['PEDIGREE_ACTOR'] = `${name} <${name.toLowerCase()}@example.com>`
    const ctx = await registries.use({ cwd: registries.path('team') })
    await ctx.actor()
    return ctx
  }
  beforeEach(async () => {
    registries = new Registries()
    const folder = (await registries.make('team')).workspace!
    writeFileSync(join(folder, 'pedigree.yaml'), policy)
    mkdirSync(join(folder, 'model'))
    writeFileSync(join(folder, 'model', 'weights.json'), '{}')
    bob = await as('Bob')
    await applyPolicy(bob)
  })
  afterEach(async () => {
    delete process.env['PEDIGREE_ACTOR']
    await registries.close()
  })

  const values = { f1: 0.93, 'recall/region=EU': 0.9, 'recall/region=US': 0.88 }
  const register = (more: Partial<RegisterVersion> = {}) =>
    registerVersion(bob, { model: 'fraud', paths: ['model'], metrics: metricsOf(values), description: 'All.', ...more })
  const force = (version: number, stage = 'production') =>
    promoteVersion(bob, { reference: `fraud@${version}`, stage, override: true, reason: 'now' })
  const review = (reference: string, stage?: string) => reviewPromotion(bob, { reference, stage })

  it('RE1 is of the next stage up, of the one that it is rolled out to, or of the one at the top', async () => {
    await register()
    await register()
    assert.deepEqual((await review('fraud@1')).stage, 'staging')
    await promoteVersion(bob, { reference: 'fraud@1', stage: 'staging' })
    assert.deepEqual((await review('fraud@1')).stage, 'shadow')
    await force(1)
    const { stage, entered, versus } = await review('fraud@1')
    assert.deepEqual([stage, entered?.by, entered?.reason, versus], ['production', 'Bob', 'now', null])
    await promoteVersion(bob, { reference: 'fraud@2', stage: 'production', rollout: 5, override: true, reason: 'try' })
    const rolling = await review('fraud@2')
    assert.deepEqual([rolling.stage, rolling.rollout], ['production', { share: 5, other: null, obstacle: null }])
    await archiveVersion(bob, { reference: 'fraud@2', reason: 'no' })
    assert.deepEqual((await review('fraud@2')).candidate.stage, 'archived')
  })

  it('RE2 foretells exactly what a promotion then does', async () => {
    for (let n = 0; n < 3; n++) await register()
    await force(1)
    await force(2)
    await reportDeployment(bob, { reference: 'fraud@2', environment: 'prod-eu' })
    const { effect, seen, holder } = await review('fraud@3', 'production')
    assert.deepEqual(effect, {
      displaced: 2,
      aliases: [
        { alias: 'champion', from: 2, to: 3 },
        { alias: 'rollback', from: 1, to: 2 },
      ],
      rollbackTo: 2,
      leavesEmpty: false,
      ends: [],
      drift: [{ environment: 'prod-eu', runs: 2 }],
    })
    assert.deepEqual([holder?.version, holder?.id, holder?.by], [2, seen, 'Bob'])
    const answer = await force(3)
    assert.deepEqual([answer.displaced, answer.aliases], [2, ['champion']])
    const after = await review('fraud@3', 'production')
    assert.deepEqual([after.effect.rollbackTo, after.versus?.base.version, after.versus?.isEarlier], [2, 2, true])
  })

  it('RE3 says what the gate says, the failing rules first, and of a thousand slices the failing ones first', async () => {
    const slices = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`recall/region=r${i}`, i === 700 ? ('NaN' as const) : 0.9]),
    )
    await register({ metrics: metricsOf({ f1: 0.93, ...slices }) })
    const { gate } = await review('fraud@1', 'production')
    const report = await gateVersion(bob, { reference: 'fraud@1', stage: 'production' })
    const failing = report.rules.filter(({ passed }) => !passed)
    assert.deepEqual(
      gate?.rules.map(({ rule, passed, actual, expected, message }) => [rule, passed, actual, expected, message]),
      [...failing, ...report.rules.filter(({ passed }) => passed)].map((rule) => [
        ...[rule.rule, rule.passed, rule.actual, rule.expected, rule.message],
      ]),
    )
    const recall = gate!.rules.find(({ rule }) => rule.startsWith('metric: recall'))!
    assert.deepEqual([recall.parts.length, recall.measured, recall.parts[0]!.slice], [200, 1000, 'region=r700'])
    assert.equal(recall.series?.points[0]?.value, 'NaN')
  })

  it('RE4 tells how each rule stood in the versions before, and when it was asked before', async () => {
    await register({ metrics: metricsOf({ ...values, f1: 0.88 }) })
    await force(1)
    await register({ metrics: [] })
    await checkVersion(bob, { reference: 'fraud@2', check: 'tests', result: 'fail', note: 'timed out' })
    await register()
    await rejects(promoteVersion(bob, { reference: 'fraud@3', stage: 'production', reason: 'fair' }), 'gate-failed')
    await checkVersion(bob, { reference: 'fraud@3', check: 'tests', result: 'pass', url: 'https://ci.example.com/3' })
    const { gate, reports, checks } = await review('fraud@3', 'production')
    const rule = (start: string) => gate!.rules.find(({ rule }) => rule.startsWith(start))!
    assert.deepEqual(rule('metric: f1, min').series, {
      of: 'value',
      points: [
        { version: 1, held: true, value: 0.88 },
        { version: 2, held: false, value: null },
        { version: 3, held: false, value: 0.93 },
      ],
      bounds: [{ value: 0.9, is: 'min' }],
    })
    assert.deepEqual(rule('metric: f1, against').series?.bounds, [{ value: 0.87, is: 'min', of: 1 }])
    assert.deepEqual(
      rule('parity').series?.points.map(({ value }) => value),
      [0.02, null, 0.02],
    )
    assert.deepEqual(
      rule('check').checks.map(({ version, result, by, note, url }) => [version, result, by, note, url]),
      [
        [3, 'pass', 'Bob', null, 'https://ci.example.com/3'],
        [2, 'fail', 'Bob', 'timed out', null],
      ],
    )
    assert.deepEqual(
      rule('check').earlier.map(({ passed, actual, outcome }) => [passed, actual, outcome]),
      [[false, 'never reported', 'refused']],
    )
    assert.deepEqual(
      reports.map(({ outcome, by, reason }) => [outcome, by.name, reason]),
      [['refused', 'Bob', 'fair']],
    )
    assert.deepEqual(
      checks.map(({ check, isAsked, latest }) => [check, isAsked, latest?.result]),
      [['tests', true, 'pass']],
    )
  })

  it('RE6 tells who approved, whose approval counts, and why another does not', async () => {
    await register()
    const ada = await as('Ada')
    const mallory = await as('Mallory')
    for (const ctx of [ada, mallory]) {
      await ctx.log.sync()
      // Mallory is warned that it will not count.
      await approveVersion({ ...ctx, onWarning: () => {} }, { reference: 'fraud@1', stage: 'production', note: 'seen' })
    }
    await bob.log.sync()
    const { approvals } = await review('fraud@1', 'production')
    assert.deepEqual(approvals.asked, [
      { count: 2, from: ['ada@example.com', 'eve@example.com'], signed: false, counted: 1 },
    ])
    assert.deepEqual(
      approvals.given.map(({ by, why, signed, note }) => [by.name, why, signed, note]),
      [
        ['Ada', null, false, 'seen'],
        ['Mallory', 'stranger', false, 'seen'],
      ],
    )
    assert.deepEqual([approvals.isMine, approvals.isAuthor], [false, true])
    await ada.log.sync()
    const hers = (await reviewPromotion(ada, { reference: 'fraud@1', stage: 'production' })).approvals
    assert.deepEqual([hers.isMine, hers.isAuthor], [true, false])
  })

  it('RE7 a promotion that was decided on another holder is refused', async () => {
    for (let n = 0; n < 3; n++) await register()
    await force(1)
    const { seen } = await review('fraud@3', 'production')
    await force(2)
    const decided = { reference: 'fraud@3', stage: 'production', override: true, reason: 'now', seen: { holder: seen } }
    const refusal = await rejects(promoteVersion(bob, decided), 'holder-changed')
    assert.match(refusal.message, /fraud@2 holds it now, put there by Bob/)
    const again = await review('fraud@3', 'production')
    assert.equal((await promoteVersion(bob, { ...decided, seen: { holder: again.seen } })).displaced, 2)
  })

  it('RE3 says so where there is no gate, no metric, no holder, no such version and no such stage', async () => {
    await register({ metrics: [] })
    const { gate, holder, versus, rollout, effect } = await review('fraud@1', 'STAGING')
    assert.deepEqual([gate, holder, versus, rollout.obstacle, effect.aliases], [null, null, null, 'shared', []])
    const guarded = await review('fraud@1', 'production')
    assert.deepEqual([guarded.rollout.obstacle, guarded.effect.displaced], ['nobody', null])
    assert.ok(guarded.gate?.rules.every(({ series }) => series?.points.every(({ value }) => value === null) ?? true))
    await rejects(review('fraud@9'), 'no-such-version')
    await rejects(review('nothing@1'), 'no-such-model')
    await rejects(review('fraud@1', 'prod'), 'no-such-stage')
  })

  it('RE5 beside the holder: numbers that are none, huge ones and long names', async () => {
    const long = 'x'.repeat(200)
    await register({ metrics: metricsOf({ f1: 1e300, loss: -5, [long]: 1, odd: 'NaN' }), model: 'other' })
    await promoteVersion(bob, { reference: 'other@1', stage: 'production' })
    await register({ metrics: metricsOf({ f1: -1e300, loss: 'Infinity', [long]: 2, odd: 1 }), model: 'other' })
    await evaluateVersion(bob, { reference: 'other@2', metrics: metricsOf({ loss: -6 }) })
    const { versus } = await review('other@2', 'staging')
    assert.equal(versus?.holds, 'production')
    assert.deepEqual(Object.fromEntries(versus!.metrics.map(({ name, verdict }) => [name, verdict])), {
      f1: 'worse',
      loss: 'better',
      [long]: 'better',
      odd: 'better',
    })
  })

  it('RE2 foretells every move, whatever the policy says: who leaves, which aliases move, which rollouts end', async () => {
    writeFileSync(
      join(registries.path('team'), 'pedigree.yaml'),
      `
models:
  fraud:
    stages: [staging, shadow, eu, production]
    exclusive: [eu, production]
    aliases: { in-eu: { follows: eu }, champion: { follows: production } }
    signers: {}
`,
    )
    await applyPolicy(bob)
    for (let n = 0; n < 4; n++) await register()
    const model = 'fraud'
    const now = () => ({
      aliases: standingOf(bob.index.db, model, []).aliases,
      rollouts: rolloutsOf(bob.index.db, model),
    })
    const numbered = (id: string | undefined) => (id === undefined ? null : numberOf(bob.index.db, id))
    const stages = ['staging', 'shadow', 'eu', 'production', 'archived', 'none'] as const
    let seed = 7
    const any = (count: number) => (seed = (seed * 48_271) % 2_147_483_647) % count
    for (let n = 0; n < 60; n++) {
      const reference = `fraud@${1 + any(4)}`
      const stage = stages[any(stages.length)]!
      if (n % 4 === 0) await promoteVersion(bob, { reference, stage: 'eu', rollout: 5 }).catch(() => undefined)
      const { effect, kind, candidate } = await review(reference, stage)
      const before = now()
      const answer = await promoteVersion(bob, { reference, stage, leaveEmpty: true })
      const after = now()
      const what = `${n}: ${kind} ${reference} from ${candidate.stage} to ${stage}`
      assert.deepEqual(effect.displaced, answer.displaced, what)
      const moved = [...new Set([...Object.keys(before.aliases), ...Object.keys(after.aliases)])]
        .filter((alias) => before.aliases[alias] !== after.aliases[alias])
        .map((alias) => ({ alias, from: numbered(before.aliases[alias]), to: numbered(after.aliases[alias]) }))
      const byName = (a: { alias: string }, b: { alias: string }) => (a.alias < b.alias ? -1 : 1)
      assert.deepEqual(effect.aliases.toSorted(byName), moved.toSorted(byName), what)
      const ended = Object.entries(before.rollouts)
        .filter(([rolled]) => !after.rollouts[rolled])
        .map(([rolled, { version, percent }]) => ({ stage: rolled, version: numbered(version), percent }))
        .filter(({ stage: rolled, version }) => !(rolled === stage && `fraud@${version}` === reference))
      assert.deepEqual(effect.ends, ended, what)
    }
  }).timeout(60_000)

  it('RE2 tells whose signature it takes to leave a stage and to enter another one', async () => {
    await register()
    await promoteVersion(bob, { reference: 'fraud@1', stage: 'shadow' })
    const folder = registries.path('team')
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPuEqpOluEmISS6Vf9+hw4EyE0AaN2kG9BOdq46LFM+P'
    const keys = ['ada', 'eve'].map((name) => `${name}@example.com: "${key}"`).join(', ')
    const signers = '{ shadow: [ada@example.com], production: [eve@example.com] }'
    writeFileSync(join(folder, 'pedigree.yaml'), `keys: { ${keys} }\nmodels: { fraud: { signers: ${signers} } }\n`)
    await applyPolicy(bob)
    assert.deepEqual((await review('fraud@1', 'production')).signers, [
      { stage: 'production', of: ['eve@example.com'] },
      { stage: 'shadow', of: ['ada@example.com'] },
    ])
    assert.deepEqual((await review('fraud@1', 'staging')).signers, [{ stage: 'shadow', of: ['ada@example.com'] }])
  })

  it('RE4 a bound is missed by what fails, and not by what a subtraction adds to it', async () => {
    writeFileSync(
      join(registries.path('team'), 'pedigree.yaml'),
      'models: { fraud: { gates: { production: [{ metric: f1, against: production, tolerance: 0.1 }] } } }\n',
    )
    await applyPolicy(bob)
    await register({ metrics: metricsOf({ f1: 0.8 }) })
    await force(1)
    await register({ metrics: metricsOf({ f1: 0.7 }) })
    const { gate } = await review('fraud@2', 'production')
    assert.deepEqual([gate!.passed, gate!.rules[0]!.series?.bounds], [true, [{ value: 0.7, is: 'min', of: 1 }]])
  })

  it('RE4 many results of one version hide none of another', async () => {
    await register()
    await register()
    const check = (version: number, note: string) =>
      checkVersion(bob, { reference: `fraud@${version}`, check: 'tests', result: 'pass', note })
    await check(2, 'mine')
    await Promise.all(Array.from({ length: 40 }, (_, i) => check(1, `night ${i}`)))
    const { checks, gate } = await review('fraud@2', 'production')
    assert.equal(checks[0]?.latest?.note, 'mine')
    const told = gate!.rules.find(({ kind }) => kind === 'check')!.checks
    assert.deepEqual(
      told.map(({ version }) => version),
      [1, 1, 1, 1, 1, 2],
    )
  })

  it('RE6 an approval that one of several rules counts is told as counting', async () => {
    const approvals = (who: string) => `{ approvals: { count: 1, from: [${who}@example.com] } }`
    writeFileSync(
      join(registries.path('team'), 'pedigree.yaml'),
      `models: { fraud: { gates: { production: [${approvals('ada')}, ${approvals('eve')}] } } }\n`,
    )
    await applyPolicy(bob)
    await register()
    const eve = await as('Eve')
    await eve.log.sync()
    await approveVersion(eve, { reference: 'fraud@1', stage: 'production' })
    await bob.log.sync()
    const { asked, given } = (await review('fraud@1', 'production')).approvals
    assert.deepEqual([asked.map(({ counted }) => counted), given.map(({ why }) => why)], [[0, 1], [null]])
  })
})

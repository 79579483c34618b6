import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../src/operations/context'
import { applyPolicy, applyingPolicy } from '../../src/operations/applyPolicy'
import { checkPolicy, policyOddities } from '../../src/operations/checkPolicy'
import { emptyPolicies } from '../../src/core/policy/policyDocument'
import { hashOf } from '../../src/log/canonical'
import { listLog } from '../../src/operations/listLog'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { read } from '../../src/operations/read'
import { policyOf } from '../../src/operations/policyOf'
import { registerVersion } from '../../src/operations/registerVersion'
import { registryStatus } from '../../src/operations/registryStatus'
import { setAlias } from '../../src/operations/setAlias'
import { showPolicies, showPolicy } from '../../src/operations/showPolicy'
import { rejects } from '../refuses'
import { Registries } from './registries'

describe('policies and their file', () => {
  const registries = new Registries()
  let ctx: Context
  let count = 0
  beforeEach(async () => {
    ctx = await registries.make(`registry-${count++}`)
  })
  after(() => registries.close())

  const write = (text: string, on = ctx) => writeFileSync(join(on.workspace!, 'pedigree.yaml'), text)
  async function register(model: string, metrics: { name: string; value: number; slice?: string }[] = []) {
    const file = join(ctx.workspace!, `${model}-${count++}.bin`)
    writeFileSync(file, `${model} ${count}`)
    return registerVersion(ctx, { model, paths: [file], metrics })
  }
  const places = (lines: string[]) => lines.map((line) => line.replace(/^.*pedigree\.yaml:/, ''))

  it('Z12 only what was applied counts, for every workspace, and it is in the log with author and reason', async () => {
    write('models: { "fraud*": { stages: [dev, prod] } }')
    assert.deepEqual((await read(ctx, (db) => policyOf(db, 'fraud'))).stages, ['staging', 'shadow', 'production'])
    const done = await applyPolicy(ctx, { reason: 'two will do' })
    assert.deepEqual(done, {
      applied: true,
      warnings: [placed(ctx, '1:11: No model matches "fraud*" yet.')],
      differences: ['fraud*: has a policy; none is applied'],
      pending: false,
    })
    write('models: {}')
    assert.deepEqual((await read(ctx, (db) => policyOf(db, 'fraud-eu'))).stages, ['dev', 'prod'])
    const shown = await showPolicies(ctx)
    assert.deepEqual([shown.applied?.by.email, shown.applied?.reason], [(await ctx.actor()).email, 'two will do'])
    const [event] = (await listLog(ctx, {})).slice(-1)
    assert.deepEqual(
      [event?.type, event?.actor.email, event?.reason],
      ['policy.applied', (await ctx.actor()).email, 'two will do'],
    )
  })

  it('Z12 show says which policy counts for a model, and what it does not say itself', async () => {
    write('models: { "fraud*": { override: never }, "*": { stages: [live] } }')
    await applyPolicy(ctx)
    const fraud = await showPolicy(ctx, { model: 'fraud-eu' })
    assert.deepEqual(
      [fraud.glob, fraud.policy.override, fraud.policy.stages],
      ['fraud*', 'never', ['staging', 'shadow', 'production']],
    )
    assert.deepEqual((await showPolicy(ctx, { model: 'churn' })).policy.exclusive, ['live'])
  })

  it('Z13 what has an error is not applied, and what does not differ is not applied again', async () => {
    write('models: { m: { exclusive: [prodution] } }')
    const { details } = await rejects(applyPolicy(ctx), 'bad-config')
    assert.deepEqual(places(details!['errors'] as string[]), [
      '1:28: There is no stage "prodution"; did you mean "production"?',
    ])
    assert.deepEqual((await checkPolicy(ctx)).ok, false)
    write('models: { m: { exclusive: [production] } }')
    assert.equal((await applyPolicy(ctx, { dryRun: true })).applied, false)
    assert.equal((await showPolicies(ctx)).applied, null)
    assert.equal((await applyPolicy(ctx)).applied, true)
    write('# the same\nkeys:\nmodels:\n  m:\n    exclusive:\n      - production\n')
    const again = await applyPolicy(ctx)
    assert.deepEqual([again.applied, again.differences], [false, []])
    assert.equal((await listLog(ctx, {})).filter(({ type }) => type === 'policy.applied').length, 1)
  })

  it('Z14 policies are not applied over others than those that were seen', async () => {
    write('models: { m: { override: never } }')
    await applyPolicy(ctx)
    const policy = { models: { m: {} }, keys: {} }
    const { message } = await rejects(
      ctx.log.append(applyingPolicy.intent({ policy, seen: hashOf(emptyPolicies) })),
      'policy-changed',
    )
    assert.match(message, /^Other policies were applied meanwhile, by .+\.$/)
    assert.equal((await read(ctx, (db) => policyOf(db, 'm'))).override, 'never')
    const same = await ctx.log.append(
      applyingPolicy.intent({ policy: { models: { m: { override: 'never' } }, keys: {} }, seen: 'x' }),
    )
    assert.notEqual(same.state, 'pending')
  })

  it('Z8 a broken policy keeps nobody from working', async () => {
    for (const text of [
      'models: 3\nkeys: [x]',
      'models: { m: { satges: [a] } }\nkeys: { ada: 3 }',
      'models:\nkeys:\n',
    ]) {
      write(text)
      const again = await registries.use({ cwd: ctx.workspace! })
      assert.equal((await registryStatus(again)).models, 0)
    }
  })

  it('Z15 a registry without a workspace needs the file to be named', async () => {
    write('models: { "*": {} }')
    const bare = await registries.use({
      cwd: registries.scratch.folder,
      registry: join(ctx.workspace!, '.pedigree/registry'),
    })
    await rejects(checkPolicy(bare), 'bad-usage')
    await rejects(checkPolicy(bare, { file: 'nothing.yaml' }), 'no-such-path')
    assert.equal((await checkPolicy(bare, { file: join(ctx.workspace!, 'pedigree.yaml') })).ok, true)
  })

  it('Z16 the check warns of models and metrics that the registry does not know', async () => {
    await register('fraud', [
      { name: 'f1', value: 0.9 },
      { name: 'f1', value: 0.8, slice: 'region=EU' },
    ])
    await register('churn', [{ name: 'auc', value: 0.9 }])
    const rules = [
      '{ metric: f1, min: 0 }',
      '{ metric: f1, min: 0, slices: region=* }',
      '{ metric: f1, min: 0, slices: device=* }',
      '{ metric: auc, min: 0 }',
      '{ parity: recall, across: region, maxGap: 1 }',
    ]
    write(
      [
        'models:',
        '  fraud:',
        '    gates:',
        '      production:',
        ...rules.map((rule) => `        - ${rule}`),
        '  chrn: {}',
      ].join('\n'),
    )
    assert.deepEqual(places((await checkPolicy(ctx)).warnings), [
      '7:41: No version has recorded "f1" over device=* lately.',
      '8:21: No version that this policy is for has recorded a metric "auc" yet.',
      '9:21: No version that this policy is for has recorded a metric "recall" yet.',
      '10:3: No model matches "chrn" yet.',
    ])
  })

  it('Z16 the check warns of versions in stages that go, and of aliases that were set by hand', async () => {
    const { model } = await register('fraud')
    await promoteVersion(ctx, { reference: `${model}@1`, stage: 'shadow' })
    await setAlias(ctx, { reference: `${model}@1`, alias: 'best' })
    write('models:\n  fraud:\n    stages: [dev, production]\n    aliases: { best: { follows: production } }\n')
    assert.deepEqual(places((await checkPolicy(ctx)).warnings), [
      '3:5: There is no stage "shadow" here, and 1 version of fraud is in it.',
      '4:24: The alias best of fraud was set by hand; it will follow "production" instead.',
    ])
    await applyPolicy(ctx)
    assert.deepEqual((await checkPolicy(ctx)).warnings.length, 1)
    const odd = await policyOddities(ctx, { text: 'models: { nothing: {} }' })
    assert.deepEqual(
      odd.map(({ message, column }) => [message, column]),
      [['No model matches "nothing" yet.', 11]],
    )
    assert.deepEqual(await policyOddities(ctx, { text: 'models: 3' }), [])
  })

  it('Z16 the check warns of a gate that the present holder would not pass', async () => {
    await register('fraud', [{ name: 'f1', value: 0.9 }])
    await promoteVersion(ctx, { reference: 'fraud@1', stage: 'production' })
    write('models:\n  fraud:\n    gates:\n      production:\n        - { metric: f1, min: 0.9 }\n')
    assert.deepEqual((await checkPolicy(ctx)).warnings, [])
    write('models:\n  fraud:\n    gates:\n      production:\n        - { metric: f1, min: 0.95 }\n')
    assert.match(
      places((await checkPolicy(ctx)).warnings).join('\n'),
      /^4:7: fraud@1, which is in "production" now, fails this gate \(.*f1.*\)\.$/,
    )
  })
})

const placed = (ctx: Context, line: string) => `${join(ctx.workspace!, 'pedigree.yaml')}:${line}`

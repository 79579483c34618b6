import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { browseVersion } from '../../src/operations/browseVersion'
import { browseVersions } from '../../src/operations/browseVersions'
import { checkVersion } from '../../src/operations/checkVersion'
import { comparePolicy } from '../../src/operations/comparePolicy'
import type { Context } from '../../src/operations/context'
import { lastEntries } from '../../src/operations/lastEntries'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion } from '../../src/operations/registerVersion'
import { reportDeployment } from '../../src/operations/reportDeployment'
import { rejects } from '../refuses'
import { Registries } from './registries'

describe('what the tree asks', () => {
  const registries = new Registries()
  let ctx: Context
  let count = 0
  beforeEach(async () => {
    ctx = await registries.make(`registry-${count++}`)
  })
  after(() => registries.close())

  const write = (text: string) => writeFileSync(join(ctx.workspace!, 'pedigree.yaml'), text)
  async function register(f1: number) {
    const file = join(ctx.workspace!, 'weights.bin')
    writeFileSync(file, `${f1}`)
    await registerVersion(ctx, { model: 'churn', paths: [file], metrics: [{ name: 'f1', value: f1 }] })
  }

  it('a version is where it is for these reasons, now and as of a day', async () => {
    write('models: { churn: { gates: { production: [{ metric: f1, min: 0.8 }, { check: smoke }] } } }')
    await applyPolicy(ctx)
    await register(0.9)
    const reference = 'churn@1'
    await rejects(promoteVersion(ctx, { reference, stage: 'production' }), 'gate-failed')
    const refused = await browseVersion(ctx, { reference, files: 1 })
    assert.deepEqual([refused.gate?.outcome, refused.gate?.stage, refused.checks], ['refused', 'production', {}])
    const then = new Date(ctx.now()).toISOString()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await checkVersion(ctx, { reference, check: 'smoke', result: 'pass', url: 'https://ci.example.com/1' })
    await promoteVersion(ctx, { reference, stage: 'production' })
    await reportDeployment(ctx, { reference, environment: 'prod-eu' })
    const { gate, checks, deployments, override, history } = await browseVersion(ctx, { reference, files: 1 })
    assert.deepEqual([gate?.outcome, checks['smoke']?.result, override], ['passed', 'pass', null])
    assert.deepEqual(
      deployments.map(({ environment }) => environment),
      ['prod-eu'],
    )
    assert.deepEqual(
      history.map(({ type }) => type),
      ['deployment.reported', 'stage.entered', 'check.recorded', 'promotion.refused', 'version.registered'],
    )
    const past = await browseVersion(ctx, { reference, files: 1, at: then })
    assert.deepEqual(
      [past.gate?.outcome, past.version.stage, past.checks, past.deployments],
      ['refused', 'none', {}, []],
    )
    assert.deepEqual(
      past.history.map(({ type }) => type),
      ['promotion.refused', 'version.registered'],
    )
    assert.deepEqual(
      (await lastEntries(ctx, { limit: 9 })).map(({ model, version, stage }) => [model, version, stage]),
      [['churn', 1, 'production']],
    )
  })

  it('rows say who got in against a gate, for ever', async () => {
    write('models: { churn: { gates: { staging: [{ metric: f1, min: 0.8 }] } } }')
    await applyPolicy(ctx)
    await register(0.7)
    await register(0.9)
    await promoteVersion(ctx, { reference: 'churn@1', stage: 'staging', override: true, reason: 'the fair' })
    await promoteVersion(ctx, { reference: 'churn@1', stage: 'none' })
    const [second, first] = await browseVersions(ctx, { model: 'churn' })
    assert.equal(second?.override, null)
    assert.deepEqual([first?.stage, first?.override?.stage, first?.override?.reason], ['none', 'staging', 'the fair'])
    await rejects(browseVersions(ctx, { model: 'chrun' }), 'no-such-model')
    await rejects(browseVersions(ctx, { model: 'churn', at: '2020-01-01T00:00:00.000Z' }), 'before-registry')
  })

  it('a policy differs, has errors, or says nothing', async () => {
    assert.deepEqual(await comparePolicy(ctx), { differences: [], errors: [], place: null })
    write('models: { churn: { override: never } }')
    assert.deepEqual((await comparePolicy(ctx)).differences, ['churn: has a policy; none is applied'])
    await applyPolicy(ctx)
    assert.deepEqual((await comparePolicy(ctx)).differences, [])
    write('# nothing said of policies\n')
    assert.deepEqual((await comparePolicy(ctx)).differences, [])
    write('models:\n  churn: { overide: never }\n')
    const { errors, place } = await comparePolicy(ctx)
    assert.match(errors.join(), /pedigree\.yaml:2:12: .*overide/)
    assert.deepEqual(place, { line: 2, column: 12 })
  })
})

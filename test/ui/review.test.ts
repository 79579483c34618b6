import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { GateReport } from '../../src/core/gate/report'
import { eventually } from '../host/eventually'
import { inEveryTheme, isAccessible, pageFrame } from '../host/page'
import { scratch, type Scratch } from '../host/scratch'
import { openWorkbench, type Workbench } from '../host/workbench'

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
  strict: { override: never, gates: { production: [{ check: tests }] } }
`
const ada = 'Ada Lovelace <ada@example.com>'
const grace = 'Grace Hopper <grace@example.com>'

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
        'f1': 0.9 + n / 200,
        'auc': 0.95 + n / 400,
        'latency_p99_ms': 52 - n * 2,
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
    await pedigree(['promote', 'churn@7', 'shadow'])
    await register('strict', 1)
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

  it('opens from the tree at the next stage, and says why the gate refuses', async () => {
    await workbench.tree('Models').expand(['churn'])
    await workbench.tree('Models').choose(['churn', 'v7'], 'Review a Promotion…')
    const frame = await page()
    await says(frame, 'h1', /Promote churn@7 to production/)
    await says(frame, '.standing', /Refused last time.*Ada Lovelace asked for it/s)
    await says(frame, '#effect', /v5 leaves production and is archived.*champion moves from v5 to v7/s)
    await workbench.screenshot('review-first')
    await inEveryTheme(workbench, 'review', 'review')
  })
  it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
})

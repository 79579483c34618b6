import assert from 'node:assert/strict'
import { Scratch } from './pedigree'

describe('pedigree policy', () => {
  const scratch = new Scratch()
  before(() => scratch.ok('init'))
  after(() => scratch.remove())

  it('Z12 shows that none is applied, and what counts then', async () => {
    const { applied, policies } = await scratch.ok('policy', 'show')
    assert.deepEqual([applied, policies], [null, { models: {}, keys: {} }])
    assert.match((await scratch.run('policy', 'show', 'churn')).stdout, /this is the default[^]*- production/)
  })
  it('Z13 checks: exit 1 with every error at its place', async () => {
    scratch.write('pedigree.yaml', 'models:\n  churn:\n    override: nver\n    stags: [a]\n')
    const ran = await scratch.run('policy', 'check', '--json')
    assert.deepEqual([ran.code, ran.json.ok, ran.json.differences], [1, false, []])
    assert.deepEqual(ran.json.errors, [
      'pedigree.yaml:3:15: "override" has to be allowed or never, not "nver".',
      'pedigree.yaml:4:5: Unknown key "stags"; did you mean "stages"?',
    ])
    assert.match((await scratch.run('policy', 'check')).stdout, /stags.*\n2 errors; nothing can be applied\.\n$/)
  })
  it('Z13 applies nothing that has an error', async () => {
    const ran = await scratch.run('policy', 'apply', '--json')
    assert.deepEqual([ran.code, ran.json.error.code, ran.json.errors.length], [2, 'bad-config', 2])
    assert.match(
      (await scratch.run('policy', 'apply')).stderr,
      /^pedigree\.yaml:3:15: .*\npedigree\.yaml:4:5: .*\nCorrect the file/,
    )
    assert.equal((await scratch.ok('policy', 'show')).applied, null)
  })
  it('Z12 applies with a reason, shows it, and then differs in nothing', async () => {
    scratch.write('pedigree.yaml', 'models:\n  churn*:\n    stages: [dev, live]\n')
    const dry = await scratch.run('policy', 'apply', '--dry-run')
    assert.match(dry.stdout, /churn\*: has a policy; none is applied\n1 difference would be applied\.\n$/)
    const done = await scratch.ok('policy', 'apply', '--reason', 'two will do')
    assert.deepEqual([done.applied, done.pending, done.warnings.length], [true, false, 1])
    assert.equal((await scratch.ok('policy', 'show')).applied.reason, 'two will do')
    assert.deepEqual((await scratch.ok('policy', 'show', 'churn-eu')).policy.stages, ['dev', 'live'])
    assert.deepEqual((await scratch.ok('policy', 'check')).differences, [])
    assert.match((await scratch.run('policy', 'apply')).stdout, /Nothing differs from what is applied\.\n$/)
  })
  it('Z15 takes another file, and needs one without a workspace', async () => {
    scratch.write('other.yaml', 'models: { churn*: { stages: [dev, test, live] } }')
    const registry = scratch.path('.pedigree/registry')
    const { differences } = await scratch.ok('policy', 'check', '--file', 'other.yaml', '--registry', registry)
    assert.deepEqual(differences, ['churn*: stages dev, test, live, applied dev, live'])
    const ran = await scratch.run('policy', 'check', '--registry', registry, '--json')
    assert.deepEqual([ran.code, ran.json.error.code], [2, 'bad-usage'])
    const gone = await scratch.run('policy', 'apply', '--file', 'gone.yaml', '--json')
    assert.deepEqual([gone.code, gone.json.error.code], [1, 'no-such-path'])
  })
  it('Z11 prints the schema', async () => {
    assert.deepEqual(Object.keys((await scratch.ok('policy', 'schema')).properties), [
      'registry',
      's3',
      'keys',
      'models',
    ])
  })
})

import assert from 'node:assert/strict'
import { Scratch } from './pedigree'

describe('a diff as text', function () {
  this.timeout(60_000)
  const scratch = new Scratch()
  after(() => scratch.remove())

  it('CO16 tells values apart that differ', async () => {
    scratch.model()
    await scratch.ok('init')
    for (const [f1, ms] of [
      ['0.91234567', '12'],
      ['0.91234568', '12.5'],
    ])
      await scratch.ok('register', 'churn', 'model', '--metric', `f1=${f1}`, '--metric', `ms=${ms}`)
    const { stdout } = await scratch.run('diff', 'churn@1', 'churn@2')
    assert.match(stdout, /f1 +0\.91234567 +0\.91234568\n/)
    assert.match(stdout, /ms +12 +12\.5\n/)
  })
})

import assert from 'node:assert/strict'
import type { Timeline } from '../../src/core/timeline/timeline'
import { noon, writeNovember } from '../operations/november'
import { Scratch } from './pedigree'

describe('pedigree timeline', function () {
  this.timeout(60_000)
  const scratch = new Scratch()
  scratch.env['TZ'] = 'UTC'
  before(() => writeNovember(scratch.workspace))
  after(() => scratch.remove())

  it('TI1 tells who held what', async () => {
    const { stdout } = await scratch.run('timeline', 'churn')
    const rows = stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))
    for (const row of [
      'stage | production | v1 | 2025-11-07 12:00:00 | 2025-11-16 12:00:00 | Ada | promote | the first',
      'rollout | production | v2 25% | 2025-11-13 12:00:00 | 2025-11-16 12:00:00 | Ada | OVERRIDDEN | to see it',
      'stage | production | v2 | 2025-11-16 12:00:00 | now | Ada | promote | OVERRIDDEN | the sale begins',
      'drift | prod-eu | v1 | 2025-11-16 12:00:00 | now | CI | should run v2',
    ])
      assert.ok(rows.includes(row), `${row}\n${rows.join('\n')}`)
  })
  it('TI2 gives it to programs, with marks', async () => {
    const { bars, marks, begin } = (await scratch.ok('timeline', 'churn')) as Timeline
    assert.deepEqual([begin, marks.length], [noon(2), 9])
    assert.deepEqual(
      bars.flatMap(({ lane, name, version }) => (lane === 'alias' ? [[name, version]] : [])),
      [
        ['champion', 1],
        ['champion', 2],
      ],
    )
  })
  it('TI1 refuses a model that there is not, and says nothing of one that did nothing', async () => {
    const refused = await scratch.run('timeline', 'chrun', '--json')
    assert.deepEqual([refused.code, refused.json.error.code], [1, 'no-such-model'])
    assert.match((await scratch.run('timeline', 'later')).stdout, /No version of later was in a stage yet/)
  })
})

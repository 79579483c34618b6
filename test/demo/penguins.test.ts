import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { curations } from './curations'
import { cleaned, fromCsv, toCsv } from './penguins'
import { projectRoot } from '../host/projectRoot'

describe('the penguins of the demo', () => {
  const committed = readFileSync(join(projectRoot, 'test/demo/data/penguins.csv'), 'utf8')

  it('are those of vega-datasets, cleaned', () => {
    const source = join(projectRoot, 'node_modules/vega-datasets/data/penguins.json')
    assert.equal(toCsv(cleaned(JSON.parse(readFileSync(source, 'utf8')))), committed)
  })

  it('come back from CSV as they were', () => {
    assert.equal(toCsv(fromCsv(committed)), committed)
  })

  it('are held out by id, so that no curation trains on them', () => {
    const ids = Object.values(curations()).map((csv) => new Set(fromCsv(csv).map(({ id }) => id)))
    const [first, second, heldOut] = ids as [Set<number>, Set<number>, Set<number>]
    assert.deepEqual([first.size, second.size, heldOut.size], [225, 230, 112])
    assert.equal([...first, ...second].filter((id) => heldOut.has(id)).length, 0)
    assert.ok([...first].every((id) => second.has(id)))
  })
})

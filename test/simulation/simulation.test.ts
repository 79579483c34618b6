import assert from 'node:assert/strict'
import { noPlant, type Plant, plants } from './plants'
import { simulate } from './simulate'

/** The first of `count` seeds in whose run a rule is broken, and how. */
async function firstViolation(count: number, plant: Plant = noPlant) {
  for (let seed = 1; seed <= count; seed++) {
    const { violations } = await simulate(seed, plant)
    if (violations.length) return { seed, violations }
  }
  return undefined
}

describe('a simulated registry', () => {
  it('T2 the same seed is the same run, another one another', async () => {
    const [first, again, other] = [
      await simulate(7, noPlant, true),
      await simulate(7, noPlant, true),
      await simulate(8),
    ]
    assert.deepEqual(again, first)
    assert.ok(first.history.length > 20)
    assert.notEqual(other.steps, first.steps)
  })
  it('T3 people, faults, outages and kills break no rule, however they are interleaved', async () => {
    assert.equal(await firstViolation(100), undefined)
  }).timeout(120_000)
  for (const [name, plant] of Object.entries(plants))
    it(`T4 ${name} is found`, async () => {
      assert.ok(await firstViolation(400, plant))
    }).timeout(120_000)
})

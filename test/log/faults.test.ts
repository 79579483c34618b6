import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { RegistryError } from '../../src/core/registryError'
import { openLocal } from '../../src/log/openLocal'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { aClient } from '../samples'
import { assertRegistered, having, numbering, register, unreachable } from './clients'

const putFaults = ['none', 'fail before', 'apply, then fail', 'fail, then apply later'] as const
type PutFault = (typeof putFaults)[number]

const anyPut = fc.oneof(
  { weight: 4, arbitrary: fc.constant<PutFault>('none') },
  { weight: 3, arbitrary: fc.constantFrom(...putFaults.slice(1)) },
)
const anyGet = fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })

/** A store that fails as it is told; `heal` lets all that is under way arrive, and fails no more. */
function faulty(store: ObjectStore, puts: Iterator<PutFault>, gets: Iterator<boolean>) {
  let isWell = false
  const late: (() => Promise<unknown>)[] = []
  const arrive = async () => {
    for (const put of late.splice(0)) await put()
  }
  const putNew: ObjectStore['putNew'] = async (key, body) => {
    const fault = isWell ? 'none' : puts.next().value
    if (fault === 'fail before') return unreachable()
    if (fault === 'fail, then apply later') return (late.push(() => store.putNew(key, body)), unreachable())
    const answer = await store.putNew(key, body)
    if (fault === 'none') return answer
    await arrive()
    return unreachable()
  }
  const get: ObjectStore['get'] = (key) => (isWell || gets.next().value ? store.get(key) : unreachable())
  const heal = async () => {
    isWell = true
    await arrive()
  }
  return { store: having(store, { putNew, get }), heal }
}

describe('four clients on two machines, and a store that fails', () => {
  it('A13 what landed is there once, what was refused is not, what was pending comes once', async () => {
    const run = fc.asyncProperty(fc.infiniteStream(anyPut), fc.infiniteStream(anyGet), async (puts, gets) => {
      const well = memoryStore()
      const { store, heal } = faulty(well, puts, gets)
      const machines = [1, 2].map(() => openLocal(':memory:', () => {}))
      const clients = [0, 1, 0, 1].map((machine) => aClient({ store, local: machines[machine]!, decide: numbering }))
      const names = Array.from({ length: 8 }, (_, i) => `v${i}`)
      const outcomes = await Promise.all(
        names.map((name, i) =>
          clients[i % 4]!.log.append(register(name)).catch((error: unknown) => {
            if (error instanceof RegistryError) return { state: error.code }
            throw error
          }),
        ),
      )
      await heal()
      for (const [i, local] of machines.entries()) {
        const client = aClient({ store, local, decide: numbering })
        await client.log.append(register(`last of ${i}`))
        assert.deepEqual(client.log.pending(), [])
      }
      const states = new Set<string>(outcomes.map(({ state }) => state))
      for (const state of ['landed', 'pending', 'store-unreachable']) states.delete(state)
      assert.deepEqual([...states], [])
      const there = names.filter((_, i) => outcomes[i]!.state !== 'store-unreachable')
      await assertRegistered(well, [...there, 'last of 0', 'last of 1'])
    })
    await fc.assert(run, { numRuns: 8, interruptAfterTimeLimit: 20_000 })
  }).timeout(60_000)
})

import assert from 'node:assert/strict'
import { RegistryError } from '../../src/core/registryError'
import { type Fault, faultyStore } from '../../src/store/faultyStore'
import { memoryStore } from '../../src/store/memoryStore'
import { world } from '../simulation/world'
import { bytes, keysOf, objectStoreContract } from './objectStore.contract'

objectStoreContract('a faulty store in fair weather', async () =>
  faultyStore(memoryStore(), { rate: 0, patience: 1000, chance: () => 0.5, sleep: async () => {} }),
)

const patience = 10_000
const told = (answer: Promise<unknown>) =>
  answer.then(
    (value) => value,
    (error: unknown) => (error instanceof RegistryError ? error.code : error),
  )

/** One request, which meets a fault whether it reads or writes, on a store that holds `a` to `e`. */
async function one<T>(seed: number, request: (store: ReturnType<typeof faultyStore>) => Promise<T>) {
  const { chance, sleep, run, now } = world(seed)
  const inner = memoryStore()
  for (const key of 'abcde') await inner.putNew(key, bytes(`what is at ${key}`))
  const met: Fault[] = []
  const store = faultyStore(inner, { rate: 3, patience, chance, sleep, onFault: (fault) => met.push(fault) })
  const before = now()
  const answer = told(request(store)).then(async (value) => ({
    value,
    ms: now() - before,
    there: await inner.get('new'),
  }))
  await run()
  await store.heal()
  return { fault: met[0]!, ...(await answer), inEnd: await inner.get('new') }
}

/** What comes of 200 requests, by the fault that they met. */
async function many<T>(request: (store: ReturnType<typeof faultyStore>) => Promise<T>) {
  const all = await Promise.all(Array.from({ length: 200 }, (_, seed) => one(seed, request)))
  const kinds = new Set(all.map(({ fault }) => fault))
  return new Map([...kinds].map((kind) => [kind, all.filter(({ fault }) => fault === kind)]))
}

describe('a faulty store', () => {
  it('T1 a write may come to nothing, happen unseen, late, or twice, and nobody knows from the answer', async () => {
    const found = await many((store) => store.putNew('new', bytes('new')))
    const sums = [...found].map(([fault, all]) => {
      const say = (some: typeof all) => [
        ...new Set(some.map(({ value, there, inEnd }) => `${value} ${!!there} ${!!inEnd}`)),
      ]
      return [fault, say(all).toSorted()]
    })
    assert.deepEqual(Object.fromEntries(sums), {
      // What was answered, whether it was there then, and whether it is there in the end.
      'lost request': ['store-unreachable false false'],
      'lost answer': ['store-unreachable true true'],
      late: ['store-unreachable false true'],
      twice: ['exists true true'],
      conflict: ['store-unreachable false false'],
      refused: ['registry-full false false'],
      hang: ['store-unreachable false false', 'store-unreachable true true'],
      slow: ['created true true'],
    })
    assert.ok(found.get('hang')!.every(({ ms }) => ms >= patience))
    assert.ok(found.get('slow')!.some(({ ms }) => ms > 1000))
  })
  it('T1 a read may end early, each time elsewhere', async () => {
    const found = await many(async (store) => [await store.get('a'), await store.get('a')].map((read) => read!.length))
    const cut = found.get('truncated')!.flatMap(({ value }) => (Array.isArray(value) ? [value as number[]] : []))
    const whole = 'what is at a'.length
    assert.ok(cut.length > 0 && cut.every(([first]) => first! < whole))
    assert.ok(cut.every(([first, second]) => second !== first))
  })
  it('T1 a list may lack what is newest', async () => {
    const found = await many((store) => keysOf(store, ''))
    const lists = found.get('stale')!.map(({ value }) => (value as string[]).join(''))
    assert.ok(lists.every((list) => 'abcd'.startsWith(list)))
    assert.ok(new Set(lists).size > 2)
  })
  it('T1 it fails no more once it is well, and all that was late has arrived', async () => {
    const { chance, sleep, run } = world(1)
    const inner = memoryStore()
    const store = faultyStore(inner, { rate: 1, patience, chance, sleep })
    const keys = Array.from({ length: 50 }, (_, i) => `key ${i}`)
    const puts = Promise.allSettled(keys.map((key) => store.putNew(key, bytes(key))))
    await run()
    const answers = await puts
    await store.heal()
    const again = Promise.all(keys.map((key) => store.putNew(key, bytes(key))))
    await run()
    assert.ok(answers.some(({ status }) => status === 'rejected'))
    assert.deepEqual(new Set(await again), new Set(['created', 'exists']))
    assert.equal((await keysOf(inner, '')).length, 50)
  })
})

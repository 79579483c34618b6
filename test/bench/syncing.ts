import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { aClient, an } from '../samples'
import type { Measured } from './measured'

/** How often the store is asked when there is nothing new. */
export async function syncing(): Promise<Measured[]> {
  const store = memoryStore()
  const writer = aClient({ store })
  await writer.log.append({ operation: 'none', args: [an('registry.created')] })
  await writer.log.append({ operation: 'none', args: [an('model.created')] })
  const asked = { count: 0 }
  const { log, index, local } = aClient({ store: counting(store, asked) })
  await log.sync()
  const found: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    asked.count = 0
    await log.sync()
    found.push(asked.count)
  }
  for (const db of [index, local, writer.index, writer.local]) db.close()
  const most = Math.max(...found)
  return [{ what: 'sync with nothing new', measured: `${most} read`, budget: '1 read', within: most === 1 }]
}

/** Counts every call that would go over a network. */
const counting = (store: ObjectStore, asked: { count: number }): ObjectStore => ({
  ...store,
  check: () => (asked.count++, store.check()),
  get: (key) => (asked.count++, store.get(key)),
  sizeOf: (key) => (asked.count++, store.sizeOf(key)),
  list: (prefix, after) => (asked.count++, store.list(prefix, after)),
  now: () => (asked.count++, store.now()),
})

import { seenIn } from '../../src/operations/enterStage'
import type { Intent } from '../../src/log/outbox'
import type { Log } from '../../src/log/openLog'
import type { Db } from '../../src/sqlite/db'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { having } from '../log/clients'
import { argsOf } from './wish'
import type { World } from './world'

/** A bug, put where the product has none: in what a client hears, decides or keeps. */
export interface Plant {
  /** The store itself. */
  base?(world: World): ObjectStore
  /** What a process takes the store's answers for. */
  store?(store: ObjectStore): ObjectStore
  /** What is decided in place of what was asked. */
  intent?(intent: Intent, db: Db): Intent
  log?(log: Log, local: Db): Log
  /** What is left of `local.db` when a process dies. */
  killed?(local: Db): void
}

export const noPlant: Plant = {}

/** By name: each is a bug that somebody's registry, lake or backup program has had. */
export const plants: Record<string, Plant> = {
  /** To be told that the key exists is taken for success, as after a retry of one's own. */
  'trusted-412': {
    store: (store) => having(store, { putNew: async (key, body) => (await store.putNew(key, body), 'created') }),
  },

  /** No answer is taken for failure: the same is written again, as something new. */
  'timeout-is-failure': {
    log: (log, local) => ({
      ...log,
      append: async (intent) => {
        const outcome = await log.append(intent)
        if (outcome.state !== 'pending') return outcome
        local.run('delete from outbox where id = :id', { id: outcome.id })
        return log.append(intent)
      },
    }),
  },

  /** No answer is taken for success. */
  'timeout-is-success': {
    store: (store) => having(store, { putNew: (key, body) => store.putNew(key, body).catch(() => 'created' as const) }),
  },

  /** The store looks before it writes, so that two may write one after the other. */
  'unsafe-create': {
    base: (world) => {
      const newer = new Map<string, Uint8Array>()
      const store = memoryStore(world.now)
      const get: ObjectStore['get'] = async (key) => newer.get(key) ?? store.get(key)
      const putNew: ObjectStore['putNew'] = async (key, body) => {
        if (await get(key)) return 'exists'
        await world.sleep(world.chance() * 20)
        if ((await store.putNew(key, body)) === 'exists') newer.set(key, body)
        return 'created'
      }
      return having(store, { get, putNew })
    },
  },

  /** A read that was cut short once is given again, from a cache that nobody checks. */
  'cached-reads': {
    store: (store) => {
      const cache = new Map<string, Uint8Array>()
      const get: ObjectStore['get'] = async (key) => {
        const bytes = cache.get(key) ?? (await store.get(key))
        if (bytes) cache.set(key, bytes)
        return bytes
      }
      return having(store, { get })
    },
  },

  /** The outbox is in memory. */
  'forgotten-outbox': { killed: (local) => local.run('delete from outbox') },

  /** After a lost race the holder that is found is taken for the one that was seen. */
  'blind-promotion': {
    intent: (intent, db) => {
      const { model, seen } = argsOf(intent)
      const { stage } = intent.args as { stage?: string }
      return seen && stage
        ? { ...intent, args: { ...(intent.args as object), seen: seenIn(db, model, stage) } }
        : intent
    },
  },
}

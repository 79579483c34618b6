import assert from 'node:assert/strict'
import type { LogEntry } from '../../src/core/commit'
import { storeUnreachable } from '../../src/core/errors'
import type { Event } from '../../src/core/event'
import { modelExists, nextNumber } from '../../src/index/find'
import { entriesAfter } from '../../src/log/sync'
import type { Intent } from '../../src/log/outbox'
import type { Db } from '../../src/sqlite/db'
import type { ObjectStore } from '../../src/store/objectStore'
import { aRecord, an, hex, uuid } from '../samples'

/** Registers the version with a name under the next number, as a decision on the state that is found. */
export const register = (name: string): Intent => ({ operation: 'register', args: name })

export function numbering({ args }: Intent, db: Db): Event[] {
  const name = args as string
  const record = aRecord({ uuid: uuid(name) })
  return [
    ...(modelExists(db, 'churn') ? [] : [an('model.created')]),
    an('version.registered', { version: hex(name), number: nextNumber(db, 'churn'), record }),
  ]
}

export const unreachable = () => Promise.reject(storeUnreachable('the test'))

/** A store of which some members do something else. */
export const having = (store: ObjectStore, members: Partial<ObjectStore>): ObjectStore => ({ ...store, ...members })

export async function logOf(store: ObjectStore): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for await (const entries of entriesAfter(store, undefined)) all.push(...entries)
  return all
}

/** The log is one chain, and says exactly once what is in `names`, whatever the order; numbers have no gap. */
export async function assertRegistered(store: ObjectStore, names: readonly string[]): Promise<void> {
  const entries = await logOf(store)
  assert.deepEqual(entries.map(({ problem }) => problem).filter(Boolean), [])
  const ids = entries.map(({ commit }) => commit!.id)
  assert.equal(new Set(ids).size, ids.length, 'a commit is there twice')
  const versions = entries
    .flatMap(({ commit }) => commit!.events as unknown as Event[])
    .filter((event) => event.type === 'version.registered')
  assert.deepEqual(versions.map(({ version }) => version).toSorted(), names.map(hex).toSorted())
  assert.deepEqual(
    versions.map(({ number }) => number),
    versions.map((_, i) => i + 1),
  )
}

import { hostname } from 'node:os'
import { storeUnreachable } from '../../src/core/errors'
import { type Index, openIndex } from '../../src/index/openIndex'
import { openLocal } from '../../src/log/openLocal'
import type { Log } from '../../src/log/openLog'
import { decide } from '../../src/operations/decide'
import type { Db, Params } from '../../src/sqlite/db'
import type { ObjectStore } from '../../src/store/objectStore'
import { aClient, uuid } from '../samples'
import type { Plant } from './plants'
import type { World } from './world'

/** What outlives a process: one person's computer, with its state of the registry. */
export interface Machine {
  readonly name: string
  readonly local: Db
  readonly index: Index
  isOnline: boolean
  /** How often the index was deleted. */
  emptied: number
  /** Who holds the claim on the outbox, by its token. */
  claim: { token: number; process: Process } | undefined
}

/** An editor or a command line at work. Once it is dead, nothing that it waits for ever comes. */
export interface Process {
  readonly name: string
  readonly machine: Machine
  readonly log: Log
  isAlive: boolean
  /** What it will do when it goes on; undefined while nothing holds it up. */
  held: (() => void)[] | undefined
  sleep(ms: number): Promise<void>
}

/** Databases are emptied and used again, as opening them takes longer than all that is done with them. */
const locals = pool(
  () => openLocal(':memory:', () => {}),
  (local) => local,
)
const indexes = pool(
  () => openIndex(':memory:'),
  ({ db }) => db,
)

export const aMachine = (name: string): Machine => ({
  ...{ name, local: locals.take(), index: indexes.take(), isOnline: true, emptied: 0, claim: undefined },
})

export function emptyIndex(machine: Machine): void {
  indexes.empty(machine.index)
  machine.emptied++
}

export function discard({ local, index }: Machine): void {
  locals.giveBack(local)
  indexes.giveBack(index)
}

function pool<T>(open: () => T, dbOf: (item: T) => Db) {
  const free: T[] = []
  const rows = new Map<string, Params[]>()
  const empty = (item: T) =>
    dbOf(item).transact(() => {
      for (const [table, first] of rows) {
        dbOf(item).run(`delete from "${table}"`)
        for (const row of first)
          dbOf(item).run(`insert into "${table}" values (${Object.keys(row).map((name) => `:${name}`)})`, row)
      }
    })
  return {
    take(): T {
      const used = free.pop()
      if (used) return used
      const made = open()
      for (const { name } of dbOf(made).all<{ name: string }>("select name from sqlite_schema where type = 'table'"))
        rows.set(name, dbOf(made).all<Params>(`select * from "${name}"`))
      return made
    },
    empty,
    giveBack(item: T): void {
      empty(item)
      free.push(item)
    },
  }
}

export interface Surroundings {
  world: World
  store: ObjectStore
  plant: Plant
  /** Called before a process writes to its disk: the moment to kill it between two writes. */
  beforeWrite?: (process: Process) => void
}

export function aProcess(name: string, machine: Machine, surroundings: Surroundings): Process {
  const { world, store, plant, beforeWrite } = surroundings
  const mortal = <T>(answer: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      answer.then(
        (value) => goOn(() => resolve(value)),
        (error: unknown) => goOn(() => reject(error as Error)),
      )
    })
  const goOn = (act: () => void) => {
    if (!process.isAlive) return
    if (process.held) process.held.push(act)
    else act()
  }
  const sleep = (ms: number) => mortal(world.sleep(ms)) as Promise<void>
  const near: ObjectStore = behindLine(machine, store, mortal, world)
  const writing = <T>(write: () => T): T => {
    beforeWrite?.(process)
    if (!process.isAlive) throw new Error(`${name} is dead`)
    return write()
  }
  const local = watched(machine, writing, () => process)
  const { index } = machine
  const { log } = aClient({
    store: plant.store?.(near) ?? near,
    local,
    index: { ...index, db: index.db, apply: (entries) => writing(() => index.apply(entries)) },
    decide: (intent, db, moment) => decide(db, plant.intent?.(intent, db) ?? intent, moment),
    actor: async () => ({ name: machine.name, email: `${machine.name}@example.com` }),
    now: world.now,
    newId: () => uuid(world.chance()),
    pace: { ...world, sleep, every: (ms, work) => world.every(ms, () => process.isAlive && !process.held && work()) },
  })
  const process: Process = {
    name,
    machine,
    log: plant.log?.(log, machine.local) ?? log,
    isAlive: true,
    held: undefined,
    sleep,
  }
  return process
}

/** Its volatile state is gone. Whether the others can see that it is dead depends on where it ran. */
export function kill(process: Process, world: World): void {
  const { machine } = process
  process.isAlive = false
  if (machine.claim?.process === process && world.isSo(0.8))
    machine.local.run('update claim set owner = :owner where token = :token and owner is not null', {
      owner: `${hostname()} ${noProcess} x`,
      token: machine.claim.token,
    })
}

/** As when a computer sleeps. Its lease runs out, and others may take over what it was at, before it goes on. */
export function holdUp(process: Process, world: World): void {
  const { machine } = process
  const held: (() => void)[] = []
  process.held = held
  if (machine.claim?.process === process)
    machine.local.run('update claim set until = :now where token = :token', {
      now: world.now(),
      token: machine.claim.token,
    })
  void world.sleep(world.chance() * 2000).then(() => {
    process.held = undefined
    for (const act of held) act()
  })
}

/** Larger than any number that a process can have. */
const noProcess = 2 ** 30

/** The store as a machine reaches it: not at all when it is offline, and what was asked before that is not answered. */
function behindLine(
  machine: Machine,
  store: ObjectStore,
  mortal: <T>(answer: Promise<T>) => Promise<T>,
  world: World,
): ObjectStore {
  const ask = async <T>(request: () => Promise<T>): Promise<T> => {
    if (!machine.isOnline) {
      await mortal(world.sleep(1))
      throw storeUnreachable(store.address)
    }
    const answer = await mortal(request())
    if (!machine.isOnline) throw storeUnreachable(store.address)
    return answer
  }
  return {
    address: store.address,
    check: () => ask(() => store.check()),
    get: (key) => ask(() => store.get(key)),
    putNew: (key, body) => ask(() => store.putNew(key, body)),
    async *list(prefix, after) {
      yield* await ask(() => Array.fromAsync(store.list(prefix, after)))
    },
    async *sizes(prefix) {
      yield* await ask(() => Array.fromAsync(store.sizes(prefix)))
    },
    sizeOf: (key) => ask(() => store.sizeOf(key)),
    putFile: (...file) => ask(() => store.putFile(...file)),
    getFile: (...file) => ask(() => store.getFile(...file)),
    hashOf: (...file) => ask(() => store.hashOf(...file)),
    replaceDamaged: (...file) => ask(() => store.replaceDamaged(...file)),
    now: () => ask(() => store.now()),
  }
}

/** `local.db`, and a look at who takes the claim. */
const watched = (machine: Machine, writing: <T>(write: () => T) => T, process: () => Process): Db => ({
  ...machine.local,
  transact: (work) => writing(() => machine.local.transact(work)),
  run: (sql, params = {}) => {
    const changes = writing(() => machine.local.run(sql, params))
    const { owner, token } = params as Record<string, unknown>
    if (owner && token) machine.claim = { token: Number(token), process: process() }
    return changes
  },
})

import type { Event } from '../../src/core/event'
import { RegistryError } from '../../src/core/registryError'
import { canonicalBytes } from '../../src/log/canonical'
import { type Fault, faultyStore } from '../../src/store/faultyStore'
import { logKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import { logOf } from '../log/clients'
import { aClient, aCommit, an, aRecord, hex, uuid } from '../samples'
import { eventsOf, violationsOf } from './invariants'
import { aMachine, aProcess, discard, kill, type Machine, type Process } from './machine'
import { mishaps } from './mishaps'
import { live, type Scene, settle } from './people'
import { noPlant, type Plant } from './plants'
import { keyOfEvent, models } from './wish'
import { world as aWorld } from './world'

export interface Run {
  seed: number
  violations: string[]
  steps: number
  commits: number
  wishes: number
  kills: number
  /** How often each fault was met. */
  faults: Map<Fault, number>
  /** What was answered to how many wishes. */
  answers: Map<string, number>
  /** Line by line, if it was asked for. */
  history: string[]
}

/** How often a request meets a fault; some runs have none, as what goes wrong in fair weather counts double. */
const weathers = [0, 0.05, 0.2, 0.5]
const patiences = [500, 500, 30_000]
/** Of each process. */
const wishesEach = 3

const beginning = [
  an('registry.created'),
  ...models.flatMap((model) => [
    an('model.created', { model }),
    ...[1, 2].map((number) => {
      const name = `${model} ${number}`
      return an('version.registered', {
        model,
        version: hex(name),
        number,
        record: aRecord({ model, uuid: uuid(name) }),
      })
    }),
  ]),
]

/** Several people use one registry, whose store fails; then all is well, and what is left is settled. */
export async function simulate(seed: number, plant: Plant = noPlant, isTold = false): Promise<Run> {
  const world = aWorld(seed)
  const history: string[] = []
  const note = (who: string, text: string) => {
    if (!isTold) return
    const time = new Date(world.now()).toISOString().slice(11, 23)
    history.push(`${String(world.steps).padStart(5)} ${time} ${who.padEnd(8)} ${text}`)
  }
  const scene: Scene = { world, wishes: new Map(), violations: [], note }
  const broken = (who: string) => (error: unknown) =>
    void scene.violations.push(
      `${who} broke: ${error instanceof RegistryError ? error.message : (error as Error).stack}`,
    )

  const base = plant.base?.(world) ?? memoryStore(world.now)
  const begun = base.putNew(logKey(0), canonicalBytes(aCommit(0, beginning)))
  await world.run()
  await begun

  const faults = new Map<Fault, number>()
  const store = faultyStore(base, {
    ...{ rate: world.oneOf(weathers), patience: world.oneOf(patiences), chance: world.chance, sleep: world.sleep },
    onFault: (fault, request) => {
      faults.set(fault, (faults.get(fault) ?? 0) + 1)
      note('store', `${fault}: ${request}`)
    },
  })
  const machines = Array.from({ length: world.oneOf([2, 3]) }, (_, i) => aMachine(`m${i + 1}`))
  const lives = new Map<Process, { wishes: number }>()
  const begin = (machine: Machine, left: { wishes: number }) => {
    const { beforeWrite } = mishap
    const process = aProcess(`${machine.name}.p${lives.size + 1}`, machine, { world, store, plant, beforeWrite })
    lives.set(process, left)
    void live(scene, process, left).catch((error) => process.isAlive && broken(process.name)(error))
  }
  const mishap = mishaps(scene, plant, (killed) => begin(killed.machine, lives.get(killed)!))
  for (const machine of machines)
    for (let i = world.oneOf([1, 1, 2]); i > 0; i--) begin(machine, { wishes: wishesEach })
  await world.run(() => mishap.among([...lives.keys()]))

  note('all', 'is well')
  const healed = store.heal()
  await world.run()
  await healed
  for (const process of lives.keys()) if (process.isAlive) kill(process, world)
  for (const machine of machines) {
    machine.isOnline = true
    const process = aProcess(`${machine.name}.end`, machine, { world, store, plant })
    void settle(scene, process).catch(broken(process.name))
  }
  await world.run()
  for (const { index, local, name } of machines)
    await aClient({ store: base, local, index, now: world.now }).log.sync().catch(broken(name))

  if (isTold)
    for (const { seq, commit } of await logOf(base))
      history.push(`log ${seq}: ${commit ? `${commit.actor.name} ${eventsOf(commit).map(titleOf).join(', ')}` : '?'}`)

  const wishes = [...scene.wishes.values()]
  const violations = [...scene.violations, ...(await violationsOf({ store: base, machines, wishes }))]
  const commits = machines[0]!.index.head()?.seq ?? 0
  machines.forEach(discard)
  const answers = new Map<string, number>()
  for (const { answers: told } of wishes) {
    const last = told.at(-1)?.state ?? 'nothing'
    answers.set(last, (answers.get(last) ?? 0) + 1)
  }
  const counts = { steps: world.steps, commits, wishes: wishes.length, kills: mishap.kills() }
  return { seed, violations, ...counts, faults, answers, history }
}

const titleOf = (event: Event) => keyOfEvent(event) ?? event.type

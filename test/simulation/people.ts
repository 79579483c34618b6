import { RegistryError } from '../../src/core/registryError'
import type { Outcome } from '../../src/log/openLog'
import type { Intent, OutboxItem } from '../../src/log/outbox'
import type { Process } from './machine'
import { aDescription, aWish, keyOfIntent, type Wish } from './wish'
import type { World } from './world'

/** What happens to everybody in one run. */
export interface Scene {
  world: World
  /** By key, in the order in which they were asked for. */
  wishes: Map<string, Wish>
  violations: string[]
  note(who: string, text: string): void
}

/** What a process does until it has no wishes left, or is killed. */
export async function live(scene: Scene, process: Process, left: { wishes: number }): Promise<void> {
  const { world } = scene
  const { log } = process
  for (let wait = 200; left.wishes > 0;) {
    await process.sleep(world.chance() * wait)
    const pending = log.pending()
    const dice = world.chance()
    if (dice < 0.15) await look(scene, process)
    else if (dice < 0.3 && pending.length) await retry(scene, process, world.oneOf(pending))
    else if (dice < 0.35 && pending.length) await drop(scene, process, world.oneOf(pending))
    else {
      const many = Math.min(left.wishes, world.oneOf([1, 1, 1, 2]))
      left.wishes -= many
      const asked = await Promise.all(
        Array.from({ length: many }, () =>
          ask(scene, process, aWish(world, process.machine.index.db, scene.wishes.size + 1)),
        ),
      )
      // Who cannot do anything does nothing for a while.
      wait = asked.some(isUnreachable) ? 3000 : 200
    }
  }
}

/** Once the store is well, all that is left over is decided again or given up, and then something is written. */
export async function settle(scene: Scene, process: Process): Promise<void> {
  const { log, name } = process
  await log.sync()
  for (const item of log.pending()) {
    await retry(scene, process, item)
    if (log.pending().some(({ id }) => id === item.id)) await drop(scene, process, item)
  }
  if (log.pending().length) scene.violations.push(`${name} has something pending in the end`)
  const { answers } = await ask(scene, process, aDescription('churn', scene.wishes.size + 1))
  if (answers[0]?.state !== 'landed') scene.violations.push(`${name} could write nothing in the end`)
}

async function ask(scene: Scene, process: Process, intent: Intent): Promise<Wish> {
  const { world, wishes, note } = scene
  const key = keyOfIntent(intent)
  // Somebody pointed this alias at this version before.
  if (wishes.has(key)) return wishes.get(key)!
  const wish: Wish = { key, who: process.name, intent, asked: world.steps, answers: [], tries: { begun: 0, ended: 0 } }
  wishes.set(key, wish)
  note(process.name, `asks to ${intent.operation}: ${key}`)
  const { emptied } = process.machine
  try {
    answered(scene, process, wish, await process.log.append(intent), emptied)
  } catch (error) {
    const code = codeOf(error)
    wish.answers.push({ state: 'refused', code })
    note(process.name, `is refused ${key}: ${code}`)
  }
  return wish
}

async function retry(scene: Scene, process: Process, item: OutboxItem): Promise<void> {
  const wish = scene.wishes.get(keyOfIntent(item.intent))!
  scene.note(process.name, `tries again: ${wish.key}`)
  wish.tries.begun++
  try {
    answered(scene, process, wish, await process.log.retry(item.id))
  } catch (error) {
    scene.note(process.name, `has not got ${wish.key}: ${codeOf(error)}`)
  }
  wish.tries.ended++
}

async function drop(scene: Scene, process: Process, item: OutboxItem): Promise<void> {
  const wish = scene.wishes.get(keyOfIntent(item.intent))!
  const { begun, ended } = wish.tries
  scene.note(process.name, `gives up: ${wish.key}`)
  try {
    const outcome = await process.log.drop(item.id)
    if (outcome.state !== 'dropped') return answered(scene, process, wish, outcome)
    // What is open may be under way; what is a conflict is not, unless somebody tried it again meanwhile.
    const isSettled = item.state === 'conflict' && begun === ended && begun === wish.tries.begun
    wish.answers.push({ state: isSettled ? 'dropped' : 'let go' })
    scene.note(process.name, `has dropped ${wish.key}`)
  } catch (error) {
    scene.note(process.name, `could not drop ${wish.key}: ${codeOf(error)}`)
  }
}

function answered(scene: Scene, process: Process, wish: Wish, outcome: Outcome, emptied?: number): void {
  const { world, violations, note } = scene
  if (outcome.state !== 'landed') {
    note(process.name, `is told ${outcome.state}: ${wish.key}`)
    wish.answers.push({ state: outcome.state })
    return
  }
  const { seq } = outcome
  note(process.name, `is told landed at ${seq}: ${wish.key}`)
  wish.answers.push({ state: 'landed', seq, step: world.steps })
  const head = headOf(process)
  // Whoever deletes the index in that moment sees nothing until the next look.
  if (head < seq && emptied === process.machine.emptied)
    violations.push(`${process.name} was told that ${wish.key} landed at ${seq}, and sees ${head}`)
}

/** Whoever looks sees all that anybody was told of before. */
async function look({ wishes, violations, note }: Scene, process: Process): Promise<void> {
  const { machine, name } = process
  const { emptied } = machine
  const told = [...wishes.values()].flatMap(({ answers }) => answers)
  const last = Math.max(-1, ...told.map((answer) => (answer.state === 'landed' ? answer.seq : -1)))
  try {
    await process.log.sync()
  } catch (error) {
    return note(name, `cannot look: ${codeOf(error)}`)
  }
  const head = headOf(process)
  note(name, `sees ${head}`)
  if (head < last && emptied === machine.emptied) violations.push(`${name} looked and saw ${head}, not ${last}`)
}

const isUnreachable = ({ answers }: Wish) =>
  answers.some((answer) => answer.state === 'refused' && answer.code === 'store-unreachable')

const headOf = ({ machine }: Process) => machine.index.head()?.seq ?? -1

/** The code of a refusal; anything else that is thrown is a bug. */
function codeOf(error: unknown): string {
  if (error instanceof RegistryError) return error.code
  throw error
}

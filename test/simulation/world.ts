import type { Pace } from '../../src/log/pace'
import { random } from '../demo/random'
import { start } from '../samples'

/** A time and a chance that depend on a seed alone. Whoever waits in it goes on when the world says so. */
export interface World extends Pace {
  readonly steps: number
  oneOf<T>(items: readonly T[]): T
  /** True so often. */
  isSo(probability: number): boolean
  /** Lets those who wait go on, one at a time, until nobody does. `between` is called before each. */
  run(between?: () => void): Promise<void>
}

interface Waiting {
  due: number
  wake: () => void
  /** No reason for the world to go on. */
  isIdle: boolean
}

/** How often it happens that somebody late is first, and that the time of all others has passed meanwhile. */
const leap = 0.01

export function world(seed: number): World {
  const chance = random(seed)
  const waiting: Waiting[] = []
  let now = start
  let steps = 0
  let busy = 0
  const isSo = (probability: number) => chance() < probability

  function wait(waiter: Waiting): void {
    waiting.push(waiter)
    if (!waiter.isIdle) busy++
  }

  /** Anyone whose time has come; else whose comes first. */
  function next(): Waiting {
    let index = Math.floor(chance() * waiting.length)
    if (!isSo(leap)) {
      let due = 0
      let first = 0
      for (const [i, waiter] of waiting.entries()) {
        if (waiter.due <= now && chance() * ++due < 1) index = i
        if (waiter.due < waiting[first]!.due) first = i
      }
      if (due === 0) index = first
    }
    const found = waiting[index]!
    waiting[index] = waiting.at(-1)!
    waiting.pop()
    if (!found.isIdle) busy--
    return found
  }

  return {
    get steps() {
      return steps
    },
    now: () => Math.floor(now),
    sleep: (ms) => new Promise<void>((wake) => wait({ due: now + ms, wake, isIdle: false })),
    every: (ms, work) => {
      let goesOn = true
      const again = () =>
        wait({
          due: now + ms,
          isIdle: true,
          wake: () => {
            if (!goesOn) return
            work()
            again()
          },
        })
      again()
      return () => (goesOn = false)
    },
    chance,
    oneOf: (items) => items[Math.floor(chance() * items.length)]!,
    isSo,
    run: async (between = () => {}) => {
      await quiet()
      for (; busy > 0; steps++) {
        between()
        const { due, wake } = next()
        now = Math.max(now, due)
        wake()
        await quiet()
      }
    },
  }
}

/** When all that follows without waiting has happened. */
const quiet = () => new Promise<void>((resolve) => void setImmediate(resolve))

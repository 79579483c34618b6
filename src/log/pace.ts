import { setTimeout } from 'node:timers/promises'

/** How a process waits. A simulation brings a time and a chance of its own. */
export interface Pace {
  /** Milliseconds since 1970. */
  now(): number
  sleep(ms: number): Promise<unknown>
  /** Does `work` again and again, until what it answers is called. */
  every(ms: number, work: () => void): () => void
  /** A number in [0, 1), so that those who wait do not wake together. */
  chance(): number
}

export const realPace: Pace = {
  now: Date.now,
  sleep: (ms) => setTimeout(ms),
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
  chance: Math.random,
}

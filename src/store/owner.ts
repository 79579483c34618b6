import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

const here = hostname()

/** A name for what this process is at work on, by which others know when it is gone. */
export const newOwner = (): string => `${here} ${process.pid} ${randomUUID()}`

/** True when the owner was a process of this machine that is no more. Of another machine nothing is known. */
export function isDead(owner: string): boolean {
  const [host, pid] = owner.split(' ')
  if (host !== here) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

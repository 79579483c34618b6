import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { appendContended } from '../core/errors'
import type { Db } from '../sqlite/db'

const lease = 15_000
const patience = 120_000

interface Row {
  token: number
  owner: string | null
  until: number
}

/** Held while one process empties the outbox. */
export interface Claim {
  /** Runs `work` in one transaction, if nobody has taken over meanwhile; answers whether it ran. */
  whileMine(work: () => void): boolean
}

/**
 * Runs `work` while no other process or task does so on this `local.db`. A holder that was killed is replaced at
 * once, one that hangs after its lease; its token then no longer counts.
 */
export async function withClaim<T>(
  db: Db,
  work: (claim: Claim) => Promise<T>,
  sleep: (milliseconds: number) => Promise<unknown> = wait,
): Promise<T> {
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`
  const token = await acquire(db, owner, sleep)
  const whileMine = (act: () => void) =>
    db.transact(() => {
      const mine = read(db).token === token
      if (mine) act()
      return mine
    })
  const renew = () => {
    try {
      whileMine(() => db.run('update claim set until = :until', { until: Date.now() + lease }))
    } catch {
      // Then the lease runs out, and another process may take over: that is what it is for.
    }
  }
  const heartbeat = setInterval(renew, lease / 3)
  try {
    return await work({ whileMine })
  } finally {
    clearInterval(heartbeat)
    db.run('update claim set owner = null where token = :token', { token })
  }
}

async function acquire(db: Db, owner: string, sleep: (milliseconds: number) => Promise<unknown>): Promise<number> {
  const deadline = Date.now() + patience
  for (let pause = 2; Date.now() < deadline; pause = Math.min(pause * 1.5, 40)) {
    const token = db.transact(() => {
      const claim = read(db)
      if (claim.owner !== null && claim.until > Date.now() && !isDead(claim.owner)) return undefined
      db.run('update claim set token = :token, owner = :owner, until = :until', {
        token: claim.token + 1,
        owner,
        until: Date.now() + lease,
      })
      return claim.token + 1
    })
    if (token !== undefined) return token
    await sleep(pause * (0.5 + Math.random()))
  }
  throw appendContended()
}

const read = (db: Db) => db.get<Row>('select token, owner, until from claim')!

/** Only a process of this machine can be known to be dead. */
function isDead(owner: string): boolean {
  const [host, pid] = owner.split(' ')
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

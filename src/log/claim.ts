import { appendContended } from '../core/errors'
import type { Db } from '../sqlite/db'
import { isDead, newOwner } from '../store/owner'
import { type Pace, realPace } from './pace'

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
export async function withClaim<T>(db: Db, work: (claim: Claim) => Promise<T>, pace: Pace = realPace): Promise<T> {
  const owner = newOwner()
  const token = await acquire(db, owner, pace)
  const whileMine = (act: () => void) =>
    db.transact(() => {
      const mine = read(db).token === token
      if (mine) act()
      return mine
    })
  const renew = () => {
    try {
      whileMine(() => db.run('update claim set until = :until', { until: pace.now() + lease }))
    } catch {
      // Then the lease runs out, and another process may take over: that is what it is for.
    }
  }
  const stop = pace.every(lease / 3, renew)
  try {
    return await work({ whileMine })
  } finally {
    stop()
    db.run('update claim set owner = null where token = :token', { token })
  }
}

async function acquire(db: Db, owner: string, { now, sleep, chance }: Pace): Promise<number> {
  const deadline = now() + patience
  for (let wait = 2; now() < deadline; wait = Math.min(wait * 1.5, 40)) {
    const token = db.transact(() => {
      const claim = read(db)
      if (claim.owner !== null && claim.until > now() && !isDead(claim.owner)) return undefined
      db.run('update claim set token = :token, owner = :owner, until = :until', {
        token: claim.token + 1,
        owner,
        until: now() + lease,
      })
      return claim.token + 1
    })
    if (token !== undefined) return token
    await sleep(wait * (0.5 + chance()))
  }
  throw appendContended()
}

const read = (db: Db) => db.get<Row>('select token, owner, until from claim')!

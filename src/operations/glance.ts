import { RegistryError } from '../core/errors'
import { type Refusal, refusalOf } from '../core/refusal'
import type { Context } from './context'
import { type Status, registryStatus } from './registryStatus'

export interface Glance {
  status: Status
  /** Why what is shown may be old: the log could not be read, or is not the one seen before. */
  problem: Refusal | null
}

/** Brings the index up to date if that can be done, and answers how things stand either way. */
export async function glance(ctx: Context): Promise<Glance> {
  const problem = await ctx.log.sync().then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof RegistryError)) throw error
      return refusalOf(error)
    },
  )
  return { status: await registryStatus(ctx), problem }
}

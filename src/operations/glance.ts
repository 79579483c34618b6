import { RegistryError } from '../core/registryError'
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
  const problem = await bringUp(ctx)
  return { status: await registryStatus(ctx), problem }
}

/** Applies what is new in the log; answers why that could not be done. */
export async function bringUp(ctx: Context): Promise<Refusal | null> {
  try {
    // That there is nothing new is also what a registry says that is gone.
    if (!(await ctx.log.sync())) await ctx.store.check()
    return null
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return refusalOf(error)
  }
}

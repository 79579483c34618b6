import type { GateReport } from '../core/gate/report'
import { RegistryError } from '../core/registryError'
import { canonicalBytes } from '../log/canonical'
import type { Outcome } from '../log/openLog'
import type { Context } from './context'
import { decision } from './decision'

interface Refused {
  model: string
  id: string
  stage: string
  reason?: string | undefined
}

/** Does what may fail at a gate. That it did, and on which report, is kept in the log as far as that can be done. */
export async function keepingRefusal(ctx: Context, asked: Refused, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act()
  } catch (error) {
    const report = error instanceof RegistryError && error.code === 'gate-failed' ? error.details?.['gate'] : undefined
    if (report)
      await ctx.log.append(refusing.intent({ ...asked, report: report as GateReport })).catch((problem: unknown) => {
        ctx.onWarning(`That it was refused could not be kept: ${(problem as Error).message}`)
      })
    throw error
  }
}

export const refusing = decision<Refused & { report: GateReport }>(
  'refuse',
  (_db, { model, id, stage, reason, report }, moment) => [
    {
      type: 'promotion.refused',
      ...{ model, version: id, stage, report: moment.put(canonicalBytes(report)) },
      ...(reason ? { reason } : {}),
    },
  ],
)

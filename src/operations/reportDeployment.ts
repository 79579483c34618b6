import type { Event } from '../core/event'
import { deploymentsOf } from '../index/serving'
import type { Db } from '../sqlite/db'
import { type ChangedVersion, changedVersion } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'

export interface ReportDeployment {
  reference: string
  environment: string
  /** Whose holder it should be running; the model's main stage when left out. */
  stage?: string | undefined
}

/** Records what a serving environment really runs. Saying the same again changes nothing. */
export async function reportDeployment(ctx: Context, args: ReportDeployment): Promise<ChangedVersion> {
  const { reference, environment } = args
  const { model, id, stage } = await readAhead(ctx, (db) => {
    const { model, id } = resolveReference(db, reference)
    return { model, id, stage: args.stage === undefined ? undefined : requireStage(db, model, args.stage) }
  })
  return changedVersion(ctx, id, await ctx.log.append(deploying.intent({ model, id, environment, stage })))
}

interface DeploymentArgs {
  model: string
  id: string
  environment: string
  stage?: string | undefined
}

export const deploying = decision('deployed', decideDeployment)

function decideDeployment(db: Db, { model, id, environment, stage }: DeploymentArgs): Event[] {
  const known = deploymentsOf(db, model).find((deployment) => deployment.environment === environment)
  if (known?.id === id && (stage === undefined || known.stage === stage)) return []
  const kept = stage ?? known?.stage ?? undefined
  return [{ type: 'deployment.reported', model, version: id, environment, ...(kept ? { stage: kept } : {}) }]
}

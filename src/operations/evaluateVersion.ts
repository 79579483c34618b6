import { badUsage } from '../core/errors'
import type { Event } from '../core/event'
import type { Metric } from '../core/metric'
import type { DatasetRef } from '../core/record'
import type { Db } from '../sqlite/db'
import { type ChangedVersion, changedVersion } from './changed'
import type { Context } from './context'
import { datasetEvents } from './datasets'
import { decision } from './decision'
import { promoteOnPass } from './promoteOnPass'
import { readAhead } from './read'
import { resolveReference } from './resolveReference'

export interface EvaluateVersion {
  reference: string
  metrics: Metric[]
  /** What they were measured on. */
  data?: DatasetRef | undefined
  run?: string | undefined
}

/** Adds metrics that were measured after registration; the latest value of each counts. */
export async function evaluateVersion(
  ctx: Context,
  { reference, metrics, data, run }: EvaluateVersion,
): Promise<ChangedVersion> {
  if (!metrics.length) throw badUsage('There is nothing to record.', 'Give --metric name=value or --metrics FILE.')
  const { model, id } = await readAhead(ctx, (db) => resolveReference(db, reference))
  const measured = data ? metrics.map((metric) => ({ dataset: data.digest ?? data.name, ...metric })) : metrics
  const outcome = await ctx.log.append(evaluating.intent({ model, id, metrics: measured, data, run }))
  await promoteOnPass(ctx, model, id)
  return changedVersion(ctx, id, outcome)
}

interface EvaluationArgs {
  model: string
  id: string
  metrics: Metric[]
  data?: DatasetRef | undefined
  run?: string | undefined
}

export const evaluating = decision('evaluate', decideEvaluation)

function decideEvaluation(db: Db, { model, id, metrics, data, run }: EvaluationArgs): Event[] {
  return [
    ...datasetEvents(db, data ? [data] : []),
    { type: 'evaluation.recorded', model, version: id, metrics, ...(run ? { run } : {}) },
  ]
}

import { labelTaken } from '../core/errors'
import type { Event } from '../core/event'
import { checkLabel } from '../core/names'
import { allStages } from '../core/policy/policy'
import { byLabel } from '../index/find'
import { modelRow } from '../index/models'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { type ChangedModel, type ChangedVersion, changedModel, changedVersion } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { requireModel, resolveReference } from './resolveReference'

/** What may be said of a version or a model at any time; a tag of null is removed. */
export interface Said {
  description?: string | undefined
  tags?: Record<string, string | null> | undefined
}

/** Says something about a version (`model@…`) or, without the @, about a model. */
export async function describe(ctx: Context, subject: string, said: Said): Promise<ChangedVersion | ChangedModel> {
  if (subject.includes('@') || subject.startsWith('models:/')) return describeVersion(ctx, subject, said)
  await readAhead(ctx, (db) => requireModel(db, subject))
  return changedModel(ctx, subject, await ctx.log.append(describing.intent({ ...said, model: subject })))
}

/** Gives a version its label; null takes it away. */
export async function labelVersion(ctx: Context, reference: string, label: string | null): Promise<ChangedVersion> {
  return describeVersion(ctx, reference, { label })
}

async function describeVersion(
  ctx: Context,
  reference: string,
  said: Said & { label?: string | null },
): Promise<ChangedVersion> {
  const { model, id } = await readAhead(ctx, (db) => resolveReference(db, reference))
  return changedVersion(ctx, id, await ctx.log.append(describing.intent({ ...said, model, id })))
}

interface DescribeArgs extends Said {
  model: string
  id?: string
  label?: string | null
}

export const describing = decision('describe', decideDescription)

function decideDescription(db: Db, { model, id, description, tags, label }: DescribeArgs): Event[] {
  const now = id ? versionById(db, id)! : { label: null, ...modelRow(db, model)! }
  const news = {
    ...(description !== undefined && description !== now.description ? { description } : {}),
    ...(tags && Object.entries(tags).some(([name, value]) => (now.tags[name] ?? null) !== value) ? { tags } : {}),
  }
  const newLabel = id && label !== undefined && label !== now.label ? { label } : {}
  if (label) requireLabel(db, model, label, id)
  if (!Object.keys(news).length && !Object.keys(newLabel).length) return []
  return id
    ? [{ type: 'version.described', model, version: id, ...news, ...newLabel }]
    : [{ type: 'model.described', model, ...news }]
}

/** Throws bad-label or label-taken. */
export function requireLabel(db: Db, model: string, label: string, id?: string): void {
  checkLabel(label, allStages(policyOf(db, model)))
  const owner = byLabel(db, model, label)
  if (owner && owner !== id) throw labelTaken(model, label, versionById(db, owner)!.version)
}

import { aliasFollows } from '../core/errors'
import type { Event } from '../core/event'
import { checkAlias } from '../core/names'
import { own } from '../core/own'
import { allStages } from '../core/policy/policy'
import { aliasesOf } from '../index/standing'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'
import { type ChangedVersion, changedVersion } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { passGate } from './passGate'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { resolveReference } from './resolveReference'

/** Points an alias at a version, whatever it pointed at before. */
export async function setAlias(
  ctx: Context,
  { reference, alias }: { reference: string; alias: string },
): Promise<ChangedVersion> {
  const { model, id } = await readAhead(ctx, (db) => {
    const version = resolveReference(db, reference)
    requireFree(db, version.model, alias)
    return version
  })
  return changedVersion(ctx, id, await ctx.log.append(settingAlias.intent({ model, id, alias })))
}

export const settingAlias = decision('setAlias', decideAlias)

function decideAlias(
  db: Db,
  { model, id, alias }: { model: string; id: string; alias: string },
  moment: Moment,
): Event[] {
  requireFree(db, model, alias)
  const from = own(aliasesOf(db, model), alias) ?? null
  if (from === id) return []
  const stage = own(policyOf(db, model).guarded, alias)
  const { gate } = stage ? passGate(db, { model, id, stage, isAsked: true, override: false }, moment) : {}
  return [{ type: 'alias.moved', model, alias, version: id, from, ...(gate ? { gate } : {}) }]
}

/** Throws bad-alias or alias-follows. */
export function requireFree(db: Db, model: string, alias: string): void {
  const policy = policyOf(db, model)
  checkAlias(alias, allStages(policy))
  const follower = own(policy.followers, alias)
  if (follower) throw aliasFollows(model, alias, follower.stage)
}

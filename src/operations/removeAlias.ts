import { noSuchAlias } from '../core/errors'
import type { Event } from '../core/event'
import { own } from '../core/own'
import { aliasesOf } from '../index/standing'
import type { Db } from '../sqlite/db'
import { type ChangedModel, changedModel } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { nearest } from './nearest'
import { readAhead } from './read'
import { requireModel } from './resolveReference'
import { requireFree } from './setAlias'

export interface RemoveAlias {
  model: string
  alias: string
}

/** Takes an alias away; the version stays. */
export async function removeAlias(ctx: Context, { model, alias }: RemoveAlias): Promise<ChangedModel> {
  await readAhead(ctx, (db) => requireModel(db, model))
  return changedModel(ctx, model, await ctx.log.append(removingAlias.intent({ model, alias })))
}

export const removingAlias = decision('removeAlias', decideAliasRemoval)

function decideAliasRemoval(db: Db, { model, alias }: RemoveAlias): Event[] {
  const aliases = aliasesOf(db, model)
  const from = own(aliases, alias)
  if (!from) throw noSuchAlias(model, alias, nearest(alias, Object.keys(aliases)))
  requireFree(db, model, alias)
  return [{ type: 'alias.removed', model, alias, from }]
}

import type { Event } from '../core/event'
import { own } from '../core/own'
import { versionAsOf } from '../index/asOf'
import type { Db } from '../sqlite/db'
import { type ChangedVersion, changedVersion } from './changed'
import type { Context } from './context'
import { decision } from './decision'
import { promoteOnPass } from './promoteOnPass'
import { readAhead } from './read'
import { resolveReference } from './resolveReference'

export interface CheckVersion {
  reference: string
  check: string
  result: 'pass' | 'fail'
  /** Where the whole of it can be read. */
  url?: string | undefined
  note?: string | undefined
}

/** Records what something outside of the registry, such as a CI job, found of a version; the latest result counts. */
export async function checkVersion(ctx: Context, { reference, ...said }: CheckVersion): Promise<ChangedVersion> {
  const { model, id } = await readAhead(ctx, (db) => resolveReference(db, reference))
  const outcome = await ctx.log.append(checking.intent({ model, id, ...said }))
  await promoteOnPass(ctx, model, id)
  return changedVersion(ctx, id, outcome)
}

type CheckArgs = Omit<CheckVersion, 'reference'> & { model: string; id: string }

export const checking = decision('check', decideCheck)

function decideCheck(db: Db, { model, id, check, result, url, note }: CheckArgs): Event[] {
  const known = own(versionAsOf(db, id)!.checks, check)
  if (known && known.result === result && known.url === url && known.note === note) return []
  const said = { ...(url === undefined ? {} : { url }), ...(note === undefined ? {} : { note }) }
  return [{ type: 'check.recorded', model, version: id, check, result, ...said }]
}

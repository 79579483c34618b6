import type { Event } from '../core/event'
import { policyDifferences } from '../core/policy/differences'
import { allStages, policyFor } from '../core/policy/policy'
import type { PolicyDocument } from '../core/policy/policyDocument'
import { badPolicy, policyChanged } from '../core/policyErrors'
import { lastApplied } from '../index/policies'
import { hashOf } from '../log/canonical'
import { followerEvents } from '../core/stages'
import { modelNames } from '../index/find'
import { standingOf } from '../index/standing'
import type { Db } from '../sqlite/db'
import { weighPolicy } from './checkPolicy'
import type { Context } from './context'
import { decision } from './decision'
import { policiesOf } from './policyOf'

/** A commit holds a megabyte: the aliases of more models than this follow with their next move. */
const mostAliases = 2000

export interface ApplyPolicy {
  /** Instead of the `pedigree.yaml` of the workspace. */
  file?: string | undefined
  reason?: string | undefined
  /** Only says what would change. */
  dryRun?: boolean | undefined
}

export interface AppliedPolicy {
  /** False when nothing differs, or nothing was to be done. */
  applied: boolean
  warnings: string[]
  differences: string[]
  pending: boolean
}

/** Puts the policies of a file into the log, so that they count for everybody. Throws bad-config, or policy-changed. */
export async function applyPolicy(ctx: Context, { file, reason, dryRun }: ApplyPolicy = {}): Promise<AppliedPolicy> {
  const { document, errors, warnings, differences, seen } = await weighPolicy(ctx, file)
  if (!document) throw badPolicy(errors)
  if (!differences.length || dryRun) return { applied: false, warnings, differences, pending: false }
  const intent = applyingPolicy.intent({ policy: document, seen, ...(reason === undefined ? {} : { reason }) })
  const outcome = await ctx.log.append(intent)
  return { applied: true, warnings, differences, pending: outcome.state === 'pending' }
}

interface ApplyArgs {
  policy: PolicyDocument
  /** The hash of the policies that were in force when somebody said so. */
  seen: string
  reason?: string
}

export const applyingPolicy = decision('applyPolicy', decidePolicy)

function decidePolicy(db: Db, { policy, seen, reason }: ApplyArgs): Event[] {
  const applied = policiesOf(db)
  if (!policyDifferences(applied, policy).length) return []
  if (hashOf(applied) !== seen) throw policyChanged(lastApplied(db)?.name)
  const event = { type: 'policy.applied' as const, policy, ...(reason === undefined ? {} : { reason }) }
  return [event, ...aliasesAstray(db, applied, policy)]
}

/** What follows another stage from now on goes where that is. */
function aliasesAstray(db: Db, before: PolicyDocument, after: PolicyDocument): Event[] {
  const events: Event[] = []
  for (const model of modelNames(db, -1)) {
    const policy = policyFor(after, model)
    if (policyFor(before, model) === policy) continue
    const standing = standingOf(db, model, allStages(policy))
    events.push(...followerEvents(policy, model, standing.aliases, standing))
    if (events.length > mostAliases) break
  }
  return events
}

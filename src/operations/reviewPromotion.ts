import type { GateCard } from '../core/gate/facts'
import { nextStage } from '../core/moveEffect'
import { own } from '../core/own'
import { isExclusive, isStepDown, mainStage, type Policy } from '../core/policy/policy'
import type { Actor, VersionRecord } from '../core/record'
import { asksGate, kindOf, type StageMove } from '../core/stages'
import { type Versus, versus } from '../core/versus'
import { versionAsOf } from '../index/asOf'
import { byStage, numberOf } from '../index/find'
import { type AskedGate, gatesOf } from '../index/gates'
import { recordOf } from '../index/history'
import { type EntryRow, entryInto } from '../index/lineage'
import { checksOf, versionsUpTo } from '../index/ruleHistory'
import { rolloutsOf } from '../index/serving'
import { holdersOf } from '../index/standing'
import { type VersionRow, versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import type { Context } from './context'
import { seenIn } from './enterStage'
import { gateCard } from './gateCard'
import { gateReport } from './gateReport'
import { listPending, type PendingItem } from './pending'
import { policyOf } from './policyOf'
import { readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'
import { approvalsIn, checksIn, type ReviewedApprovals, type ReviewedCheck } from './reviewPeople'
import { type Case, effectIn, type ReviewedEffect, type ReviewedRollout, rolloutIn } from './reviewEffect'
import { type ReviewedRule, reviewedRules } from './reviewRules'

/** All that decides whether a version should enter a stage. */
export interface Review {
  candidate: Named & { stage: string; description: string; at: string; author: Actor; aliases: string[] }
  stage: string
  /** Of the model, in their order. */
  stages: ReviewedStage[]
  isExclusive: boolean
  kind: StageMove
  /** May a gate that fails be overridden? */
  override: 'allowed' | 'never'
  /** What the promotion is decided on: who holds the stage. */
  seen: string | null
  /** Who holds the stage (of a shared one: who came last), and since when. */
  holder: (Named & { id: string; at: string | null; by: string | null }) | null
  /** When and how the candidate came into the stage; null while it is not there. */
  entered: { at: string; by: string; reason: string | null } | null
  effect: ReviewedEffect
  /** null where nothing guards the stage. */
  gate: { passed: boolean; isAsked: boolean; at: string; rules: ReviewedRule[] } | null
  rollout: ReviewedRollout
  versus: (Versus & { base: Named; holds: string; isEarlier: boolean }) | null
  card: GateCard & { isAsked: boolean }
  checks: ReviewedCheck[]
  approvals: ReviewedApprovals
  /** Whose signature it takes: of each of these stages, one of those. */
  signers: { stage: string; of: string[] }[]
  /** Earlier reports of this gate on this version, newest first. */
  reports: AskedGate[]
  /** What is to happen to this version, and is not in the log yet. */
  pending: PendingItem[]
}

export interface Named {
  model: string
  version: number
  label: string | null
}

export interface ReviewedStage {
  stage: string
  isExclusive: boolean
  /** How many rules guard it. */
  rules: number
  isHere: boolean
  isDown: boolean
  holder: number | null
}

/** Over how many versions it is told how things stood before. */
const remembered = 20
/** How many earlier reports of the gate are told. */
const reports = 6
/** How many results of each check of each version are told. */
const checksRead = 5

/** What a person looks at before a promotion. Without a stage it is the next one up, or the one it is rolled out to. */
export async function reviewPromotion(
  ctx: Context,
  { reference, stage }: { reference: string; stage?: string | undefined },
): Promise<Review> {
  const actor = await ctx.actor()
  const waiting = listPending(ctx)
  const at = new Date(ctx.now()).toISOString()
  return readAhead(ctx, (db) => {
    const row = resolveReference(db, reference)
    const policy = policyOf(db, row.model)
    const to = stage === undefined ? sensibleStage(db, policy, row) : requireStage(db, row.model, stage)
    return reviewed(db, { row, policy, stage: to, actor, at, waiting, blob: ctx.log.blobs.get })
  })
}

function sensibleStage(db: Db, policy: Policy, { model, id, stage }: VersionRow): string {
  const [rolling] = Object.entries(rolloutsOf(db, model)).find(([, { version }]) => version === id) ?? []
  return rolling ?? nextStage(policy, stage) ?? stage
}

function reviewed(db: Db, given: Case): Review {
  const { row, policy, stage, at } = given
  const { model, id, version: number } = row
  const version = versionAsOf(db, id)!
  const kind = kindOf(policy, row.stage, stage)
  const occupant = versionIn(db, byStage(db, model, stage))
  const card = gateCard(db, id, undefined, given.blob)
  const report = gateReport(db, { model, id, stage, at, card }, given.blob)
  const versions = versionsUpTo(db, { model, number, stage, limit: remembered })
  const numbers = versions.map(({ version }) => version)
  const checks = checksOf(db, { model, numbers, each: checksRead })
  const asked = gatesOf(db, id, { stage, limit: reports })
  const rules = report
    ? reviewedRules(db, {
        candidate: row,
        stage,
        policy,
        rules: report.rules,
        versions,
        checks,
        asked,
        blob: given.blob,
      })
    : []
  const { aliases, description, author, at: registeredAt, stage: from } = row
  return {
    candidate: { ...named(row), stage: from, description, at: registeredAt, author, aliases },
    ...{ stage, isExclusive: isExclusive(policy, stage), kind, override: policy.override },
    stages: policy.stages.map((other) => reviewedStage(db, policy, row, other)),
    seen: seenIn(db, model, stage).holder,
    holder: occupant ? { ...named(occupant), id: occupant.id, ...sinceOf(entryOf(db, occupant.id, stage)) } : null,
    entered: (from === stage && entryOf(db, id, stage)) || null,
    effect: effectIn(db, given),
    gate: report
      ? { passed: report.passed, isAsked: from !== stage && asksGate(policy, { kind, to: stage }), at, rules }
      : null,
    rollout: rolloutIn(db, given),
    versus: versusIn(db, given, version.record, occupant),
    card: { ...card, isAsked: rules.some((rule) => rule.kind === 'card') },
    checks: checksIn(rules, version.checks, number),
    approvals: approvalsIn(given, version),
    // Who leaves a stage changes it as well.
    signers: [...new Set([stage, from])].flatMap((changed) => {
      const of = own(policy.signers, changed)
      return of ? [{ stage: changed, of: [...of] }] : []
    }),
    reports: asked,
    pending: given.waiting.filter((item) => item.version === id),
  }
}

const sinceOf = (entry: EntryRow | undefined) => ({ at: entry?.at ?? null, by: entry?.by ?? null })

const named = ({ model, version, label }: VersionRow): Named => ({ model, version, label })

const versionIn = (db: Db, id: string | undefined) => (id === undefined ? undefined : versionById(db, id))

function reviewedStage(db: Db, policy: Policy, { model, stage: from }: VersionRow, stage: string): ReviewedStage {
  const holder = byStage(db, model, stage)
  return {
    ...{ stage, isExclusive: isExclusive(policy, stage), rules: (own(policy.gates, stage) ?? []).length },
    ...{ isHere: from === stage, isDown: isStepDown(policy, from, stage) },
    holder: holder === undefined ? null : numberOf(db, holder),
  }
}

/** How a version came into a stage last; undefined where the log does not say. */
const entryOf = (db: Db, id: string, stage: string) => entryInto(db, id, stage, Number.MAX_SAFE_INTEGER)

/** Beside whoever holds the stage; else beside whoever was there before it, or holds the main stage. */
function versusIn(db: Db, given: Case, record: VersionRecord, occupant: VersionRow | undefined): Review['versus'] {
  const { row, policy, stage } = given
  /** Who had the stage before the candidate came. */
  const earlier = () => {
    const base = row.stage === stage ? versionIn(db, holdersOf(db, row.model, stage).at(-2)) : undefined
    return base && { base, holds: stage }
  }
  const rival = (at: string) => {
    const holder = at === stage ? occupant : versionIn(db, byStage(db, row.model, at))
    return holder && holder.id !== row.id ? { base: holder, holds: at } : undefined
  }
  const found = rival(stage) ?? earlier() ?? rival(mainStage(policy))
  if (!found) return null
  const { base, holds } = found
  const asked = (own(policy.gates, stage) ?? []).flatMap((rule) => ('metric' in rule ? [rule.metric] : []))
  const sides = [
    { record, metrics: row.metrics },
    { record: recordOf(db, base.id)!, metrics: base.metrics },
  ] as const
  return {
    ...versus(...sides, { directions: policy.directions, asked }),
    base: named(base),
    holds,
    isEarlier: base.stage !== holds,
  }
}

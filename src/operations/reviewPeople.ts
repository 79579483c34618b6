import { discounted, isAuthor } from '../core/gate/approvalsRule'
import { own } from '../core/own'
import { type Approval, isSamePerson, personOf, type Version } from '../core/version'
import type { CheckRow } from '../index/ruleHistory'
import type { Case } from './reviewEffect'
import type { ReviewedRule } from './reviewRules'

// What people and programs said of a promotion.

export interface ReviewedCheck {
  check: string
  /** Does the gate ask for it? */
  isAsked: boolean
  /** null while it was never reported. */
  latest: CheckRow | null
}

export interface ReviewedApprovals {
  /** What the gate asks for. */
  asked: { count: number; from: string[]; signed: boolean; counted: number }[]
  /** `why` not: as far as the gate is concerned; null where it counts for a rule, or where nobody is asked. */
  given: (Approval & { why: 'author' | 'stranger' | 'unsigned' | null })[]
  isMine: boolean
  /** Nobody approves what they made. */
  isAuthor: boolean
}

/** Those that the gate asks for first; what was reported besides is told as well. */
export function checksIn(
  rules: readonly ReviewedRule[],
  reported: Version['checks'],
  version: number,
): ReviewedCheck[] {
  const asked = rules.flatMap(({ kind, about }) => (kind === 'check' ? [about] : []))
  return [...new Set([...asked, ...Object.keys(reported).sort()])].map((check) => {
    const found = own(reported, check)
    const row = found && { ...found, url: found.url ?? null, note: found.note ?? null, by: found.by.name }
    return { check, isAsked: asked.includes(check), latest: row ? { version, check, ...row } : null }
  })
}

export function approvalsIn({ policy, stage, actor }: Case, version: Version): ReviewedApprovals {
  const given = own(version.approvals, stage) ?? []
  const rules = (own(policy.gates, stage) ?? []).flatMap((rule) => ('approvals' in rule ? [rule.approvals] : []))
  const why = (approval: Approval) => {
    const reasons = rules.map((rule) => discounted(version, approval, rule))
    return reasons.includes(undefined) ? null : (reasons[0] ?? null)
  }
  return {
    asked: rules.map((rule) => ({
      ...{ count: rule.count, from: rule.from ?? [], signed: rule.signed ?? false },
      counted: new Set(given.filter((approval) => !discounted(version, approval, rule)).map(({ by }) => personOf(by)))
        .size,
    })),
    given: given.map((approval) => ({ ...approval, why: why(approval) })),
    isMine: given.some(({ by }) => isSamePerson(by, actor)),
    isAuthor: isAuthor(version, actor),
  }
}

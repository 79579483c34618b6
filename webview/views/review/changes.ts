import * as l10n from '@vscode/l10n'
import type { Review } from './reviewed'
import { ruleName, share, standingOf, standingWord, v, verdictOf } from './words'

/** What others did while the person was looking, one sentence each. */
export function changesBetween(before: Review, after: Review): string[] {
  if (before.candidate.version !== after.candidate.version || before.stage !== after.stage) return []
  const { stage, holder } = after
  const said: string[] = []
  const given = (review: Review) =>
    new Map(review.approvals.given.map((one) => [one.by.email || one.by.name, one.by.name]))
  const [gave, gives] = [given(before), given(after)]
  for (const [who, name] of gives) if (!gave.has(who)) said.push(l10n.t('{0} approved.', name))
  for (const [who, name] of gave) if (!gives.has(who)) said.push(l10n.t('{0} withdrew the approval.', name))
  for (const { check, latest } of after.checks) {
    const earlier = before.checks.find((other) => other.check === check)?.latest
    if (!latest || (earlier?.at === latest.at && earlier.result === latest.result)) continue
    said.push(
      latest.result === 'pass' ? l10n.t('The check {0} passed.', check) : l10n.t('The check {0} failed.', check),
    )
  }
  if (before.holder?.version !== holder?.version)
    said.push(
      holder ? l10n.t('{0} is in {1} now.', v(holder.version), stage) : l10n.t('No version holds {0} now.', stage),
    )
  if (before.rollout.share !== after.rollout.share)
    said.push(l10n.t('{0} of the traffic goes to {1} now.', share(after.rollout.share), v(after.candidate.version)))
  const standing = standingOf(after)
  if (standing !== standingOf(before) && (standing === 'pending' || standing === 'conflict'))
    said.push(`${standingWord(after)}.`)
  said.push(...ruleChanges(before, after))
  if (verdictOf(before) !== verdictOf(after)) said.push(verdictOf(after))
  return said
}

/** Rules that say something else now, but those that people and checks just did something about. */
function ruleChanges({ gate: before }: Review, { gate: after }: Review): string[] {
  const were = new Map(before?.rules.map((rule) => [rule.rule, rule.passed]))
  return (after?.rules ?? []).flatMap((rule) => {
    const was = were.get(rule.rule)
    if (was === undefined || was === rule.passed || rule.kind === 'check' || rule.kind === 'approvals') return []
    const name = ruleName(rule)
    return [rule.passed ? l10n.t('{0} passes now.', name) : l10n.t('{0} fails now.', name)]
  })
}

import * as l10n from '@vscode/l10n'
import { apart, when } from '../../format'
import { nameOf, type Result, type Review, type Rule, type Versus } from './reviewed'

// A promotion in words.

export const v = (version: number): string => `v${version}`

/** The baseline's value and the candidate's, so that they do not look alike where they differ. */
export const valueTexts = ({ base, value }: Pick<Versus['metrics'][number], 'base' | 'value'>): string[] =>
  apart([base, value].map((one) => (one === null ? null : { value: one })))

/** `5 %`, of percents. */
export const share = (percent: number): string =>
  (percent / 100).toLocaleString(document.documentElement.lang || 'en', { style: 'percent', maximumFractionDigits: 2 })

export function titleOf(review: Review): string {
  const { kind, stage } = review
  if (kind === 'archive') return l10n.t('Archive {0}', nameOf(review))
  return kind === 'demote'
    ? l10n.t('Move {0} down to {1}', nameOf(review), stage)
    : l10n.t('Promote {0} to {1}', nameOf(review), stage)
}

export type Standing = 'open' | 'ready' | 'refused' | 'there' | 'rolling' | 'pending' | 'conflict'

/** Where the promotion stands. */
export function standingOf({ candidate, stage, pending, rollout, reports, gate }: Review): Standing {
  const mine = pending.filter(({ target }) => target === stage)
  if (mine.some(({ state }) => state === 'conflict')) return 'conflict'
  if (mine.length) return 'pending'
  if (candidate.stage === stage) return 'there'
  if (rollout.share > 0) return 'rolling'
  if (gate?.isAsked && gate.passed) return 'ready'
  return reports[0]?.outcome === 'refused' ? 'refused' : 'open'
}

/** In a word or two. */
export function standingWord(review: Review): string {
  switch (standingOf(review)) {
    case 'open':
      return l10n.t('Open')
    case 'ready':
      return l10n.t('Passes its gate')
    case 'refused':
      return l10n.t('Refused last time')
    case 'there':
      return l10n.t('In {0}', review.stage)
    case 'rolling':
      return l10n.t('Rolled out to {0}', share(review.rollout.share))
    case 'pending':
      return l10n.t('Waits on this machine')
    case 'conflict':
      return l10n.t('Waits for a decision')
  }
}

/** The rest of the sentence. */
export function standingSentence(review: Review): string {
  const { candidate, stage, entered, reports, rollout, pending } = review
  const registered = l10n.t('registered by {0} on {1}', candidate.author.name, when(candidate.at))
  switch (standingOf(review)) {
    case 'open':
      return candidate.stage === 'none'
        ? l10n.t('{0}, in no stage yet', registered)
        : l10n.t('{0}, in {1} now', registered, candidate.stage)
    case 'ready':
      return reports[0]?.outcome === 'refused'
        ? l10n.t('it was refused when {0} asked for it on {1}', reports[0].by.name, when(reports[0].at))
        : registered
    case 'refused':
      return l10n.t('{0} asked for it on {1}', reports[0]!.by.name, when(reports[0]!.at))
    case 'there':
      return entered
        ? l10n.t('since {0}, put there by {1}', when(entered.at), entered.by)
        : l10n.t('it is there already')
    case 'rolling':
      return l10n.t('of the traffic of {0}; the rest stays where it is', stage, rollout.share)
    case 'pending':
      return l10n.t('the registry cannot be reached; it is tried again by itself')
    case 'conflict':
      return pending.find(({ refusal }) => refusal)?.refusal?.message ?? ''
  }
}

/** What will happen to others, one sentence each. */
export function effectSentences(review: Review): string[] {
  const { stage, candidate, effect, isExclusive, holder, signers, stages } = review
  const own = v(candidate.version)
  if (candidate.stage === stage) return [l10n.t('Nothing: {0} is in {1} already.', own, stage)]
  const { displaced, aliases, rollbackTo, leavesEmpty, ends, drift } = effect
  const isLeaving = leavesEmpty ? candidate.stage : undefined
  return [
    displaced === null ? notDisplaced() : l10n.t('{0} leaves {1} and is archived.', v(displaced), stage),
    ...(isLeaving === undefined ? [] : [l10n.t('{0} is left without a version.', isLeaving)]),
    ...ends.map(({ stage: rolled, version, percent }) =>
      rolled === stage
        ? l10n.t('The rollout of {0} ({1}) ends.', v(version), share(percent))
        : l10n.t('The rollout of {0} in {1} ({2}) ends.', v(version), rolled, share(percent)),
    ),
    ...aliases.map(({ alias, from, to }) => {
      if (to === null) return l10n.t('The alias {0} goes: nothing is left for it to name.', alias)
      return from === null
        ? l10n.t('The alias {0} names {1}.', alias, v(to))
        : l10n.t('The alias {0} moves from {1} to {2}.', alias, v(from), v(to))
    }),
    ...(isExclusive && stages.some((one) => one.stage === stage) ? [back(rollbackTo)] : []),
    ...drift.map(({ environment, runs }) =>
      l10n.t('{0} runs {1}, and would drift until {2} is deployed there.', environment, v(runs), own),
    ),
    ...signatureSentences(signers),
  ]

  function notDisplaced(): string {
    if (stage === 'archived') return l10n.t('{0} leaves {1}.', own, candidate.stage)
    if (isExclusive) return l10n.t('Nobody has to leave: no version holds {0} now.', stage)
    return holder
      ? l10n.t('{0} is shared, so nobody has to leave; {1} came last.', stage, v(holder.version))
      : l10n.t('{0} is shared by any number of versions, and there is none yet.', stage)
  }

  function back(to: number | null): string {
    return to === null
      ? l10n.t('There will be no version to roll back to.')
      : l10n.t('A rollback will then bring {0} back.', v(to))
  }
}

export const signatureSentences = (signers: Review['signers']): string[] =>
  signers.map(({ stage, of }) => l10n.t('To change {0} takes a signature of {1}.', stage, of.join(', ')))

/** What a rule is about, as short as it can be said. */
export function ruleName({ kind, about }: Pick<Rule, 'kind' | 'about'>): string {
  switch (kind) {
    case 'metric':
      return about
    case 'parity':
      return l10n.t('Parity of {0}', about)
    case 'after':
      return l10n.t('Time in {0}', about)
    case 'signature':
      return l10n.t('Signature')
    case 'card':
      return l10n.t('Card')
    case 'recorded':
      return l10n.t('Recorded: {0}', about)
    case 'files':
      return l10n.t('Safe files')
    case 'check':
      return l10n.t('Check {0}', about)
    case 'approvals':
      return l10n.t('Approvals')
  }
}

/** `2 of 11 rules fail.` */
export function verdictOf({ gate, stage }: Review): string {
  if (!gate) return l10n.t('Nothing guards {0}: any version may enter.', stage)
  const failing = gate.rules.filter(({ passed }) => !passed).length
  const count = gate.rules.length
  if (!failing) return count === 1 ? l10n.t('The only rule passes.') : l10n.t('All {0} rules pass.', count)
  return count === 1 ? l10n.t('The only rule fails.') : l10n.t('{0} of {1} rules fail.', failing, count)
}

export function outcomeWord(outcome: Review['reports'][number]['outcome']): string {
  switch (outcome) {
    case 'passed':
      return l10n.t('passed')
    case 'refused':
      return l10n.t('refused')
    case 'overridden':
      return l10n.t('overridden')
    case 'rollback':
      return l10n.t('not asked: a rollback')
  }
}

/** What a promotion came to. */
export function resultSentence({ version, entered, percent, pending }: Result): string {
  const name = version === null ? l10n.t('The version') : v(version)
  if (pending) return l10n.t('The registry cannot be reached: it waits on this machine.')
  if (percent === null) return l10n.t('{0} is in {1} now.', name, entered)
  return percent === 0
    ? l10n.t('{0} gets no traffic of {1} any more.', name, entered)
    : l10n.t('{0} gets {1} of the traffic of {2} now.', name, share(percent), entered)
}

import * as l10n from '@vscode/l10n'
import type { Review } from './reviewed'
import { effectSentences, share, signatureSentences, v, verdictOf } from './words'

/** The usual steps of a rollout, in percent. */
const usual = [1, 5, 10, 25, 50]

export interface Chosen {
  percent: number
  reason: string
  trusted: boolean
  /** Is the editor asking for a confirmation? */
  busy: boolean
}

/** A button; `why` it cannot be pressed, undefined where it can. */
export interface Press {
  label: string
  why: string | undefined
}

/** The shares that may be chosen: more than it has. Empty where it is all or nothing. */
export const sharesOf = ({ rollout, candidate, stage }: Review): number[] =>
  rollout.obstacle || candidate.stage === stage ? [] : usual.filter((percent) => percent > rollout.share)

export function promoteButton(review: Review, chosen: Chosen): Press {
  const { gate } = review
  const { percent } = chosen
  const why = whyNot(review, chosen) ?? (gate?.isAsked && !gate.passed ? refusedBy(review) : undefined)
  return { label: labelOf(review, percent), why }
}

/** Undefined where nothing has to be overridden, or nothing may be. */
export function overrideButton(review: Review, chosen: Chosen): Press | undefined {
  const { gate, override } = review
  if (!gate?.isAsked || gate.passed || override === 'never') return undefined
  const why =
    whyNot(review, chosen) ?? (chosen.reason.trim() ? undefined : l10n.t('To override the gate, give a reason.'))
  return { label: l10n.t('Override…'), why }
}

/** Undefined where there is no traffic to take back. */
export function takeBackButton(review: Review, { trusted, reason, busy }: Chosen): Press | undefined {
  if (review.rollout.share === 0) return undefined
  const why = !trusted
    ? restricted()
    : busy
      ? waiting()
      : reason.trim()
        ? undefined
        : l10n.t('To take its traffic back, give a reason.')
  return { label: l10n.t('Take Its Traffic Back…'), why }
}

function labelOf({ kind, stage }: Review, percent: number): string {
  if (kind === 'archive') return l10n.t('Archive')
  if (kind === 'demote') return l10n.t('Move Down to {0}', stage)
  return percent < 100 ? l10n.t('Roll Out to {0}', share(percent)) : l10n.t('Promote to {0}', stage)
}

function whyNot(review: Review, { trusted, busy, percent }: Chosen): string | undefined {
  const { candidate, stage, pending, rollout } = review
  const mine = pending.find(({ target }) => target === stage)
  if (!trusted) return restricted()
  if (busy) return waiting()
  if (mine?.state === 'conflict') return l10n.t('An earlier try waits for a decision; see the view Activity.')
  if (mine) return l10n.t('It waits on this machine until the registry can be reached.')
  if (candidate.stage === stage) return l10n.t('{0} is in {1} already.', v(candidate.version), stage)
  if (!(percent > 0 && percent <= 100)) return l10n.t('A share is more than 0 % and at most 100 %.')
  if (percent < 100 && percent <= rollout.share)
    return l10n.t('It has {0} already; choose a larger share.', share(rollout.share))
  return undefined
}

const refusedBy = (review: Review): string =>
  review.override === 'never'
    ? l10n.t('{0} The policy allows no override.', verdictOf(review))
    : l10n.t('{0} The gate has to pass first.', verdictOf(review))

const restricted = () => l10n.t('Nothing can be changed in Restricted Mode; trust this folder first.')
const waiting = () => l10n.t('The editor asks you to confirm.')

/** What will happen once the button is pressed: with a part of the traffic nobody moves yet. */
export function effectOf(review: Review, percent: number): string[] {
  const { candidate, holder, stage, rollout, signers } = review
  const isPart = percent < 100 && rollout.obstacle === null && candidate.stage !== stage
  if (!isPart || !holder) return effectSentences(review)
  return [
    trafficOf(review, percent),
    l10n.t(
      'Neither moves: {0} holds {1} until {2} is promoted all at once.',
      v(holder.version),
      stage,
      v(candidate.version),
    ),
    ...signatureSentences(signers.filter((signer) => signer.stage === stage)),
  ]
}

/** Who gets which part of the traffic. */
export function trafficOf({ candidate, holder, stage, rollout }: Review, percent: number): string {
  const mine = v(candidate.version)
  const other = holder ? v(holder.version) : ''
  switch (rollout.obstacle) {
    case 'other':
      return l10n.t(
        'Only all at once: {0} is being rolled out already, at {1}.',
        v(rollout.other!.version),
        share(rollout.other!.percent),
      )
    case 'nobody':
      return l10n.t('All at once, as nobody holds {0} yet.', stage)
    case 'shared':
    case 'there':
      return ''
    case null:
      return percent < 100
        ? l10n.t('{0} gets {1} of the traffic, and {2} keeps {3}.', mine, share(percent), other, share(100 - percent))
        : l10n.t('{0} gets all of the traffic, and {1} is archived.', mine, other)
  }
}

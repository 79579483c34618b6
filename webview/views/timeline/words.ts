import * as l10n from '@vscode/l10n'
import type { Bar } from '../../../src/core/timeline/bars'
import type { Mark, MarkKind } from '../../../src/core/timeline/marks'
import type { Timeline } from '../../../src/core/timeline/timeline'
import { type Clock, instantText } from './axis'
import type { Lane, LaneGroup } from './lanes'
import type { Span } from './lanes'

// What a timeline says, in sentences.

export const groupText = (group: LaneGroup): string =>
  ({
    stages: l10n.t('Stages'),
    aliases: l10n.t('Aliases'),
    environments: l10n.t('Environments'),
    events: l10n.t('Events'),
  })[group]

export function laneText({ group, name, isGone }: Pick<Lane, 'group' | 'name' | 'isGone'>): string {
  if (isGone) return l10n.t('{0} (no stage any more)', name)
  if (group !== 'events') return name
  if (name === 'releases') return l10n.t('Versions')
  if (name === 'checks') return l10n.t('Checks')
  return name === 'policy' ? l10n.t('Policy') : l10n.t('Not trusted')
}

export const kindText = (kind: MarkKind): string =>
  ({
    registered: l10n.t('Registered'),
    refused: l10n.t('Refused by its gate'),
    override: l10n.t('Gate overridden'),
    rollback: l10n.t('Rollback'),
    check: l10n.t('Check failed'),
    approval: l10n.t('Approved'),
    withdrawal: l10n.t('Approval withdrawn'),
    policy: l10n.t('Policy changed'),
    untrusted: l10n.t('Not trusted, without effect'),
    clock: l10n.t('A clock jumped'),
  })[kind]

/** What a bar is about, without its times. */
export function barText({ lane, name, version, percent, stage, expected }: Bar): string {
  switch (lane) {
    case 'stage':
      return l10n.t('v{0} in {1}', version, name)
    case 'rollout':
      return l10n.t('v{0} {1}% of the traffic of {2}', version, percent ?? 0, name)
    case 'alias':
      return l10n.t('{0} is v{1}', name, version)
    case 'environment':
      return l10n.t('{0} runs v{1}', name, version)
    case 'drift':
      return expected === null || expected === undefined
        ? l10n.t('v{1} ≠ –: {0} runs v{1}, and nothing is in {2}', name, version, stage ?? '')
        : l10n.t('v{1} ≠ v{3}: {0} runs v{1}, and {2} has v{3}', name, version, stage ?? '', expected)
  }
}

/** As short as it stands in the bar. */
export function barLabel({ lane, version, percent, expected }: Bar): string {
  if (lane === 'rollout') return `v${version} ${percent ?? 0}%`
  if (lane === 'drift') return `v${version} ≠ ${expected ? `v${expected}` : '–'}`
  return `v${version}`
}

export function spanText({ bar, from, to }: Span, clock: Clock): string {
  const start = instantText(from, clock)
  const times = bar.to === null ? l10n.t('since {0}', start) : l10n.t('from {0} to {1}', start, instantText(to, clock))
  return [barText(bar), times, l10n.t('by {0}', bar.by), bar.reason].filter(Boolean).join(', ')
}

export function clusterText(spans: readonly Span[], clock: Clock): string {
  const [first, last] = [spans[0]!, spans.at(-1)!]
  return l10n.t(
    '×{0} of {1}, from {2} to {3}: zoom in to tell them apart',
    spans.length,
    first.bar.name,
    instantText(first.from, clock),
    instantText(Math.max(...spans.map(({ to }) => to), last.to), clock),
  )
}

/** What happened, without when and by whom. */
export function markText({ kind, version = 0, stage = '', check = '', note = '', distrust = '' }: Mark): string {
  switch (kind) {
    case 'registered':
      return note ? l10n.t('v{0} was registered as {1}', version, note) : l10n.t('v{0} was registered', version)
    case 'refused':
      return l10n.t('The gate of {0} refused v{1}', stage, version)
    case 'override':
      return l10n.t('v{0} entered {1} although its gate refused it', version, stage)
    case 'rollback':
      return version
        ? l10n.t('{0} was rolled back to v{1}', stage, version)
        : l10n.t('The rollout in {0} was taken back', stage)
    case 'check':
      return l10n.t('The check {0} of v{1} failed', check, version)
    case 'approval':
      return l10n.t('v{0} was approved for {1}', version, stage)
    case 'withdrawal':
      return l10n.t('The approval of v{0} for {1} was withdrawn', version, stage)
    case 'policy':
      return l10n.t('The policy of the model was changed')
    case 'untrusted':
      return l10n.t('Not trusted, without effect: {0}', distrust)
    case 'clock':
      return l10n.t('A clock jumped: the commit says {0}', note)
  }
}

export const markSentence = (mark: Mark, clock: Clock): string =>
  [
    markText(mark),
    instantText(Date.parse(mark.at), clock),
    mark.by && l10n.t('by {0}', mark.by),
    mark.reason,
    mark.kind === 'registered' || mark.kind === 'clock' ? '' : mark.note,
  ]
    .filter(Boolean)
    .join(', ')

/** What there is in a timeline, counted. */
export function summaryText({ bars, marks }: Timeline): string {
  const count = (kind: string) => marks.filter((mark) => mark.kind === kind).length
  const drifts = bars.filter(({ lane, to }) => lane === 'drift' && to === null).length
  return [
    l10n.t('Versions: {0}', count('registered')),
    l10n.t('Rollbacks: {0}', count('rollback')),
    l10n.t('Refused by a gate: {0}', count('refused')),
    l10n.t('Overrides: {0}', count('override')),
    drifts ? l10n.t('Drifting now: {0}', drifts) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

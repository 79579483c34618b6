import { type Command, l10n, ThemeColor, ThemeIcon, TreeItemCollapsibleState as State } from 'vscode'
import type { BrowsedPending } from '../../operations/browsePending'
import type { Look } from './look'
import type { EventNode } from './nodes'
import { reportIn, sentenceOf, text } from './sentences'
import { ago, reference, when } from './words'

// Rows of what happened, and of what is to happen.

/** A row of the log: who did what, how long ago, and why. */
export function eventLook(node: EventNode): Look {
  const { event, folder, parent } = node
  const { at, name, email, body, problem, distrust, seq, type, version } = event
  const { icon, said } = sentenceOf(event)
  const label = distrust ? l10n.t('Not trusted: {0}', said) : said
  const reason = [text(body['code']), text(body['reason']) || text(body['note'])].filter(Boolean).join(': ')
  const effect = distrust ? l10n.t('It has no effect: {0}', distrust) : ''
  const report = reportIn(event)
  const tooltip = [label, effect, reason, problem ?? '', `${when(at)} · ${name} <${email}>`, `#${seq} ${type}`]
  const description = [ago(at, Date.now()), effect || reason].filter(Boolean).join(' · ')
  const isOfVersion = parent?.kind === 'group'
  const opened = isOfVersion
    ? report && showGate(folder, report)
    : version !== null && { command: 'pedigree.showVersion', title: said, arguments: [node] }
  return {
    label,
    description,
    tooltip: tooltip.filter(Boolean).join('\n'),
    iconPath: problem ? warned('warning') : distrust ? warned('workspace-untrusted') : new ThemeIcon(icon),
    contextValue: version === null ? 'event' : 'event+version',
    ...(opened ? { command: opened } : {}),
    accessibilityInformation: { label: [label, description].join(', ') },
  }
}

export const showGate = (folder: string, report: string): Command => ({
  command: 'pedigree.showGate',
  title: l10n.t('Show the Gate’s Report'),
  arguments: [{ folder, report }],
})

/** An icon that asks for attention. */
export const warned = (icon: string): ThemeIcon => new ThemeIcon(icon, new ThemeColor('problemsWarningIcon.foreground'))

/** A row of what waits: what it is, and for how long; or why it was refused. */
export function pendingLook(item: BrowsedPending): Look {
  const { createdAt, state, refusal } = item
  const label = intended(item)
  const waited = ago(createdAt, Date.now())
  const isRefused = state === 'conflict'
  const description = isRefused ? l10n.t('refused: {0}', refusal?.message ?? '') : l10n.t('waiting · {0}', waited)
  return {
    label,
    description,
    tooltip: [label, description, refusal?.hint, when(createdAt)].filter(Boolean).join('\n'),
    iconPath: isRefused ? refused() : new ThemeIcon('cloud-upload'),
    collapsibleState: isRefused ? State.Expanded : State.None,
    contextValue: isRefused ? 'pending+conflict' : 'pending',
    accessibilityInformation: { label: `${label}, ${description}` },
  }
}

export const refused = (): ThemeIcon => warned('warning')

/** `Promote churn@3 to production`: what a change is to do. */
export function intended({ operation, model, number, version, target }: BrowsedPending): string {
  const name = model ?? ''
  const subject =
    number !== null
      ? reference({ model: name, version: number })
      : version
        ? l10n.t('a pending version of {0}', name)
        : name
  const to = target ?? ''
  switch (operation) {
    case 'register':
      return l10n.t('Register {0}', name)
    case 'promote':
      return l10n.t('Promote {0} to {1}', subject, to)
    case 'rollback':
      return l10n.t('Roll {0} back to {1}', to, subject)
    case 'archive':
      return l10n.t('Archive {0}', subject)
    case 'setAlias':
      return l10n.t('Point {0} at {1}', to, subject)
    case 'removeAlias':
      return l10n.t('Remove the alias {0} of {1}', to, name)
    case 'evaluate':
      return l10n.t('Measure {0}', subject)
    case 'describe':
      return l10n.t('Describe {0}', subject)
    case 'saveCard':
      return l10n.t('Save the card of {0}', subject)
    case 'approve':
      return l10n.t('Approve {0} for {1}', subject, to)
    case 'check':
      return l10n.t('Record a check of {0}', subject)
    case 'rollout':
      return l10n.t('Roll {0} out to {1}', subject, to)
    case 'deployed':
      return l10n.t('Report where {0} runs', subject)
    case 'applyPolicy':
      return l10n.t('Apply policies')
    case 'promoteOnPass':
      return l10n.t('Promote {0} as far as its gates let it', subject)
    case 'refuse':
      return l10n.t('Keep the report on {0}', subject)
    default:
      return [operation, subject].join(' ')
  }
}

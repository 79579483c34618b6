import { l10n, ThemeColor, ThemeIcon, TreeItemCollapsibleState as State } from 'vscode'
import type { EventRow } from '../../index/history'
import type { BrowsedPending } from '../../operations/browsePending'
import type { Look } from './look'
import type { EventNode } from './nodes'
import { ago, reference, when } from './words'

// Rows of what happened, and of what is to happen.

/** A row of the log: who did what, how long ago, and why. */
export function eventLook(node: EventNode): Look {
  const { event } = node
  const { at, name, email, body, problem, seq, type, version } = event
  const { icon, said } = wordsOf(event)
  const reason = [text(body['code']), text(body['reason'])].filter(Boolean).join(': ')
  const tooltip = [said, reason, problem ?? '', `${when(at)} · ${name} <${email}>`, `#${seq} ${type}`]
  return {
    label: said,
    description: [ago(at, Date.now()), reason].filter(Boolean).join(' · '),
    tooltip: tooltip.filter(Boolean).join('\n'),
    iconPath: problem
      ? new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'))
      : new ThemeIcon(icon),
    contextValue: version === null ? 'event' : 'event+version',
    ...(version === null ? {} : { command: { command: 'pedigree.showVersion', title: said, arguments: [node] } }),
    accessibilityInformation: { label: [said, ago(at, Date.now()), reason].filter(Boolean).join(', ') },
  }
}

function wordsOf(event: EventRow): { icon: string; said: string } {
  const { name, type, model, version, body, problem } = event
  const subject = version === null ? (model ?? '') : reference({ model: model ?? '', version })
  const to = text(body['to'])
  const alias = text(body['alias'])
  if (problem) return { icon: 'warning', said: l10n.t('{0} wrote “{1}”, which cannot be read here', name, type) }
  switch (type) {
    case 'registry.created':
      return { icon: 'database', said: l10n.t('{0} made the registry', name) }
    case 'version.registered':
      return { icon: 'add', said: l10n.t('{0} registered {1}', name, subject) }
    case 'evaluation.recorded':
      return { icon: 'graph', said: l10n.t('{0} measured {1}', name, subject) }
    case 'alias.moved':
      return { icon: 'tag', said: l10n.t('{0} pointed {1} at {2}', name, alias, subject) }
    case 'alias.removed':
      return { icon: 'tag', said: l10n.t('{0} removed the alias {1} of {2}', name, alias, model ?? '') }
    case 'run.recorded':
      return { icon: 'beaker', said: l10n.t('{0} recorded the run {1}', name, text(body['run'])) }
    case 'stage.entered':
      switch (body['kind']) {
        case 'rollback':
          return { icon: 'discard', said: l10n.t('{0} rolled {1} back to {2}', name, to, subject) }
        case 'archive':
          return { icon: 'archive', said: l10n.t('{0} archived {1}', name, subject) }
        case 'demote':
          return { icon: 'arrow-down', said: l10n.t('{0} moved {1} back to {2}', name, subject, to) }
        default:
          return { icon: 'arrow-up', said: l10n.t('{0} promoted {1} to {2}', name, subject, to) }
      }
    default:
      return { icon: 'edit', said: l10n.t('{0} described {1}', name, subject) }
  }
}

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

export const refused = (): ThemeIcon => new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'))

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
    default:
      return [operation, subject].join(' ')
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

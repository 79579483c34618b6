import { l10n } from 'vscode'
import type { EventRow } from '../../index/history'
import { percent, reference } from './words'

/** What somebody did, as a sentence, and its icon. */
export interface Sentence {
  icon: string
  said: string
}

export function sentenceOf(event: EventRow): Sentence {
  const { name, type, model, version, body, problem } = event
  const subject = version === null ? (model ?? '') : reference({ model: model ?? '', version })
  const alias = text(body['alias'])
  const stage = text(body['stage'])
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
      return moved(event, subject)
    case 'promotion.refused':
      return {
        icon: 'circle-slash',
        said: l10n.t('The gate of {0} refused {1}, which {2} asked for', stage, subject, name),
      }
    case 'rollout.set':
      return rolledOut(event, subject)
    case 'approval.given':
      return { icon: 'thumbsup', said: l10n.t('{0} approved {1} for {2}', name, subject, stage) }
    case 'approval.withdrawn':
      return { icon: 'thumbsdown', said: l10n.t('{0} withdrew the approval of {1} for {2}', name, subject, stage) }
    case 'check.recorded':
      return body['result'] === 'pass'
        ? { icon: 'pass', said: l10n.t('{0}: {1} passed {2}', name, subject, text(body['check'])) }
        : { icon: 'error', said: l10n.t('{0}: {1} failed {2}', name, subject, text(body['check'])) }
    case 'card.saved':
      return { icon: 'note', said: l10n.t('{0} saved the card of {1}', name, subject) }
    case 'deployment.reported':
      return { icon: 'server', said: l10n.t('{0}: {1} runs in {2}', name, subject, text(body['environment'])) }
    case 'policy.applied':
      return { icon: 'law', said: l10n.t('{0} applied policies', name) }
    case 'files.archived':
      return {
        icon: 'archive',
        said: l10n.t('{0} moved the files of {1} to {2}', name, subject, text(body['storageClass'])),
      }
    case 'files.restored':
      return { icon: 'archive', said: l10n.t('{0} brought the files of {1} back', name, subject) }
    default:
      return { icon: 'edit', said: l10n.t('{0} described {1}', name, subject) }
  }
}

function moved({ name, body }: EventRow, subject: string): Sentence {
  const to = text(body['to'])
  if (body['override'] === true)
    return { icon: 'unlock', said: l10n.t('{0} promoted {1} to {2} against its gate', name, subject, to) }
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
}

function rolledOut({ name, body }: EventRow, subject: string): Sentence {
  const stage = text(body['stage'])
  const share = Number(body['percent'])
  if (share === 0) return { icon: 'discard', said: l10n.t('{0} ended the rollout of {1} to {2}', name, subject, stage) }
  return body['override'] === true
    ? {
        icon: 'unlock',
        said: l10n.t('{0} rolled {1} out to {2} of {3} against its gate', name, subject, percent(share), stage),
      }
    : { icon: 'pie-chart', said: l10n.t('{0} rolled {1} out to {2} of {3}', name, subject, percent(share), stage) }
}

/** The sha256 of the gate's report that came with it. */
export function reportIn({ body, distrust }: EventRow): string | undefined {
  const digest = text(body['gate']) || text(body['report'])
  return digest && !distrust ? digest : undefined
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

import { l10n } from 'vscode'
import { errorOf } from '../../core/refusal'
import { inView, say } from '../progress'
import type { Command } from './command'

/** Values: `folder`; without it every registry of the window. Answers how each stands. */
export const syncNow: Command = async (app, { node, args }) => {
  const folder = node?.folder ?? args['folder']
  await app.registries.all()
  const looks = await inView(() => app.registries.sync(typeof folder === 'string' ? [folder] : undefined))
  const problem = looks.find((look) => look.problem)?.problem
  if (problem) throw errorOf(problem)
  const waiting = looks.reduce((sum, { status }) => sum + status.pending + status.conflicts, 0)
  say(waiting ? l10n.t('Synced; {0} changes still wait, see Activity', waiting) : l10n.t('Everything is synced'))
  return looks.map(({ status }) => status)
}

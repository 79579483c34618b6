import { l10n } from 'vscode'
import { errorOf } from '../../core/refusal'
import { inView, say } from '../progress'
import { conflictWords, pendingWords } from '../tree/words'
import type { Command } from './command'

/** Values: `folder`; without it every registry of the window. Answers how each stands. */
export const syncNow: Command = async (app, { node, args }) => {
  const folder = node?.folder ?? args['folder']
  await app.registries.all()
  const looks = await inView(() => app.registries.sync(typeof folder === 'string' ? [folder] : undefined))
  const problem = looks.find((look) => look.problem)?.problem
  if (problem) throw errorOf(problem)
  const count = (of: 'pending' | 'conflicts') => looks.reduce((sum, { status }) => sum + status[of], 0)
  const [pending, conflicts] = [count('pending'), count('conflicts')]
  const words = [pending ? pendingWords(pending) : '', conflicts ? conflictWords(conflicts) : '']
  say(words.filter(Boolean).join(', ') || l10n.t('Everything is synced'))
  return looks.map(({ status }) => status)
}

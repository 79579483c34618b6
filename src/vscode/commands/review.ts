import { l10n } from 'vscode'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference` and `stage`. Opens the page of a promotion that is to be. */
export const review: Command = async (app, call) => {
  const title = l10n.t('Review a Promotion')
  const chosen = await runWizard<Target>(title, toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const { stage } = call.args
  const subject = { reference: reference(chosen.version), ...(typeof stage === 'string' ? { stage } : {}) }
  app.panels.show('review', chosen.folder, subject)
  return subject
}

import { l10n } from 'vscode'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference`. Opens the page with what a version was made of, and what was made of it. */
export const lineage: Command = async (app, call) => {
  const chosen = await runWizard<Target>(l10n.t('Show Lineage'), toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const subject = { reference: reference(chosen.version), at: app.models.at }
  app.panels.show('lineage', chosen.folder, subject)
  return subject
}

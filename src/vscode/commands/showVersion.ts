import { l10n } from 'vscode'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference`. Opens the view of models at a version. */
export const showVersion: Command = async (app, call) => {
  const title = l10n.t('Show a Version')
  const chosen = await runWizard<Target>(title, toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const { folder, model, version } = chosen
  await app.models.open(folder, model, version.version)
  return reference(version)
}

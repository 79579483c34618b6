import { l10n } from 'vscode'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { folderStep, modelStep, type Target, targetOf } from './target'

/** Values: `model`. Opens the page that says which version held which stage when. */
export const timeline: Command = async (app, call) => {
  const steps = [folderStep<Target>(app), modelStep<Target>(app)]
  const chosen = await runWizard<Target>(l10n.t('Show Timeline'), steps, await targetOf(app, call))
  if (!chosen) return undefined
  const subject = { model: chosen.model, at: app.models.at }
  app.panels.show('timeline', chosen.folder, subject)
  return subject
}

import { commands, l10n, Uri, ViewColumn, window } from 'vscode'
import { cardEditorType } from '../card/cardEditor'
import { cardUri } from '../files/place'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { App } from '../app'
import type { Call, Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference`. Opens the card of a version in its editor. */
export const openCard: Command = async (app, call) => {
  const chosen = await chosenCard(app, call, l10n.t('Open a Card'))
  if (!chosen) return undefined
  await commands.executeCommand('vscode.openWith', chosen.uri, cardEditorType)
  return chosen.reference
}

/** Values: `reference`. Opens the card of a version as Markdown, beside its editor where that is in sight. */
export const openCardAsText: Command = async (app, call) => {
  const uri = call.uris[0] ?? (await chosenCard(app, call, l10n.t('Open a Card as Text')))?.uri
  if (!uri) return undefined
  const isInSight = window.tabGroups.activeTabGroup.activeTab?.input
  const column = isInSight && isOf(isInSight, uri) ? ViewColumn.Beside : ViewColumn.Active
  await commands.executeCommand('vscode.openWith', uri, 'default', column)
  return uri.toString()
}

/** Values: `reference`. Shows what differs between a card and the one of the version before it. */
export const diffCard: Command = async (app, call) => {
  const chosen = await chosenCard(app, call, l10n.t('Show Changes of a Card'))
  if (!chosen) return undefined
  const { folder, uri } = chosen
  const { previous } = await app.engine.call(folder, 'readCard', { reference: chosen.reference })
  if (!previous) {
    void window.showInformationMessage(l10n.t('There is no card before that of {0}.', chosen.reference))
    return undefined
  }
  const before = await app.engine.call(folder, 'findVersion', { reference: previous.reference })
  const left = cardUri(app.registries, folder, before.model, before.version)
  const title = l10n.t('Card: {0} ↔ {1}', previous.reference, chosen.reference)
  await commands.executeCommand('vscode.diff', left, uri, title)
  return previous.reference
}

async function chosenCard(app: App, call: Call, title: string) {
  const chosen = await runWizard<Target>(title, toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const { folder, model, version } = chosen
  return { folder, reference: reference(version), uri: cardUri(app.registries, folder, model, version.version) }
}

function isOf(input: unknown, uri: Uri): boolean {
  const shown = (input as { uri?: unknown }).uri
  return shown instanceof Uri && shown.toString() === uri.toString()
}

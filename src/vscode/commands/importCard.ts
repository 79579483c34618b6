import { commands, l10n, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode'
import { smallestChange } from '../../core/card/smallestChange'
import { cardEditorType } from '../card/cardEditor'
import { cardUri } from '../files/place'
import { say } from '../progress'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference`, `file`. Puts what a README.md of Hugging Face says into a card, for a person to look at and save. */
export const importCard: Command = async (app, call) => {
  const title = l10n.t('Import a Card')
  const chosen = await runWizard<Target>(title, toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const { folder, model, version } = chosen
  const { file } = call.args
  const source = typeof file === 'string' ? Uri.file(file) : await ask(folder)
  if (!source) return undefined
  const given = new TextDecoder().decode(await workspace.fs.readFile(source))
  const uri = cardUri(app.registries, folder, model, version.version)
  const document = await workspace.openTextDocument(uri)
  const args = { reference: reference(version), text: given, name: workspace.asRelativePath(source) }
  const onto = document.isDirty ? document.getText() : undefined
  const { text, mapped, kept } = await app.engine.call(folder, 'importCard', { ...args, onto })
  const change = smallestChange(document.getText(), text)
  if (change) {
    const edit = new WorkspaceEdit()
    edit.replace(uri, new Range(document.positionAt(change.from), document.positionAt(change.to)), change.text)
    await workspace.applyEdit(edit)
  }
  await commands.executeCommand('vscode.openWith', uri, cardEditorType)
  say(l10n.t('Imported {0} sections, and kept {1} as they are. Nothing is saved yet.', mapped.length, kept.length))
  return { mapped, kept }
}

async function ask(folder: string): Promise<Uri | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('A Card of Hugging Face'),
      openLabel: l10n.t('Import'),
      defaultUri: Uri.file(folder),
      filters: { Markdown: ['md', 'markdown'] },
    })) ?? []
  return file
}

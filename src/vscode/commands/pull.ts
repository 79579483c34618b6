import { join } from 'node:path'
import { commands, env, l10n, Uri, window, workspace } from 'vscode'
import type { Pulled } from '../../operations/pullFiles'
import { withProgress } from '../progress'
import { fileCount, reference, size } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `reference` and `dir`. */
export const pull: Command = async (app, call) => {
  const given = await targetOf(app, call)
  const title = ({ version }: Partial<Target>) =>
    version ? l10n.t('Pull {0}', reference(version)) : l10n.t('Pull Files')
  const chosen = await runWizard<Target>(title, toVersion(app), given)
  if (!chosen) return undefined
  const { folder, version } = chosen
  const dir = typeof call.args['dir'] === 'string' ? call.args['dir'] : await chooseFolder(reference(version), version)
  if (!dir) return undefined
  const answer = await withProgress(l10n.t('Pulling {0}', reference(version)), { download: [0, 100] }, (options) =>
    app.engine.call(folder, 'pullFiles', { reference: reference(version), dir }, options),
  )
  if (typeof call.args['dir'] !== 'string') void offerFolder(answer)
  return answer
}

/** An empty folder is taken as it is; in any other the files get a folder of their own. */
async function chooseFolder(name: string, { model, version }: Target['version']): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: workspace.workspaceFolders?.[0]?.uri,
      openLabel: l10n.t('Pull Here'),
      title: l10n.t('Folder for the files of {0}', name),
    })) ?? []
  if (!chosen) return undefined
  const isEmpty = !(await workspace.fs.readDirectory(chosen)).length
  return isEmpty ? chosen.fsPath : join(chosen.fsPath, `${model.replaceAll(/[<>"|?*]/g, '_')}-v${version}`)
}

async function offerFolder({ model, version, files, bytes, dir }: Pulled): Promise<void> {
  const open = l10n.t('Open Folder')
  const uri = Uri.file(dir)
  const inside = workspace.getWorkspaceFolder(uri) !== undefined
  const reveal = inside || !env.remoteName ? l10n.t('Reveal') : undefined
  const amounts = [fileCount(files.length), size(bytes)]
  const message = l10n.t('Pulled {0} ({1}, {2}) into {3}.', `${model}@${version}`, ...amounts, dir)
  const answer = await window.showInformationMessage(message, open, ...(reveal ? [reveal] : []))
  if (answer === open) await commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true })
  else if (answer && answer === reveal)
    await commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri)
}

import { l10n, Uri, window } from 'vscode'

/** A folder for a registry; undefined when the person gave up. */
export async function chooseFolder(near: string): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: Uri.file(near),
      openLabel: l10n.t('Keep Models Here'),
      title: l10n.t('Folder for the registry'),
    })) ?? []
  return chosen?.fsPath
}

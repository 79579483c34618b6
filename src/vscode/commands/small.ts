import { commands, l10n, Range, Uri, window, workspace } from 'vscode'
import type { App } from '../app'
import { say } from '../progress'
import { unconfirmed } from '../registries'
import type { Call, Command } from './command'

// Commands of a line or two.

export const refresh: Command = async (app) => {
  await (workspace.isTrusted ? app.registries.sync() : app.registries.refresh())
  if (!workspace.isTrusted && app.registries.found.some(({ isBucket }) => isBucket))
    return say(l10n.t('In Restricted Mode no bucket is asked'))
  say(l10n.t('Models are up to date'))
}

export const showLog: Command = async (app) => app.log.show()

export const showMore: Command = async (app, { node }) => {
  if (node?.kind === 'more') (node.view === 'activity' ? app.activity : app.models).showMore(node)
}

/** Values: `folder`, `line`, `column`. The file `pedigree.yaml` of a registry, at the place of its problem if it has one. */
export const openConfiguration: Command = async (app, call) => {
  const folder = folderOf(app, call)
  if (!folder) return
  const registry = app.registries.found.find((other) => other.folder === folder)
  const { path, line = 1, column = 1 } = { ...call.args, ...registry?.problem?.details } as Place
  const file = path ?? Uri.joinPath(Uri.file(registry?.status?.workspace ?? folder), 'pedigree.yaml').fsPath
  const at = new Range(line - 1, column - 1, line - 1, column - 1)
  await window.showTextDocument(await workspace.openTextDocument(Uri.file(file)), { selection: at })
}

interface Place {
  path?: string
  line?: number
  column?: number
}

function folderOf(app: App, { node, args }: Call): string | undefined {
  if (node) return node.folder
  return typeof args['folder'] === 'string' ? args['folder'] : app.registries.found[0]?.folder
}

/** What the status bar item offers. */
export const showMenu: Command = async (app) => {
  const isFar = app.registries.found.some(({ isBucket }) => isBucket)
  const offered: [command: string, label: string][] = [
    ['pedigree.models.focus', `$(list-tree) ${l10n.t('Show Models')}`],
    ['pedigree.activity.focus', `$(history) ${l10n.t('Show Activity')}`],
    ...(app.registries.found.some(unconfirmed) && workspace.isTrusted
      ? ([['pedigree.trustRegistry', `$(shield) ${l10n.t('Trust This Registry…')}`]] as [string, string][])
      : []),
    ...(isFar && workspace.isTrusted
      ? ([
          ['pedigree.syncNow', `$(sync) ${l10n.t('Sync Now')}`],
          ['pedigree.disconnect', `$(debug-disconnect) ${l10n.t('Disconnect Registry…')}`],
        ] as [string, string][])
      : []),
    ...(workspace.isTrusted
      ? ([
          ['pedigree.registerVersion', `$(add) ${l10n.t('Register Version…')}`],
          ['pedigree.promote', `$(arrow-up) ${l10n.t('Promote…')}`],
          ['pedigree.rollback', `$(discard) ${l10n.t('Roll Back…')}`],
        ] as [string, string][])
      : []),
    ['pedigree.verify', `$(verified) ${l10n.t('Verify…')}`],
    ['pedigree.asOf', `$(history) ${l10n.t('Show Models As Of…')}`],
    ['pedigree.refresh', `$(refresh) ${l10n.t('Refresh')}`],
    ['pedigree.openConfiguration', `$(go-to-file) ${l10n.t('Open pedigree.yaml')}`],
    ['pedigree.showLog', `$(output) ${l10n.t('Show Log Output')}`],
  ]
  const items = offered.map(([command, label]) => ({ label, command }))
  const chosen = await window.showQuickPick(items, { title: l10n.t('Pedigree'), placeHolder: l10n.t('What to do?') })
  if (chosen) await commands.executeCommand(chosen.command)
}

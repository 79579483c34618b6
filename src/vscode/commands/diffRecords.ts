import { commands, l10n } from 'vscode'
import { recordUri } from '../records'
import type { Command } from './command'

/** Values: `folder` and `references`, two of them. Opens the records of two versions as a text diff. */
export const diffRecords: Command = async (_, { args: { folder, references } }) => {
  const [left, right] = Array.isArray(references) ? (references as unknown[]) : []
  if (typeof folder !== 'string' || typeof left !== 'string' || typeof right !== 'string') return undefined
  const title = l10n.t('{0} and {1}', left, right)
  await commands.executeCommand('vscode.diff', recordUri(folder, left), recordUri(folder, right), title)
  return [left, right]
}

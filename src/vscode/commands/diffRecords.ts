import { commands, l10n } from 'vscode'
import { recordUri } from '../files/place'
import type { Command } from './command'

/** Values: `folder` and `references`, two of them. Opens the records of two versions as a text diff. */
export const diffRecords: Command = async ({ engine, registries }, { args: { folder, references } }) => {
  const [left, right] = Array.isArray(references) ? (references as unknown[]) : []
  if (typeof folder !== 'string' || typeof left !== 'string' || typeof right !== 'string') return undefined
  const [before, after] = await Promise.all(
    [left, right].map(async (reference) => {
      const { model, version } = await engine.call(folder, 'findVersion', { reference })
      return recordUri(registries, folder, model, version)
    }),
  )
  await commands.executeCommand('vscode.diff', before, after, l10n.t('{0} and {1}', left, right))
  return [left, right]
}

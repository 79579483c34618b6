import { commands, l10n, window } from 'vscode'
import { reference } from '../tree/words'
import type { Command } from './command'

/** What is to be compared with something that is chosen later. */
export interface SelectedForCompare {
  folder: string
  reference: string
}

/** Remembers a version, and leaves everything else as it is. */
export const selectForCompare: Command = async (app, { node }) => {
  if (node?.kind !== 'version') return undefined
  app.selected.forCompare = { folder: node.folder, reference: reference(node.version) }
  await commands.executeCommand('setContext', 'pedigree.hasSelected', true)
  window.setStatusBarMessage(l10n.t('{0} is selected for compare', reference(node.version)), 5000)
  return app.selected.forCompare
}

/** Compares versions with the one that was selected before, which is the baseline. */
export const compareWithSelected: Command = async (app, { node, nodes }) => {
  const selected = app.selected.forCompare
  const others = nodes.flatMap((other) =>
    other.kind === 'version' && other.folder === selected?.folder ? [other] : [],
  )
  if (!selected || node?.kind !== 'version' || !others.length) return undefined
  const columns = [...new Set([selected.reference, ...others.map(({ version }) => reference(version))])].slice(0, 20)
  const subject = { columns, baseline: selected.reference }
  app.panels.show('compare', selected.folder, subject)
  return subject
}
